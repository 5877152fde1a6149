/** The check runs that a workflow produces once it has started, through the workflows it calls. */
import { type Decision, decide, type NeedStates, needsContext } from './decisions.ts';
import { context, type EventFacts, githubContext } from './events.ts';
import { type ContextMap, type Contexts, type ContextValue, UNKNOWN } from './expressions.ts';
import {
  cellContexts,
  cellsOf,
  type JobName,
  joined,
  joinedUnknown,
  namesOf,
  skippedName,
} from './names.ts';
import { filledValue, hasExpression } from './templates.ts';
import { isMap, mapOf, type Value } from './values.ts';
import type { Job, Workflow } from './workflow.ts';

export interface ProducedJob {
  readonly job: Job;
  readonly workflow: Workflow;
  /** Ids of the callers, outermost first, then its own. */
  readonly chain: readonly string[];
  /** `reusable-remote`: what the called workflow holds is not known. */
  readonly kind: 'job' | 'reusable-local' | 'reusable-remote' | 'reusable-missing';
  /** `absent`: its caller is skipped. */
  readonly decision: Decision | 'absent';
  /** If it runs; empty for a caller, whose called jobs report. */
  readonly names: readonly JobName[];
  /** If it is skipped. */
  readonly skipped: JobName;
}

/** Finds called workflows by path; `undefined` where there is none, or none that GitHub takes. */
export type FindWorkflow = (path: string) => Workflow | undefined;

/** GitHub's limit of nested calls. */
const MAX_DEPTH = 10;

/** Matrices that call matrices multiply; what is behind this many jobs is left out. */
const MAX_CALLED_JOBS = 1000;

/** All jobs of a workflow that the event starts, called jobs behind their callers. */
export function producedJobs(
  workflow: Workflow,
  event: EventFacts,
  find: FindWorkflow,
): readonly ProducedJob[] {
  const github = githubContext(event);
  return jobsIn(workflow, {
    contexts: { contexts: { github, inputs: context('null', {}) } },
    find,
    callers: [],
    state: 'runs',
    budget: { jobs: MAX_CALLED_JOBS },
  });
}

interface Frame {
  readonly contexts: Contexts;
  readonly find: FindWorkflow;
  /** Outermost first. */
  readonly callers: readonly {
    readonly id: string;
    readonly name: JobName;
    readonly path: string;
  }[];
  /** Of the calling job. */
  readonly state: Decision | 'absent';
  /** What called jobs are left, for the whole workflow. */
  readonly budget: { jobs: number };
}

function jobsIn(workflow: Workflow, frame: Frame): readonly ProducedJob[] {
  const decisions = new Map<string, Decision>();
  for (const job of inOrder(workflow.jobs)) {
    decisions.set(job.id, decide(job, needStates(job, workflow.jobs, decisions), frame.contexts));
  }
  return workflow.jobs.flatMap((job) => {
    const own = decisions.get(job.id) ?? 'unknown';
    return produced(workflow, job, within(frame.state, own), {
      ...frame,
      contexts: withNeeds(frame.contexts, job, decisions),
    });
  });
}

/** A called job is there as far as its caller runs. */
function within(caller: Frame['state'], own: Decision): Decision | 'absent' {
  if (caller === 'absent' || caller === 'skipped') return 'absent';
  return caller === 'unknown' && own === 'runs' ? 'unknown' : own;
}

function produced(
  workflow: Workflow,
  job: Job,
  decision: Decision | 'absent',
  frame: Frame,
): readonly ProducedJob[] {
  const { callers, contexts } = frame;
  const chain = [...callers.map(({ id }) => id), job.id];
  const inCallers = (name: JobName) =>
    callers.reduceRight<JobName>((inner, caller) => joined(caller.name, inner), name);
  const skipped = inCallers({ kind: 'name', name: skippedName(job) });
  const base = { job, workflow, chain, decision, skipped };
  if (job.uses === undefined) {
    return [{ ...base, kind: 'job', names: namesOf(job, contexts).map(inCallers) }];
  }
  const local = /^\.\/(\.github\/workflows\/[^@]+)$/.exec(job.uses)?.[1];
  if (local === undefined) {
    const names = namesOf(job, contexts).map((name) => inCallers(joinedUnknown(name)));
    return [{ ...base, kind: 'reusable-remote', names }];
  }
  const called = frame.find(local);
  const isCycle = callers.length >= MAX_DEPTH || callers.some(({ path }) => path === local);
  if (called === undefined || isCycle) return [{ ...base, kind: 'reusable-missing', names: [] }];
  return [
    { ...base, kind: 'reusable-local', names: [] },
    ...calledJobs(job, called, decision, frame),
  ];
}

/** The called jobs once for each cell of the caller's matrix. */
function calledJobs(
  job: Job,
  called: Workflow,
  decision: Decision | 'absent',
  frame: Frame,
): readonly ProducedJob[] {
  const matrix = cellsOf(job, frame.contexts);
  const names = namesOf(job, frame.contexts);
  const cells = matrix.kind === 'cells' ? matrix.cells : [];
  return names.flatMap((name, index) => {
    frame.budget.jobs -= called.jobs.length;
    if (frame.budget.jobs < 0) return [];
    const cell = cells[index];
    const contexts =
      cell === undefined
        ? frame.contexts
        : cellContexts(frame.contexts, cell, [index, cells.length]);
    const github = frame.contexts.contexts.github ?? UNKNOWN;
    return jobsIn(called, {
      find: frame.find,
      contexts: { contexts: { github, inputs: inputsOf(job, called, contexts) } },
      callers: [...frame.callers, { id: job.id, name, path: called.path }],
      state: decision,
      budget: frame.budget,
    });
  });
}

/** What the called workflow gets: what is given, else its defaults. */
function inputsOf(job: Job, called: Workflow, contexts: Contexts): ContextMap {
  const declared = mapOf(mapOf(mapOf(called.on).get('workflow_call')).get('inputs'));
  const given = mapOf(job.with);
  const known = [...declared].map(([name, declaration]): [string, ContextValue] => {
    const value = given.get(name);
    if (value !== undefined) return [name, typed(filled(value, contexts), declaration)];
    const fallback = mapOf(declaration).get('default');
    return [name, fallback === undefined ? emptyOf(declaration) : filled(fallback, contexts)];
  });
  return { known: new Map(known), missing: 'null' };
}

function filled(value: Value, contexts: Contexts): ContextValue {
  return typeof value === 'string' && hasExpression(value) ? filledValue(value, contexts) : value;
}

/** `with` gives texts, which the type of the input turns into what it says. */
function typed(value: ContextValue, declaration: Value): ContextValue {
  const type = isMap(declaration) ? declaration.get('type') : undefined;
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  if (type === 'number' && typeof value === 'string' && value !== '') return Number(value);
  return value;
}

function emptyOf(declaration: Value): Value {
  const type = mapOf(declaration).get('type');
  if (type === 'boolean') return false;
  return type === 'number' ? 0 : '';
}

/** Jobs behind those that they need. */
function inOrder(jobs: readonly Job[]): readonly Job[] {
  const ordered: Job[] = [];
  const done = new Set<string>();
  let rest = jobs;
  while (rest.length > 0) {
    const ready = rest.filter(({ needs }) => needs.every((need) => done.has(need)));
    // Cycles are refused when the file is read.
    if (ready.length === 0) return [...ordered, ...rest];
    for (const job of ready) done.add(job.id);
    ordered.push(...ready);
    rest = rest.filter(({ id }) => !done.has(id));
  }
  return ordered;
}

/** The states of all jobs that come before, directly or not. */
function needStates(
  job: Job,
  jobs: readonly Job[],
  decisions: ReadonlyMap<string, Decision>,
): NeedStates {
  const byId = new Map(jobs.map((one) => [one.id, one]));
  const before = new Map<string, Decision>();
  const open = [...job.needs];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (before.has(id)) continue;
    before.set(id, decisions.get(id) ?? 'unknown');
    open.push(...(byId.get(id)?.needs ?? []));
  }
  return {
    direct: new Map(job.needs.map((id) => [id, decisions.get(id) ?? 'unknown'])),
    all: before,
  };
}

function withNeeds(
  contexts: Contexts,
  job: Job,
  decisions: ReadonlyMap<string, Decision>,
): Contexts {
  const states = new Map(job.needs.map((id) => [id, decisions.get(id) ?? 'unknown']));
  const needs = needsContext(states);
  return { ...contexts, contexts: { ...contexts.contexts, needs } };
}
