/**
 * Problems inside a lock that `uv lock --check` does not look at: it trusts what it wrote. A merge
 * of two locks, or an edit by hand, leaves them behind.
 */

import { textAt } from '../../gates/tree.ts';
import type { Location } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import type { Located, SemanticProblem } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt, tablesAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { allEdges, type Edges, edgesOf } from './edges.ts';
import { fileNameOf } from './lock-artifacts.ts';
import { isMember, type Lock, type LockPackage } from './lock-file.ts';
import { findUnmetRequirements } from './semantic-requirements.ts';

export function findSemanticProblems(check: Check): readonly Located<SemanticProblem>[] {
  const { lock } = check;
  return [
    ...byteOrderMarks(check),
    ...findUnmetRequirements(lock),
    ...orphans(lock),
    ...missingHashes(lock),
  ];
}

function byteOrderMarks(check: Check): readonly Located<SemanticProblem>[] {
  const paths = [check.lock.path, check.workspace.manifest.path];
  return paths.flatMap((path) =>
    textAt(check.files.tree, path)?.startsWith('\uFEFF')
      ? [{ reason: { kind: 'byte-order-mark' } as const, at: { path, line: 1 } }]
      : [],
  );
}

/** Packages that cannot be reached from any member or requirement of the lock. */
function orphans(lock: Lock): readonly Located<SemanticProblem>[] {
  const edges = edgesOf(lock);
  const reached = new Set<LockPackage>();
  const extras = new Map<LockPackage, Set<string>>();
  const queue: { item: LockPackage; extra: string | undefined }[] = [];

  function visit(item: LockPackage, asked: readonly string[]): void {
    if (!reached.has(item)) {
      reached.add(item);
      queue.push({ item, extra: undefined });
    }
    const known = extras.get(item) ?? new Set();
    extras.set(item, known);
    for (const extra of asked) {
      if (known.has(extra)) continue;
      known.add(extra);
      queue.push({ item, extra });
    }
  }

  for (const item of lock.packages) if (isMember(lock, item)) visit(item, []);
  for (const { name, asked } of rootRequirements(lock)) {
    for (const item of lock.byName.get(name) ?? []) visit(item, asked);
  }
  for (const { item, extra } of queue) {
    const own = edges[item.index];
    if (own === undefined) continue;
    for (const edge of followed(lock, item, own, extra)) visit(edge.to, edge.extras);
  }
  return lock.packages
    .filter((item) => !reached.has(item))
    .map((item) => ({
      reason: { kind: 'orphan', name: item.name, version: item.version ?? '' },
      at: placeOf(lock, item),
    }));
}

/** The edges that an installed package brings along; with `extra` only those of the extra. */
export function followed(
  lock: Lock,
  item: LockPackage,
  edges: Edges,
  extra: string | undefined,
): Iterable<Edges['dependencies'][number]> {
  if (extra !== undefined) return edges.extras.get(extra) ?? [];
  return isMember(lock, item) ? allEdges(edges) : edges.dependencies;
}

/** Of a script, or of the groups of a root that is no project. */
export function rootRequirements(
  lock: Lock,
): readonly { name: string; asked: readonly string[] }[] {
  const groups = Object.values(tableAt(lock.manifest, 'dependency-groups')).flat();
  return [...arrayAt(lock.manifest, 'requirements'), ...groups].flatMap((entry) => {
    const name = isTable(entry) ? stringAt(entry, 'name') : undefined;
    if (!isTable(entry) || name === undefined) return [];
    return [{ name: normalizeName(name), asked: stringsAt(entry, 'extras').map(normalizeName) }];
  });
}

/** Artifacts without a hash, where the same index gave hashes for others. */
function missingHashes(lock: Lock): readonly Located<SemanticProblem>[] {
  const hashing = new Set<string>();
  const lacking: { item: LockPackage; index: string }[] = [];
  for (const item of lock.packages) {
    if (item.source.kind !== 'registry') continue;
    const { index } = item.source;
    const { sdist } = item.table;
    const artifacts = [...(isTable(sdist) ? [sdist] : []), ...tablesAt(item.table, 'wheels')];
    if (artifacts.some((artifact) => stringAt(artifact, 'hash') !== undefined)) hashing.add(index);
    const isLacking = artifacts.some(
      (artifact) => stringAt(artifact, 'hash') === undefined && fileNameOf(artifact) !== undefined,
    );
    if (isLacking) lacking.push({ item, index });
  }
  return lacking
    .filter(({ index }) => hashing.has(index))
    .map(({ item }) => ({
      reason: { kind: 'missing-hash', name: item.name, version: item.version ?? '' },
      at: placeOf(lock, item),
    }));
}

function placeOf(lock: Lock, item: LockPackage): Location {
  return { path: lock.path, key: ['package', item.index] };
}
