/**
 * The relock engine: makes a lock again with the repository's own tool, in a sandbox, so that
 * nothing changes but what has to, and our own gate calls the result fresh.
 */
import { join } from 'node:path';
import { textAt } from '../gates/tree.ts';
import type { GateContext } from '../gates/types.ts';
import { lockFormats } from '../locks/index.ts';
import type { LockFormat } from '../locks/types.ts';
import { lockToolOf } from './commands/index.ts';
import { uvLock } from './commands/uv.ts';
import { type CoreMetadataResult, readCoreMetadata } from './core-metadata.ts';
import { explainFailure } from './failure.ts';
import { fileHosts } from './index-hosts.ts';
import { refusalsOf, scratchFiles } from './inputs.ts';
import { interpreters } from './interpreters.ts';
import { type LookUpRequest, type LookUpResult, lookUp, lookUpFiles } from './look-up.ts';
import { listPythons, type PythonsResult } from './pythons.ts';
import { openSandbox, type Sandbox } from './sandbox/index.ts';
import { LIMITS, type Limits } from './sandbox/limits.ts';
import type { Ended } from './sandbox/process.ts';
import { hostsIn, type Reach } from './sandbox/reach.ts';
import { type Run, settle } from './settle.ts';
import { chooseVersion, type ToolChoice } from './tool-version/choose.ts';
import type { FoundTool, Tool, Toolbox } from './toolbox.ts';
import type {
  Failure,
  Refusal,
  RelockRequest,
  RelockResult,
  RunFigures,
  ToolName,
  ToolUsed,
} from './types.ts';

export interface EngineOptions {
  readonly toolbox: Toolbox;
  /** Folder for the tools' caches, one below it for each `cacheKey`. */
  readonly caches: string;
  readonly context: GateContext;
  /** `host:port` that may be reached wherever they lead: indexes in the operator's own network. */
  readonly trusted: ReadonlySet<string>;
  /** Whether packages without a wheel may be built, which runs their code in the sandbox. */
  readonly builds: boolean;
  readonly limits?: Limits;
}

export interface Engine {
  /**
   * Never changes anything itself. `cacheKey` names a repository: what its tools fetched is kept for
   * its next run, and for nobody else.
   */
  relock(request: RelockRequest, cacheKey: string): Promise<RelockResult>;
  /** What the indexes offer; nothing of the repository takes part but names. */
  lookUp(request: LookUpRequest, cacheKey: string): Promise<LookUpResult>;
  /** The core metadata of what `lookUp` finds, as far as the indexes serve it. */
  coreMetadata(request: LookUpRequest, cacheKey: string): Promise<CoreMetadataResult>;
  /** The releases of CPython that uv knows; nothing of any repository takes part. */
  pythons(): Promise<PythonsResult>;
}

export function createEngine(options: EngineOptions): Engine {
  const { toolbox, context } = options;
  /** By the uv that listed them: its list never changes. */
  const listed = new Map<string, PythonsResult>();

  async function relock(request: RelockRequest, cacheKey: string): Promise<RelockResult> {
    const { project, tree } = request;
    const format = formatOf(request);
    const tool = lockToolOf(project, tree);
    if (tool === 'none') return refused([notMade(request)]);
    const [first, ...others] = refusalsOf(request, format, tool);
    if (first !== undefined) return refused([first, ...others]);
    const choice = chooseVersion(tree, project, tool.name);
    const found = await toolbox.find(choice, tool.program);
    if ('problem' in found) return notFound(tool.name, found);
    const setting = { ...found, builds: options.builds };
    const calls = tool.calls(request, setting);
    if (calls.kind === 'refused') return calls;
    const files = scratchFiles(request, format, tool);
    const sandbox = await openSandboxFor(found, files, cacheKey);
    try {
      const run: Run = { request, format, tool, found, setting, sandbox, calls };
      const used = { name: tool.name, version: found.version, because: choice.because };
      return await runAll(run, used);
    } finally {
      await sandbox.close();
    }
  }

  async function lookUpReleases(request: LookUpRequest, cacheKey: string): Promise<LookUpResult> {
    const found = await toolbox.find(ANY_UV, uvLock.program);
    if ('problem' in found) return notFound('uv', found);
    const sandbox = await openSandboxFor(found, lookUpFiles(request), cacheKey, request.indexes);
    try {
      return await lookUp(request, found, sandbox);
    } finally {
      await sandbox.close();
    }
  }

  async function coreMetadata(
    request: LookUpRequest,
    cacheKey: string,
  ): Promise<CoreMetadataResult> {
    const found = await lookUpReleases(request, cacheKey);
    if (found.kind === 'failed') return found;
    return readCoreMetadata(found.releases, await reachTo(request.indexes));
  }

  /** @param texts that name hosts, beside those of the default index */
  async function reachTo(texts: readonly string[]): Promise<Reach> {
    const index = context.defaultIndex;
    const named = [index, ...texts].flatMap(hostsIn);
    return {
      hosts: new Set([...named, ...(await fileHosts(index))]),
      trusted: options.trusted,
    };
  }

  async function pythons(): Promise<PythonsResult> {
    const found = await toolbox.find(ANY_UV, uvLock.program);
    if ('problem' in found) return notFound('uv', found);
    const key = `${found.program} ${found.version}`;
    const known = listed.get(key);
    if (known !== undefined) return known;
    const sandbox = await openSandboxFor(found, {}, 'pythons');
    try {
      const result = await listPythons(found, sandbox);
      if (result.kind === 'found') listed.set(key, result);
      return result;
    } finally {
      await sandbox.close();
    }
  }

  async function openSandboxFor(
    found: Tool,
    files: Readonly<Record<string, string>>,
    cacheKey: string,
    indexes: readonly string[] = [],
  ): Promise<Sandbox> {
    const { path, readable } = interpreters();
    return openSandbox({
      files,
      cache: join(options.caches, cacheKey.replaceAll(/[^\w.-]+/g, '_')),
      path,
      readable: [...readable, ...found.readable],
      reach: await reachTo([...Object.values(files), ...indexes]),
      limits: options.limits ?? LIMITS,
      builds: options.builds,
    });
  }

  async function runAll(run: Run, used: ToolUsed): Promise<RelockResult> {
    const { request, sandbox, calls } = run;
    const { lock } = request.project;
    const ended: Ended[] = [];
    for (const { args, cwd, files = {} } of calls.commands) {
      for (const [path, text] of Object.entries(files)) await sandbox.write(path, text);
      const one = await sandbox.run(run.found.program, args, cwd, calls.environment);
      ended.push(one);
      const { denied } = sandbox;
      const refusedBuilds = await sandbox.refusedBuilds();
      if (one.how !== 'exit' || one.code !== 0 || refusedBuilds.length > 0) {
        const { builds } = options;
        const failure = explainFailure(one, run.tool, { denied, builds, refusedBuilds });
        const { note } = run.found;
        return note === undefined ? failure : { ...failure, remedy: `${note}. ${failure.remedy}` };
      }
    }
    const figures = figuresOf(ended);
    const written = await sandbox.read(lock);
    const before = textAt(request.tree, lock);
    if (written === undefined) return unusable(run, `${run.tool.title} wrote no ${lock}`);
    const made = calls.finish?.(written) ?? written;
    const settled = await settle(run, made, context);
    if (settled.kind === 'unusable') return unusable(run, settled.reason);
    if (settled.text === before) return { kind: 'unchanged', tool: used, figures };
    return {
      kind: 'relocked',
      changes: [{ path: lock, before: before ?? 'none', after: settled.text }],
      tool: used,
      figures,
      cutOff: cutOffOf(run),
      notes: [...(run.found.note === undefined ? [] : [run.found.note]), ...settled.notes],
    };
  }

  return { relock, lookUp: lookUpReleases, coreMetadata, pythons };
}

/** Look-ups and lists do not write into the repository, so any uv will do. */
const ANY_UV: ToolChoice = {
  kind: 'range',
  tool: 'uv',
  specifiers: '>=0.9',
  because: 'it asks indexes, and knows the releases of CPython',
};

function notFound(
  tool: ToolName,
  { problem: reason, remedy }: Extract<FoundTool, { readonly problem: string }>,
): Failure {
  return { kind: 'failed', tool, reason, diagnosis: '', remedy };
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

function unusable({ tool, request }: Run, reason: string): RelockResult {
  return {
    kind: 'failed',
    tool: tool.name,
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
