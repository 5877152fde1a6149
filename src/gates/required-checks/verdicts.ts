/** What becomes of one required check on one pull request. */
import { likelyNames, siblingsOf } from '../../workflows/renames.ts';
import type { Started } from '../../workflows/triggers.ts';
import type { RequiredCheck, Surroundings } from '../surroundings.ts';
import { externalReporter } from './external.ts';
import { exactNames, mayReport, type Producer, type Production } from './producers.ts';
import { reporterBefore, reporterName, reportsOf } from './reported.ts';

/**
 * | kind | means |
 * | --- | --- |
 * | `reported` | a job reports it on this pull request |
 * | `present` | it is on the head already |
 * | `possible` | a job may: its condition or its filters are known at run time |
 * | `dynamic` | a job may: a part of its name is known at run time |
 * | `external` | another system reports such names |
 * | `ghost` | nothing here reports it, and something here has nearly that name |
 * | `unknown` | nothing here reports it; another system may |
 * | `not-started` | the workflow that would report it does not start |
 * | `waits` | its job is skipped, and then reports under another name, or not at all |
 */
export type CheckVerdict =
  | { readonly kind: 'reported'; readonly by: readonly Producer[] }
  | { readonly kind: 'present'; readonly system: string }
  | { readonly kind: 'possible'; readonly by: readonly Producer[] }
  | { readonly kind: 'dynamic'; readonly by: readonly [Producer, ...Producer[]] }
  | { readonly kind: 'external'; readonly system: string; readonly known: 'by name' | 'by report' }
  | {
      readonly kind: 'ghost';
      readonly likely: readonly string[];
      readonly siblings: readonly string[];
    }
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'not-started';
      readonly by: Producer;
      readonly started: Started & { runs: false };
    }
  | { readonly kind: 'waits'; readonly by: Producer; readonly instead: string };

/** What the files say, unless the check was seen. */
export function verdictOn(
  check: RequiredCheck,
  production: Production,
  seen: Pick<Surroundings, 'reported'>,
): CheckVerdict {
  const verdict = foretold(check, production);
  if (verdict.kind === 'reported') return verdict;
  const reports = reportsOf(check, seen);
  const onHead = reports.find(({ on }) => on === 'head');
  if (onHead !== undefined) return { kind: 'present', system: reporterName(onHead) };
  if (verdict.kind === 'dynamic') {
    // The same workflow has reported it on pull requests before.
    const wasThere = reports.some(({ on }) => on !== 'base');
    return wasThere ? { kind: 'possible', by: verdict.by } : verdict;
  }
  const isAbsent = verdict.kind === 'ghost' || verdict.kind === 'unknown';
  const system = isAbsent ? reporterBefore(check, seen) : undefined;
  return system === undefined ? verdict : { kind: 'external', system, known: 'by report' };
}

function foretold({ context }: RequiredCheck, { producers }: Production): CheckVerdict {
  const exact = producers.filter((producer) => exactNames(producer).includes(context));
  const started = exact.filter(({ started: { runs } }) => runs !== false);
  // A plain job that is skipped reports under its own name.
  const sure = started.filter((producer) => isSure(producer, context));
  if (sure.length > 0) return { kind: 'reported', by: sure };
  const open = started.filter(({ job, started: { runs } }) => {
    return job.decision === 'unknown' || (runs === 'unknown' && job.decision === 'runs');
  });
  if (open.length > 0) return { kind: 'possible', by: open };
  const [skipped] = started;
  if (skipped !== undefined) {
    const { skipped: name, decision } = skipped.job;
    const instead = decision === 'skipped' && name.kind === 'name' ? name.name : '';
    return { kind: 'waits', by: skipped, instead };
  }
  const [pattern, ...patterns] = producers.filter((producer) => mayReport(producer, context));
  if (pattern !== undefined) return { kind: 'dynamic', by: [pattern, ...patterns] };
  const [stopped] = exact;
  if (stopped?.started.runs === false) {
    return { kind: 'not-started', by: stopped, started: stopped.started };
  }
  return absent(context, producers);
}

function isSure({ job, started }: Producer, context: string): boolean {
  if (started.runs !== true) return false;
  if (job.decision === 'runs') return true;
  return job.decision === 'skipped' && job.skipped.kind === 'name' && job.skipped.name === context;
}

function absent(context: string, producers: readonly Producer[]): CheckVerdict {
  const system = externalReporter(context);
  if (system !== undefined) return { kind: 'external', system, known: 'by name' };
  const started = producers.filter(({ started: { runs } }) => runs !== false);
  return (
    alike(context, started.flatMap(exactNames)) ??
    alike(context, producers.flatMap(exactNames)) ??
    ofWorkflow(context, producers) ?? { kind: 'unknown' }
  );
}

function alike(context: string, names: readonly string[]): CheckVerdict | undefined {
  const likely = likelyNames(context, { vanished: [context], appeared: names, kept: [] });
  const siblings = likely.length > 0 ? [] : siblingsOf(context, names);
  return likely.length + siblings.length > 0 ? { kind: 'ghost', likely, siblings } : undefined;
}

/** The name of a workflow, or of its file, is none of a check: its jobs report. */
function ofWorkflow(context: string, producers: readonly Producer[]): CheckVerdict | undefined {
  const wanted = context.toLowerCase();
  const own = producers.filter(({ workflow: { name, path } }) => {
    const stem = path.replace(/^.*\/|\.ya?ml$/g, '');
    return name?.toLowerCase() === wanted || stem.toLowerCase() === wanted;
  });
  const likely = [...new Set(own.flatMap(exactNames))];
  return likely.length > 0 ? { kind: 'ghost', likely, siblings: [] } : undefined;
}
