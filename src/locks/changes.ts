/**
 * What changed between two states of a lock: the ordinary (added, upgraded) and what a reviewer must
 * not miss (a hash that changed while the version stayed, a package from another place).
 */
import type { Location } from '../gates/types.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import type { LockedPackage, LockModel, PackageSource } from './types.ts';

type Change =
  | { readonly kind: 'added' | 'removed'; readonly version: string }
  | { readonly kind: 'upgraded' | 'downgraded'; readonly before: string; readonly after: string }
  | {
      readonly kind: 'moved';
      readonly version: string;
      readonly before: string;
      readonly after: string;
    }
  /** The same artifact of the same version has another hash. */
  | { readonly kind: 'hash-changed'; readonly version: string; readonly artifact: string }
  | { readonly kind: 'hashes-lost'; readonly version: string };

export type PackageChange = Change & {
  readonly name: string;
  /** In the head; in the base for what was removed. */
  readonly at: Location;
};

export type FormatChange = {
  readonly kind: 'format-regressed';
  readonly before: string;
  readonly after: string;
  readonly at: Location;
};

export type LockChange = PackageChange | FormatChange;

/** Changes in the order of package names; the format first. `lock` is the path of the head's lock. */
export function compareModels(
  base: LockModel,
  head: LockModel,
  lock: string,
): readonly LockChange[] {
  const before = Map.groupBy(base.packages, ({ name }) => name);
  const after = Map.groupBy(head.packages, ({ name }) => name);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  return [
    ...formatChange(base.format, head.format, lock),
    ...names.flatMap((name) => packageChanges(before.get(name) ?? [], after.get(name) ?? [])),
  ];
}

function formatChange(
  before: readonly number[],
  after: readonly number[],
  lock: string,
): readonly FormatChange[] {
  const length = Math.max(before.length, after.length);
  for (let index = 0; index < length; index++) {
    const difference = (after[index] ?? 0) - (before[index] ?? 0);
    if (difference > 0) return [];
    if (difference < 0) {
      return [
        {
          kind: 'format-regressed',
          before: before.join('.'),
          after: after.join('.'),
          at: { path: lock },
        },
      ];
    }
  }
  return [];
}

/** All packages of one name; several versions can stand side by side under markers. */
function packageChanges(
  before: readonly LockedPackage[],
  after: readonly LockedPackage[],
): readonly PackageChange[] {
  const stayed = after.flatMap((item) => {
    const old = before.find(({ version }) => version === item.version);
    return old === undefined ? [] : sameVersionChanges(old, item);
  });
  const gone = before.filter((old) => !after.some(({ version }) => version === old.version));
  const came = after.filter((item) => !before.some(({ version }) => version === item.version));
  return [...stayed, ...versionChanges(gone, came)];
}

function versionChanges(
  gone: readonly LockedPackage[],
  came: readonly LockedPackage[],
): readonly PackageChange[] {
  const [old] = gone;
  const [item] = came;
  // Several versions on either side cannot be paired: they are told apart.
  if (gone.length !== 1 || came.length !== 1 || old === undefined || item === undefined) {
    return [
      ...gone.map((one) => ({ kind: 'removed', ...identity(one), version: one.version }) as const),
      ...came.map((one) => ({ kind: 'added', ...identity(one), version: one.version }) as const),
    ];
  }
  const kind = isLower(item.version, old.version) ? 'downgraded' : 'upgraded';
  return [
    { kind, ...identity(item), before: old.version, after: item.version },
    ...moves(old, item),
    ...lostHashes(old, item),
  ];
}

function identity({ name, at }: LockedPackage): { name: string; at: Location } {
  return { name, at };
}

function isLower(after: string, before: string): boolean {
  const [a, b] = [parseVersion(after), parseVersion(before)];
  return a !== undefined && b !== undefined && compareVersions(a, b) < 0;
}

function sameVersionChanges(old: LockedPackage, item: LockedPackage): readonly PackageChange[] {
  return [...moves(old, item), ...changedHashes(old, item), ...lostHashes(old, item)];
}

function moves(old: LockedPackage, item: LockedPackage): readonly PackageChange[] {
  const [before, after] = [sourceText(old.source), sourceText(item.source)];
  if (before === after) return [];
  return [{ kind: 'moved', ...identity(item), version: item.version, before, after }];
}

function sourceText(source: PackageSource): string {
  return source.kind === 'registry' ? source.index : `${source.kind}: ${source.location}`;
}

function changedHashes(old: LockedPackage, item: LockedPackage): readonly PackageChange[] {
  return Object.entries(item.hashes)
    .filter(([artifact, hash]) => {
      const known = Object.hasOwn(old.hashes, artifact) ? old.hashes[artifact] : undefined;
      return known !== undefined && known !== hash && algorithm(known) === algorithm(hash);
    })
    .map(([artifact]) => ({
      kind: 'hash-changed',
      ...identity(item),
      version: item.version,
      artifact,
    }));
}

/** `sha256:…`: only hashes of one algorithm can be compared. */
function algorithm(hash: string): string {
  return hash.slice(0, Math.max(0, hash.indexOf(':')));
}

function lostHashes(old: LockedPackage, item: LockedPackage): readonly PackageChange[] {
  const had = Object.keys(old.hashes).length > 0;
  // A package from git or a folder has no hash to lose.
  const needs = item.source.kind === 'registry' || item.source.kind === 'url';
  if (!had || !needs || Object.keys(item.hashes).length > 0) return [];
  return [{ kind: 'hashes-lost', ...identity(item), version: item.version }];
}
