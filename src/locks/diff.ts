/** What changed between two states of a lock, as the rows that a reviewer reads. */
import type { LockDiffRow } from '../gates/lock-diff.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { compareModels, type PackageChange } from './changes.ts';
import type { LockModel } from './types.ts';

/** Rows with risks first, then direct dependencies, then by name. Linear in the packages. */
export function diffRows(before: LockModel, after: LockModel): readonly LockDiffRow[] {
  const changes = compareModels(before, after, '').filter(
    (change) => change.kind !== 'format-regressed',
  );
  const direct = new Set([...before.direct, ...after.direct]);
  const pulledIn = { before: pullers(before), after: pullers(after) };
  return [...Map.groupBy(changes, rowOf).values()]
    .map((group) => rowFor(group, direct, pulledIn))
    .sort(byImportance);
}

/** Changes of one package stand in one row; several versions side by side have one each. */
function rowOf(change: PackageChange): string {
  const isSeveral = change.kind === 'added' || change.kind === 'removed';
  return isSeveral ? `${change.name}\n${change.kind} ${change.version}` : change.name;
}

interface Pullers {
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

function rowFor(
  changes: readonly PackageChange[],
  direct: ReadonlySet<string>,
  pulledIn: Pullers,
): LockDiffRow {
  const name = changes[0]?.name ?? '';
  const isDirect = direct.has(name);
  return {
    name,
    ...versionsOf(changes),
    direct: isDirect,
    via: isDirect ? '' : (pulledIn.after.get(name) ?? pulledIn.before.get(name) ?? ''),
    risks: changes.flatMap(riskOf),
  };
}

function versionsOf(
  changes: readonly PackageChange[],
): Pick<LockDiffRow, 'change' | 'before' | 'after' | 'step'> {
  for (const change of changes) {
    switch (change.kind) {
      case 'added':
        return { change: 'added', before: '', after: change.version, step: 'none' };
      case 'removed':
        return { change: 'removed', before: change.version, after: '', step: 'none' };
      case 'upgraded':
      case 'downgraded': {
        const { kind, before, after } = change;
        return { change: kind, before, after, step: stepBetween(before, after) };
      }
    }
  }
  const [first] = changes;
  const version = first !== undefined && 'version' in first ? first.version : '';
  return { change: 'same version', before: version, after: version, step: 'none' };
}

/**
 * The first segment that differs: of `1.4.2` and `1.5` the minor one. A major version that is a year
 * says nothing about what it breaks (https://calver.org/): of `2025.1` and `2026.2` the minor one.
 */
export function stepBetween(before: string, after: string): LockDiffRow['step'] {
  const [a, b] = [parseVersion(before), parseVersion(after)];
  if (a === undefined || b === undefined || compareVersions(a, b) === 0) return 'none';
  const [old = 0, wanted = 0] = [a.release[0], b.release[0]];
  const areYears = Math.min(old, wanted) >= FIRST_YEAR;
  if (a.epoch !== b.epoch || (old !== wanted && !areYears)) return 'major';
  if (old !== wanted) return 'minor';
  return (a.release[1] ?? 0) === (b.release[1] ?? 0) ? 'patch' : 'minor';
}

const FIRST_YEAR = 2000;

function riskOf(change: PackageChange): readonly string[] {
  switch (change.kind) {
    case 'downgraded':
      return ['goes back'];
    case 'moved':
      return [`comes from ${change.after}, before from ${change.before}`];
    case 'hash-changed':
      return [`${change.artifact} has another hash, the version is the same`];
    case 'hashes-lost':
      return ['has no hashes any more'];
    default:
      return [];
  }
}

/** For every package the direct dependency that leads to it on the shortest way. */
function pullers({ packages, direct }: LockModel): ReadonlyMap<string, string> {
  const dependencies = Map.groupBy(packages, ({ name }) => name);
  const found = new Map(direct.map((name) => [name, name]));
  const open = [...direct];
  for (let index = 0; index < open.length; index++) {
    const name = open[index] ?? '';
    const root = found.get(name) ?? name;
    for (const one of dependencies.get(name) ?? []) {
      for (const dependency of one.dependencies) {
        if (found.has(dependency)) continue;
        found.set(dependency, root);
        open.push(dependency);
      }
    }
  }
  return found;
}

function byImportance(a: LockDiffRow, b: LockDiffRow): number {
  const rank = ({ risks, direct }: LockDiffRow) => (risks.length > 0 ? 0 : direct ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.before < b.before ? -1 : a.before > b.before ? 1 : 0;
}
