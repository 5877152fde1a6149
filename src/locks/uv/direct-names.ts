import { normalizeName } from '../../python/names.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../values.ts';
import type { Edges } from './edges.ts';
import type { Lock } from './lock-file.ts';
import { isSourceTree } from './lock-source.ts';

/** Names that the manifests ask for: those of the source trees and of the lock's `[manifest]`. */
export function directNames(lock: Lock, edges: readonly Edges[]): readonly string[] {
  const names = new Set<string>();
  for (const item of lock.packages) {
    if (!isSourceTree(item.source)) continue;
    const own = edges[item.index];
    if (own === undefined) continue;
    for (const list of [own.dependencies, ...own.extras.values(), ...own.groups.values()]) {
      for (const edge of list) names.add(edge.to.name);
    }
  }
  const groups = Object.values(tableAt(lock.manifest, 'dependency-groups')).flat();
  for (const entry of [...arrayAt(lock.manifest, 'requirements'), ...groups]) {
    const name = isTable(entry) ? stringAt(entry, 'name') : undefined;
    if (name !== undefined) names.add(normalizeName(name));
  }
  return [...names].sort();
}
