/** Compares the names that a workflow produces with those of the labels. */
import type { EventFacts } from '../../src/workflows/events.ts';
import { type JobName, patternOf } from '../../src/workflows/names.ts';
import { type ProducedJob, producedJobs } from '../../src/workflows/produced.ts';
import { readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';
import { plainEvent } from '../workflows/support.ts';
import type { NamesCase } from './workflow-cases.ts';

/** `agrees`; or a line that says what differs. `unable`: our YAML reader refuses the file. */
export type Comparison =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'unable' | 'differs'; readonly detail: string };

export function compareNames(one: NamesCase, texts: ReadonlyMap<string, string>): Comparison {
  const read = readWorkflow(one.path, texts.get(one.blob) ?? '');
  if (!one.valid) {
    return read.kind === 'workflow'
      ? { kind: 'differs', detail: `we take what GitHub refuses: ${one.error}` }
      : { kind: 'agrees' };
  }
  if (read.kind !== 'workflow') {
    const kind = read.kind === 'unreadable' ? 'unable' : 'differs';
    return { kind, detail: `we refuse it: ${read.reason}` };
  }
  const find = (path: string): Workflow | undefined => {
    const blob = one.callees[path];
    const called = blob === undefined ? undefined : readWorkflow(path, texts.get(blob) ?? '');
    return called?.kind === 'workflow' ? called.workflow : undefined;
  };
  const jobs = producedJobs(read.workflow, eventOf(one), find);
  const differences = [...jobDifferences(one, jobs), ...reportDifferences(one, jobs)];
  return differences.length === 0
    ? { kind: 'agrees' }
    : { kind: 'differs', detail: differences.slice(0, 3).join('; ') };
}

function eventOf({ event, repo, base }: NamesCase): EventFacts {
  const isTarget = event === 'pull_request_target';
  return plainEvent(repo, {
    event: isTarget ? 'pull_request_target' : 'pull_request',
    base: base ?? 'main',
  });
}

function jobDifferences(one: NamesCase, jobs: readonly ProducedJob[]): readonly string[] {
  const ours = jobs.map(described);
  const theirs = one.jobs.map((job) => ({
    key: job.chain.join('/'),
    kind: job.kind,
    decision: job.decision,
    names: [...job.names, ...job.patterns.map(unescaped)],
    skipped: job.skipped,
  }));
  const differences: string[] = [];
  for (const [index, their] of theirs.entries()) {
    const our = ours[index];
    const same = their.skipped === null ? { ...our, skipped: null } : our;
    if (JSON.stringify(same) === JSON.stringify(their)) continue;
    differences.push(`ours ${JSON.stringify(our)} theirs ${JSON.stringify(their)}`);
  }
  if (ours.length > theirs.length) differences.push(`${ours.length - theirs.length} jobs too many`);
  return differences;
}

function described({ chain, kind, decision, names, skipped }: ProducedJob) {
  return {
    key: chain.join('/'),
    kind,
    decision,
    names: [
      ...names.flatMap((name) => (name.kind === 'name' ? [name.name] : [])),
      ...new Set(
        names.flatMap((name) =>
          name.kind === 'pattern' ? [unescaped(patternOf(name.parts))] : [],
        ),
      ),
    ],
    skipped: shown(skipped),
  };
}

function shown(name: JobName): string {
  return name.kind === 'name' ? name.name : `~${unescaped(patternOf(name.parts))}`;
}

/** Python escapes more than needed. */
function unescaped(pattern: string): string {
  return pattern.replaceAll(/\\([^\w])/g, '$1');
}

function reportDifferences(one: NamesCase, jobs: readonly ProducedJob[]): readonly string[] {
  const expected = one.on_plain_pr;
  if (expected === undefined) return [];
  const ours = reportedOf(jobs);
  return (['reported', 'maybe'] as const).flatMap((key) => {
    const [a, b] = [ours[key], expected[key].map(unescaped)].map((names) =>
      [...new Set(names)].sort(),
    );
    return JSON.stringify(a) === JSON.stringify(b)
      ? []
      : [`${key}: ours ${JSON.stringify(a)} theirs ${JSON.stringify(b)}`];
  });
}

function reportedOf(jobs: readonly ProducedJob[]) {
  const reported: string[] = [];
  const maybe: string[] = [];
  for (const { decision, names, skipped, kind } of jobs) {
    if (decision === 'absent') continue;
    if (decision === 'skipped') reported.push(shown(skipped));
    if (decision === 'runs') {
      for (const name of names) (name.kind === 'name' ? reported : maybe).push(shown(name));
    }
    if (decision === 'unknown') {
      maybe.push(...names.map(shown));
      if (kind !== 'job') maybe.push(shown(skipped));
    }
  }
  return { reported, maybe };
}
