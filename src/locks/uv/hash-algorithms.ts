/** An index can ask for a hash algorithm (a preview feature); then every artifact needs it. */

import { isTable, stringAt, tablesAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { lockedThere } from './report.ts';

export function compareHashAlgorithms(check: Check): void {
  const { lock, settings, report } = check;
  const algorithms = new Map<string, string>();
  for (const { location, hashAlgorithm } of settings.indexes.indexes) {
    if (hashAlgorithm === undefined || location.kind !== 'url') continue;
    if (!algorithms.has(location.url)) algorithms.set(location.url, hashAlgorithm);
  }
  if (algorithms.size === 0) return;
  for (const item of lock.packages) {
    if (item.source.kind !== 'registry') continue;
    const algorithm = algorithms.get(item.source.index);
    if (algorithm === undefined) continue;
    const { sdist } = item.table;
    const artifacts = [...(isTable(sdist) ? [sdist] : []), ...tablesAt(item.table, 'wheels')];
    const other = artifacts.find(
      (artifact) => !(stringAt(artifact, 'hash') ?? '').startsWith(`${algorithm}:`),
    );
    if (other === undefined) continue;
    report.stale(
      {
        kind: 'setting-changed',
        setting: `index.hash-algorithm (${item.name})`,
        manifest: algorithm,
        lock: (stringAt(other, 'hash') ?? 'none').replace(/:.*$/s, ''),
      },
      settings.at('index'),
      lockedThere(lock.path, ['package', item.index]),
    );
  }
}
