/** Makes one lock: chooses the tool, runs it, keeps as little of its work as is proven to be enough. */
import { textAt, withTexts } from '../gates/tree.ts';
import type { GateContext } from '../gates/types.ts';
import { lockFormats } from '../locks/index.ts';
import type { LockFormat } from '../locks/types.ts';
import { lockToolOf } from './commands/index.ts';
import { evadedBuilds } from './evaded-builds.ts';
import { explainFailure, heldBack, needsBuilds, notFound } from './failure.ts';
import { refusalsOf, scratchFiles } from './inputs.ts';
import type { PythonStore } from './python-store.ts';
import type { Ended } from './sandbox/process.ts';
import { type Run, type Settled, settle } from './settle.ts';
import { startingPoint } from './starting-point.ts';
import { chooseVersion } from './tool-version/choose.ts';
import type { Toolbox } from './toolbox.ts';
import type {
  Failure,
  Refusal,
  RelockRequest,
  RelockResult,
  RunFigures,
  ToolUsed,
} from './types.ts';
import type { Workplace } from './workplace.ts';

export interface Means {
  readonly toolbox: Toolbox;
  readonly workplace: Workplace;
  readonly store: PythonStore;
  readonly context: GateContext;
  readonly builds: boolean;
}

/** Never changes anything itself; `cacheKey` as in `Material`. */
export async function makeLock(
  asked: RelockRequest,
  cacheKey: string,
  means: Means,
): Promise<RelockResult> {
  const { project } = asked;
  const format = formatOf(asked);
  const start = startingPoint(format, asked, means.context);
  if (start.kind === 'refused') return start;
  const { tree, notes } = start;
  const request = { ...asked, tree };
  const before = textAt(asked.tree, project.lock) ?? 'none';
  const tool = lockToolOf(project, tree);
  if (tool === 'none') return refused([notMade(request)]);
  const [first, ...others] = refusalsOf(request, format, tool);
  if (first !== undefined) return refused([first, ...others]);
  const choice = chooseVersion(tree, project, tool.name);
  const found = await means.toolbox.find(choice, tool.program);
  if ('problem' in found) return notFound(tool.name, found);
  const setting = { ...found, builds: means.builds };
  const calls = tool.calls(request, setting);
  if (calls.kind === 'refused') return calls;
  const files = scratchFiles(request, format, tool);
  const used = { name: tool.name, version: found.version, because: choice.because };
  return withPython(means.store, () =>
    means.workplace.within(found, { files, cacheKey }, (sandbox) => {
      const run: Run = { request, format, tool, found, setting, sandbox, calls };
      return runAll(run, { before, used, notes }, means);
    }),
  );
}

/** Once more where all that is missing is a Python that can be had. */
async function withPython(
  store: PythonStore,
  work: () => Promise<RelockResult>,
): Promise<RelockResult> {
  const result = await work();
  if (result.kind !== 'failed' || result.python === undefined) return result;
  const fetched = await store.fetch(result.python);
  if (fetched.kind === 'fetched') return work();
  return { ...result, reason: `${result.reason}: ${fetched.because}` };
}

interface Known {
  /** The lock as it is, conflicts and all. */
  readonly before: string | 'none';
  readonly used: ToolUsed;
  readonly notes: readonly string[];
}

async function runAll(
  run: Run,
  { before, used, notes }: Known,
  { context, builds }: Means,
): Promise<RelockResult> {
  const { request, sandbox, calls } = run;
  const { lock } = request.project;
  const ended: Ended[] = [];
  for (const { args, cwd, files = {} } of calls.commands) {
    for (const [path, text] of Object.entries(files)) await sandbox.write(path, text);
    const one = await sandbox.run(run.found.program, args, cwd, calls.environment);
    ended.push(one);
    const refusedBuilds = await sandbox.refusedBuilds();
    if (one.how !== 'exit' || one.code !== 0 || refusedBuilds.length > 0) {
      const failure = explainFailure(one, run.tool, { sandbox, builds, refusedBuilds });
      return withRemarks(run, failure);
    }
  }
  const figures = figuresOf(ended);
  const written = await sandbox.read(lock);
  if (written === undefined) return unusable(run, `${run.tool.title} wrote no ${lock}`);
  const made = calls.finish?.(written) ?? written;
  const unbuilt = builds ? [] : [...evaded(run, made), ...(calls.undertold?.(made) ?? [])];
  if (unbuilt.length > 0) return needsBuilds(run.tool, unbuilt);
  const settled: Settled =
    request.draft === true
      ? { kind: 'settled', text: made, notes: [] }
      : await settle(run, made, context);
  if (settled.kind === 'unusable') return withRemarks(run, unusable(run, settled.reason));
  if (settled.text === before) {
    const isAsked = request.upgrades !== 'none' && request.upgrades !== 'all';
    const told = isAsked ? (calls.told ?? []) : [];
    const remarks = told.length === 0 ? [] : [heldBack(told)];
    return { kind: 'unchanged', tool: used, figures, notes: remarks };
  }
  return {
    kind: 'relocked',
    changes: [{ path: lock, before, after: settled.text }],
    tool: used,
    figures,
    cutOff: cutOffOf(run),
    notes: [...(run.found.note === undefined ? [] : [run.found.note]), ...notes, ...settled.notes],
  };
}

/** What else can be the reason. */
function withRemarks({ found, calls }: Run, failure: Failure): Failure {
  const told = failure.cause === 'versions' ? (calls.told ?? []) : [];
  const remarks = [
    ...(found.note === undefined ? [] : [`${found.note}.`]),
    ...(told.length === 0 ? [] : [heldBack(told)]),
  ];
  return { ...failure, remedy: [...remarks, failure.remedy].join(' ') };
}

function evaded({ request, format }: Run, made: string): readonly string[] {
  const { project, tree, upgrades } = request;
  const before = format.model(project, tree);
  const after = format.model(project, withTexts(tree, { [project.lock]: made }));
  if (upgrades === 'all' || before === undefined || after === undefined) return [];
  const moved = upgrades === 'none' ? [] : upgrades.map(({ name }) => name);
  return evadedBuilds(before, after, new Set(moved));
}

function cutOffOf({ request, tool, found }: Run): 'none' | 'bound' | 'unbound' {
  if (request.newest === undefined) return 'none';
  return tool.bindsNewest(request, found) ? 'bound' : 'unbound';
}

function formatOf({ project }: RelockRequest): LockFormat {
  const format = lockFormats.find(({ kind }) => kind === project.kind);
  if (format === undefined) throw new Error(`No lock format is called ${project.kind}`);
  return format;
}

function refused(refusals: readonly [Refusal, ...Refusal[]]): RelockResult {
  return { kind: 'refused', refusals };
}

function notMade({ project: { lock }, tree, project }: RelockRequest): Refusal {
  const { relock } = formatOf({ project, tree, upgrades: 'none' }).commands(project, tree);
  return {
    path: lock,
    reason: RECORDLESS.has(project.kind)
      ? `${lock} records no command that is run here`
      : `locks of this kind (${lock}) are judged here, but not made`,
    remedy: relock === '' ? 'Make it again with its own tool.' : `Run: ${relock}`,
  };
}

/** Files of these kinds are made by many tools, from anything. */
const RECORDLESS: ReadonlySet<LockFormat['kind']> = new Set(['requirements', 'pylock']);

function unusable({ tool, request }: Run, reason: string): Failure {
  return {
    kind: 'failed',
    tool: tool.name,
    cause: 'versions',
    reason: `${tool.title} made a lock that is not used: ${reason}`,
    diagnosis: '',
    remedy: `Make ${request.project.lock} by hand and look at what differs.`,
  };
}

function figuresOf(ended: readonly Ended[]): RunFigures {
  return {
    seconds: ended.reduce((sum, { seconds }) => sum + seconds, 0),
    peakBytes: Math.max(0, ...ended.map(({ peakBytes }) => peakBytes)),
  };
}
