/** The packages of a `uv.lock` in the common model. */
import type { Tree } from '../../gates/types.ts';
import type { LockedPackage, LockModel, LockProject } from '../types.ts';
import { isTable, stringAt, tablesAt } from '../values.ts';
import { directNames } from './direct-names.ts';
import { allEdges, edgesOf } from './edges.ts';
import { fileNameOf } from './lock-artifacts.ts';
import { type Lock, type LockPackage, readLock } from './lock-file.ts';
import { packageSource } from './lock-source.ts';
import { Refusal } from './refusal.ts';

/** `undefined` when the lock is absent, or uv would not read it. */
export function modelOf(project: LockProject, tree: Tree): LockModel | undefined {
  try {
    const file = readLock(tree, project.lock);
    if (file.kind !== 'lock') return undefined;
    const { lock } = file;
    const edges = edgesOf(lock);
    return {
      format: [1, lock.revision],
      packages: lock.packages.map((item) => packageOf(lock, item, edges)),
      direct: directNames(lock, edges),
    };
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

function packageOf(
  lock: Lock,
  item: LockPackage,
  edges: ReturnType<typeof edgesOf>,
): LockedPackage {
  const own = edges[item.index];
  const dependencies = new Set<string>();
  if (own !== undefined) for (const edge of allEdges(own)) dependencies.add(edge.to.name);
  return {
    name: item.name,
    version: item.version ?? '',
    source: packageSource(item.source),
    hashes: hashesOf(item),
    dependencies: [...dependencies].sort(),
    at: { path: lock.path, key: ['package', item.index] },
  };
}

function hashesOf(item: LockPackage): Readonly<Record<string, string>> {
  const hashes = new Map<string, string>();
  const { sdist } = item.table;
  for (const artifact of [...(isTable(sdist) ? [sdist] : []), ...tablesAt(item.table, 'wheels')]) {
    const hash = stringAt(artifact, 'hash');
    if (hash !== undefined) hashes.set(fileNameOf(artifact) ?? item.name, hash);
  }
  return Object.fromEntries(hashes);
}
