/** What this gate cannot decide, and what would decide it. */
import type { Surroundings } from '../surroundings.ts';
import type { Undecided } from '../types.ts';
import type { JudgedCheck } from './findings.ts';
import { mayReport, type Producer, type Production } from './producers.ts';

export function undecidedIn(
  judged: readonly JudgedCheck[],
  production: Production,
  { requiredWorkflows }: Surroundings,
): readonly Undecided[] {
  const elsewhere = requiredWorkflows.filter(({ repository }) => repository !== 'here');
  return [
    ...judged.flatMap((one) => undecidedOn(one, elsewhere.length > 0)),
    ...broken(production),
  ];
}

function undecidedOn({ check, verdict }: JudgedCheck, hasForeign: boolean): readonly Undecided[] {
  const { context, source } = check;
  if (verdict.kind === 'dynamic') {
    const [by] = verdict.by;
    return [
      {
        path: by.job.workflow.path,
        reason: `\`${context}\` is required (${source}); line ${by.job.job.line} reports \`${patternText(by, context)}\`, of which a part is known only when it runs.`,
        remedy:
          'Once it was reported on a merged pull request it counts as known. Better, require a job that collects the results with `if: always()`.',
      },
    ];
  }
  if (verdict.kind !== 'unknown') return [];
  const others = hasForeign ? ', unless a workflow of another repository does' : '';
  return [
    {
      path: '.github/workflows',
      reason: `\`${context}\` is required (${source}), and no workflow here reports it${others}.`,
      remedy: 'If no other system reports it, take it out of what is required.',
    },
  ];
}

/** The name that fits, with `…` for what is not known. */
function patternText(producer: Producer, context: string): string {
  const { names } = producer.job;
  const fitting = names.find(
    (name) =>
      name.kind === 'pattern' &&
      mayReport({ ...producer, job: { ...producer.job, names: [name] } }, context),
  );
  if (fitting?.kind !== 'pattern') return context;
  return fitting.parts.map((part) => (typeof part === 'string' ? part : '…')).join('');
}

function broken({ broken: files }: Production): readonly Undecided[] {
  return files.map(({ path, line, reason }) => ({
    path,
    reason: `What this workflow reports is not known: line ${line}, ${reason}.`,
    remedy: 'Correct the workflow; GitHub does not run it either.',
  }));
}
