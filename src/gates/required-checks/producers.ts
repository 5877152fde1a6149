/** What the workflows of a state would report for a pull request, and in a merge queue. */
import type { EventFacts } from '../../workflows/events.ts';
import { patternOf } from '../../workflows/names.ts';
import { type ProducedJob, producedJobs } from '../../workflows/produced.ts';
import { skipMarker } from '../../workflows/skip-markers.ts';
import { type Started, starts } from '../../workflows/triggers.ts';
import { isWorkflowPath, readWorkflow, type Workflow } from '../../workflows/workflow.ts';
import type { Surroundings } from '../surroundings.ts';
import { textAt } from '../tree.ts';
import type { Tree } from '../types.ts';
import { plainEvent } from './event.ts';

/** A job that can report, in the workflow that starts it. */
export interface Producer {
  readonly job: ProducedJob;
  /** The workflow that the event starts; a called one is in `job`. */
  readonly workflow: Workflow;
  /** On this pull request. */
  readonly started: Started;
  /** In a merge queue. */
  readonly queued: Started;
}

export interface Production {
  readonly producers: readonly Producer[];
  /** Workflows that GitHub refuses, or that we cannot read: what they report is not known. */
  readonly broken: readonly {
    readonly path: string;
    readonly line: number;
    readonly reason: string;
  }[];
}

/** All producers of a tree; `files` are those that the pull request changes. */
export function productionOf(
  tree: Tree,
  repository: string,
  { base, pull, message }: Surroundings,
  files: readonly string[] | 'unknown',
): Production {
  const workflows = new Map<string, Workflow>();
  const broken: Production['broken'][number][] = [];
  for (const path of [...tree.files.keys()].filter(isWorkflowPath)) {
    const text = textAt(tree, path);
    if (text === undefined) continue;
    const read = readWorkflow(path, text);
    if (read.kind === 'workflow') workflows.set(path, read.workflow);
    else broken.push({ path, line: read.line, reason: read.reason });
  }
  const facts = plainEvent(repository, base, pull);
  const producers = [...workflows.values()].flatMap((workflow) =>
    producersIn(workflow, { facts, files, message }, (path) => workflows.get(path)),
  );
  return { producers, broken };
}

interface Pushed {
  readonly facts: EventFacts;
  readonly files: readonly string[] | 'unknown';
  readonly message: string;
}

function producersIn(
  workflow: Workflow,
  { facts, files, message }: Pushed,
  find: (path: string) => Workflow | undefined,
): readonly Producer[] {
  const branch = facts.base;
  const at = (event: EventFacts['event'], action: string): Started =>
    starts(workflow.on, { event, action, branch, files });
  const queued = at('merge_group', 'checks_requested');
  const pulls = [
    { event: 'pull_request', started: unlessSkipped(at('pull_request', 'synchronize'), message) },
    // Its workflow comes from the base, whatever the head's commit says.
    { event: 'pull_request_target', started: at('pull_request_target', 'synchronize') },
  ] as const;
  // Of both events the one that starts; of none the one that says most.
  const [best] = pulls.toSorted((a, b) => rank(b.started) - rank(a.started));
  if (best === undefined) return [];
  return producedJobs(workflow, { ...facts, event: best.event }, find).map((job) => ({
    job,
    workflow,
    started: best.started,
    queued,
  }));
}

function unlessSkipped(started: Started, message: string): Started {
  const isSkipped = started.runs !== false && skipMarker(message) !== undefined;
  return isSkipped ? { runs: false, because: 'skip marker' } : started;
}

function rank(started: Started): number {
  if (started.runs === true) return 3;
  if (started.runs === 'unknown') return 2;
  return started.because === 'event not listed' ? 0 : 1;
}

/** The exact names of a producer. */
export function exactNames({ job }: Producer): readonly string[] {
  return job.names.flatMap((name) => (name.kind === 'name' ? [name.name] : []));
}

/** True if a part of the name is known at run time only, and the rest fits. */
export function mayReport({ job }: Producer, context: string): boolean {
  return job.names.some(
    (name) => name.kind === 'pattern' && new RegExp(patternOf(name.parts), 's').test(context),
  );
}
