/** Differences between the requirements of a manifest and those that a lock was made for. */
import { sameRequirements } from '../../python/requirement-set.ts';
import type { RequiresPython } from '../../python/requires-python.ts';
import type { Declaration } from './declaration.ts';
import type { Report } from './report.ts';
import { reportAdded, reportChanged, reportRemoved } from './requirement-reasons.ts';
import { topLevelExtra } from './top-level-extra.ts';

/** How two lists of declarations are compared; build constraints have their own, exact way. */
export type Same = (
  left: readonly Declaration[],
  right: readonly Declaration[],
  bounds: RequiresPython,
) => boolean;

/** Whether two lists mean the same to uv, whatever their order and spelling. */
export function isSameSet(
  expected: readonly Declaration[],
  locked: readonly Declaration[],
  bounds: RequiresPython,
  same: Same = sameRequirements,
): boolean {
  return differingNames(expected, locked, bounds, same).length === 0;
}

export interface Sides {
  /** The manifest that `expected` was worked out from. */
  readonly manifest: string;
  readonly expected: readonly Declaration[];
  readonly locked: readonly Declaration[];
}

/** Reports every requirement in which the two lists differ; `true` if there is one. */
export function compareRequirements(
  report: Report,
  sides: Sides,
  bounds: RequiresPython,
  same: Same = sameRequirements,
): boolean {
  const { expected, locked } = sides;
  const names = differingNames(expected, locked, bounds, same);
  if (names.length === 0) return false;
  const expectedByName = Map.groupBy(expected, (item) => item.name);
  const lockedByName = Map.groupBy(locked, (item) => item.name);
  for (const name of names) {
    explain(
      report,
      {
        ...sides,
        expected: expectedByName.get(name) ?? [],
        locked: lockedByName.get(name) ?? [],
      },
      bounds,
      same,
    );
  }
  return true;
}

/** uv merges declarations of one package only, so names can be compared one by one. */
function differingNames(
  expected: readonly Declaration[],
  locked: readonly Declaration[],
  bounds: RequiresPython,
  same: Same,
): readonly string[] {
  const expectedByName = Map.groupBy(expected, (item) => item.name);
  const lockedByName = Map.groupBy(locked, (item) => item.name);
  return [...new Set([...expectedByName.keys(), ...lockedByName.keys()])].filter((name) => {
    const left = expectedByName.get(name) ?? [];
    const right = lockedByName.get(name) ?? [];
    return !same(left, right, bounds);
  });
}

/** More declarations of one package than this are not paired one by one. */
const PAIRS_LIMIT = 10_000;

/** One reason for each declaration that the other side does not have in the same way. */
function explain(report: Report, sides: Sides, bounds: RequiresPython, same: Same): void {
  const { expected, locked, manifest } = sides;
  const isEqual = (left: Declaration, right: Declaration): boolean => same([left], [right], bounds);
  const isTooMany = expected.length * locked.length > PAIRS_LIMIT;
  const extra = isTooMany ? [] : withoutPartners(expected, locked, isEqual);
  const missing = isTooMany ? [] : withoutPartners(locked, expected, isEqual);
  if (extra.length === 0 && missing.length === 0) {
    // Only in their sum do the two sides differ.
    const [left] = expected;
    const [right] = locked;
    if (left !== undefined && right !== undefined) reportChanged(report, left, right);
    return;
  }
  const open = [...missing];
  for (const left of extra) {
    const index = bestPartner(left, open);
    const right = index < 0 ? undefined : open.splice(index, 1)[0];
    if (right === undefined) reportAdded(report, left);
    else reportChanged(report, left, right);
  }
  for (const right of open) reportRemoved(report, right, manifest);
}

/** The declarations that have no equal one left on the other side. */
function withoutPartners(
  items: readonly Declaration[],
  others: readonly Declaration[],
  isEqual: (left: Declaration, right: Declaration) => boolean,
): readonly Declaration[] {
  const open = [...others];
  return items.filter((item) => {
    const index = open.findIndex((other) => isEqual(item, other));
    if (index >= 0) open.splice(index, 1);
    return index < 0;
  });
}

/** The most alike declaration of the same package: same marker first, then same extra, then any. */
function bestPartner(item: Declaration, candidates: readonly Declaration[]): number {
  const sameMarker = candidates.findIndex((candidate) => candidate.marker.equals(item.marker));
  if (sameMarker >= 0) return sameMarker;
  const extra = topLevelExtra(item.marker);
  return candidates.findIndex((candidate) => topLevelExtra(candidate.marker) === extra);
}
