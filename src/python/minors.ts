/** Minor versions of Python, `3.12`: what most places name, and what end of life goes by. */
import type { Release } from './places/types.ts';
import { parseSpecifiers } from './specifiers.ts';
import { intersectRanges, rangeOf, type VersionRange } from './version-range.ts';

export type Minor = `${number}.${number}`;

export function minorOf([major, minor]: Release): Minor {
  return `${major}.${minor}`;
}

/** Negative where `a` is the older one. */
export function compareMinors(a: Minor, b: Minor): number {
  const [left, right] = [releaseOf(a), releaseOf(b)];
  return left[0] - right[0] || left[1] - right[1];
}

/** The numbers of a minor. */
export function releaseOf(minor: Minor): readonly [major: number, minor: number] {
  const [major = 0, number = 0] = minor.split('.').map(Number);
  return [major, number];
}

/** `[3, 12]` and `[3, 12, 4]` as people write them. */
export function releaseText(release: Release): string {
  return release.join('.');
}

/** The minor `steps` after `minor`, of the same major. */
export function minorAfter(minor: Minor, steps: number): Minor {
  const [major, number] = releaseOf(minor);
  return `${major}.${number + steps}`;
}

/** True if a specifier list (PEP 440) admits the release; of a minor, if it admits any micro. */
export function admits(specifiers: string, release: Release): boolean {
  const exact = release[2] === undefined ? `==${minorOf(release)}.*` : `==${releaseText(release)}`;
  return overlap(specifiers, exact);
}

/** True if some version is in both specifier lists. */
export function overlap(a: string, b: string): boolean {
  return intersectRanges(versions(a), versions(b)).length > 0;
}

/** The lowest minor that a specifier list admits; `undefined` without a lower end, as in `>=3`. */
export function floorOf(specifiers: string): Minor | undefined {
  const lowest = versions(specifiers)[0]?.low.release;
  const [major = 0, minor] = lowest ?? [];
  return major < 2 || minor === undefined ? undefined : `${major}.${minor}`;
}

/** True if a specifier list admits whatever comes. */
export function isOpenAbove(specifiers: string): boolean {
  const last = versions(specifiers).at(-1);
  return last !== undefined && last.high === undefined;
}

function versions(specifiers: string): VersionRange {
  const set = parseSpecifiers(specifiers);
  return set === undefined ? [] : rangeOf(set);
}
