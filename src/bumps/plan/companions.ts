/** Packages that may have to move together, since one asks for an exact version of the other. Pure. */
import type { LockModel } from '../../locks/types.ts';
import type { Candidate } from '../types.ts';

/** More than that is no family any more. */
const MAX_FAMILY = 40;
/** Where a lock does not tell who needs whom, so many are tried one by one before all together. */
const TRIED_ALONE = 4;

type Companions = readonly [Candidate, ...Candidate[]];

/**
 * Whom to try a package with that cannot move alone: those that need it or that it needs, then all
 * whom such steps lead to. Only `others` are looked at, in their order; fewer come first.
 */
export function companionsOf(
  { name }: Candidate,
  others: readonly Candidate[],
  { packages }: LockModel,
): readonly Companions[] {
  const free = others.filter((one) => one.name !== name);
  const isSilent = packages.every(({ dependencies }) => dependencies.length === 0);
  const sets = isSilent
    ? [...free.slice(0, TRIED_ALONE).map((one) => [one]), free]
    : familyOf(name, free, packages);
  const once = new Map(sets.map((set) => [set.map((one) => one.name).join(), set]));
  return [...once.values()].flatMap(([first, ...more]): readonly Companions[] =>
    first === undefined || more.length >= MAX_FAMILY ? [] : [[first, ...more]],
  );
}

function familyOf(
  name: string,
  free: readonly Candidate[],
  packages: LockModel['packages'],
): readonly (readonly Candidate[])[] {
  const links = linksOf(packages);
  const isLinked = (one: string, other: string) => links.get(one)?.has(other) === true;
  const near = free.filter((one) => isLinked(name, one.name));
  const family = new Set(near);
  // What is added while it is gone through is gone through, too.
  for (const member of family) {
    for (const other of free) if (isLinked(member.name, other.name)) family.add(other);
  }
  return [near, [...family]];
}

/** Who needs whom, in both directions. */
function linksOf(packages: LockModel['packages']): ReadonlyMap<string, ReadonlySet<string>> {
  const links = new Map<string, Set<string>>();
  const link = (one: string, other: string) => {
    const known = links.get(one) ?? new Set();
    links.set(one, known.add(other));
  };
  for (const { name, dependencies } of packages) {
    for (const other of dependencies) {
      link(name, other);
      link(other, name);
    }
  }
  return links;
}
