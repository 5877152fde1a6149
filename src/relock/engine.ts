/**
 * The relock engine: makes a lock again with the repository's own tool, in a sandbox, so that
 * nothing changes but what has to, and our own gate calls the result fresh. Beside it: what indexes
 * offer, and which releases of Python there are.
 */
import type { GateContext } from '../gates/types.ts';
import { uvLock } from './commands/uv.ts';
import { type CoreMetadataResult, readCoreMetadata } from './core-metadata.ts';
import { notFound } from './failure.ts';
import type { PythonOptions } from './interpreters.ts';
import { type LookUpRequest, type LookUpResult, lookUp, lookUpFiles } from './look-up.ts';
import { makeLock } from './make-lock.ts';
import { createPythonStore } from './python-store.ts';
import { listPythons, type PythonsResult } from './pythons.ts';
import type { ToolChoice } from './tool-version/choose.ts';
import type { Toolbox } from './toolbox.ts';
import type { RelockRequest, RelockResult } from './types.ts';
import { createWorkplace, type WorkplaceOptions } from './workplace.ts';

export interface EngineOptions extends Omit<WorkplaceOptions, 'defaultIndex' | 'interpreters'> {
  readonly toolbox: Toolbox;
  readonly context: GateContext;
  readonly pythons: PythonOptions;
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
  const { toolbox, context, builds } = options;
  const uv = () => toolbox.find(ANY_UV, uvLock.program);
  const store = createPythonStore({ ...options.pythons, uv });
  const workplace = createWorkplace({
    ...options,
    defaultIndex: context.defaultIndex,
    interpreters: store.interpreters,
  });
  /** By the uv that listed them: its list never changes. */
  const listed = new Map<string, Promise<PythonsResult>>();

  async function lookUpReleases(request: LookUpRequest, cacheKey: string): Promise<LookUpResult> {
    const found = await uv();
    if ('problem' in found) return notFound('uv', found);
    const material = { files: lookUpFiles(request), cacheKey, indexes: request.indexes };
    return workplace.within(found, material, (sandbox) => lookUp(request, found, sandbox));
  }

  async function coreMetadata(
    request: LookUpRequest,
    cacheKey: string,
  ): Promise<CoreMetadataResult> {
    const found = await lookUpReleases(request, cacheKey);
    if (found.kind === 'failed') return found;
    return readCoreMetadata(found.releases, await workplace.reachTo(request.indexes));
  }

  async function pythons(): Promise<PythonsResult> {
    const found = await uv();
    if ('problem' in found) return notFound('uv', found);
    const key = `${found.program} ${found.version}`;
    const material = { files: {}, cacheKey: 'pythons' };
    const list =
      listed.get(key) ??
      workplace.within(found, material, (sandbox) => listPythons(found, sandbox));
    listed.set(key, list);
    const result = await list;
    if (result.kind === 'failed') listed.delete(key);
    return result;
  }

  return {
    relock: (request, cacheKey) =>
      makeLock(request, cacheKey, { toolbox, workplace, store, context, builds }),
    lookUp: lookUpReleases,
    coreMetadata,
    pythons,
  };
}

/** Look-ups and lists do not write into the repository, so any uv will do. */
const ANY_UV: ToolChoice = {
  kind: 'range',
  tool: 'uv',
  specifiers: '>=0.9',
  because: 'it asks indexes, and knows the releases of CPython',
  python: 'any',
};
