/** Locked packages that nothing leads to: pixi calls a lock with such packages out of date. */
import { normalizeName } from '../../python/names.ts';
import { parseCondaDependency } from '../conda/spec.ts';
import { stringsAt, tableAt } from '../values.ts';
import type { Scope } from './conda.ts';
import type { LockedPlatform, PixiRecord } from './lock-file.ts';

/** Whatever could be needed counts as needed: every extra, every condition. */
export function checkUnused(scope: Scope): void {
  const { declared, locked, found } = scope;
  if (!declared.isComplete) return;
  const where = `${scope.environment} on ${locked.name}`;
  // The needs of conda packages that are built from source are not all in the lock.
  const hasSource = locked.records.some(({ kind, isSource }) => kind === 'conda' && isSource);
  const used = {
    conda: reach(locked, 'conda', [
      ...declared.conda.map(({ name }) => name),
      ...neededByPypi(locked),
    ]),
    pypi: reach(
      locked,
      'pypi',
      declared.pypi.map(({ name }) => name),
    ),
  };
  for (const { kind, name, version, at } of locked.records) {
    if (used[kind].has(name) || (kind === 'conda' && hasSource)) continue;
    found.stale({ reason: { kind: 'package-unused', name, version, where }, at });
  }
}

function reach(
  { records }: LockedPlatform,
  kind: PixiRecord['kind'],
  roots: readonly string[],
): ReadonlySet<string> {
  const byName = Map.groupBy(
    records.filter((record) => record.kind === kind),
    ({ name }) => name,
  );
  const reached = new Set<string>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const record of byName.get(name) ?? []) open.push(...neededBy(record));
  }
  return reached;
}

function neededBy({ kind, table, dependencies }: PixiRecord): readonly string[] {
  if (kind === 'pypi') return dependencies;
  const extras = tableAt(table, 'extra_depends');
  const more = Object.keys(extras).flatMap((extra) => stringsAt(extras, extra));
  return [...stringsAt(table, 'depends'), ...more].flatMap(
    (text) => parseCondaDependency(text)?.name ?? [],
  );
}

/** Conda packages that stand for what PyPI packages need, by any of their names. */
function neededByPypi({ records }: LockedPlatform): readonly string[] {
  const needed = new Set(
    records.flatMap(({ kind, dependencies }) => (kind === 'pypi' ? dependencies : [])),
  );
  return records
    .filter(({ kind, name, table }) => {
      const purls = stringsAt(table, 'purls').map((purl) =>
        purl.replace(/^pkg:pypi\/|[@?#].*$/g, ''),
      );
      return kind === 'conda' && [name, ...purls].some((one) => needed.has(normalizeName(one)));
    })
    .map(({ name }) => name);
}
