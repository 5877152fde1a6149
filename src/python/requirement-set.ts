/**
 * When two lists of requirements mean the same to uv. Declarations of one package from one source
 * are merged: where their markers overlap both apply, so specifiers are intersected and extras
 * united; regions that end up equal are one. Source: uv `normalized_requirements.rs`, 0.12.20.
 */
import { type Marker, MarkerTooComplex } from './markers/index.ts';
import { pythonRangeMarker, type RequiresPython } from './requires-python.ts';
import {
  intersectMeanings,
  meaningOf,
  type SpecifierMeaning,
  sameClauses,
} from './specifier-meaning.ts';
import type { SpecifierSet } from './specifiers.ts';

/** A requirement as it is compared; `source` is equal for equal sources. */
export interface Comparable {
  readonly name: string;
  readonly extras: readonly string[];
  readonly marker: Marker;
  readonly specifiers: SpecifierSet;
  readonly source: string;
}

/** Where a merged declaration applies, and what it asks for there. */
interface Region {
  readonly marker: Marker;
  readonly extras: readonly string[];
  readonly meaning: SpecifierMeaning;
}

/** Declarations that are merged with each other only. */
interface Group {
  /** The marker of all, where it mentions extras: declarations of several extras stay apart. */
  readonly marker: Marker | undefined;
  regions: readonly Region[];
}

/** By package, source, exact version and extras in the marker; nearly always one group each. */
type Groups = ReadonlyMap<string, readonly Group[]>;

/** Regions can double with each declaration; real packages have a handful. */
const MAX_REGIONS = 500;
/** Of one comparison, in intervals of versions looked at; real ones need hundreds. */
const MAX_WORK = 200_000;

/**
 * Whether the lists agree on every Python inside `bounds`; order and repetition do not count.
 * Throws `MarkerTooComplex`.
 */
export function sameRequirements(
  left: readonly Comparable[],
  right: readonly Comparable[],
  bounds: RequiresPython,
): boolean {
  const [a, b] = [mergedGroups(left, bounds), mergedGroups(right, bounds)];
  return a.size === b.size && [...a].every(([key, groups]) => sameGroups(groups, b.get(key) ?? []));
}

function sameGroups(a: readonly Group[], b: readonly Group[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((group) => {
    const other = b.find((candidate) => isSameMarker(group.marker, candidate.marker));
    return other !== undefined && sameRegions(group.regions, other.regions);
  });
}

function isSameMarker(a: Marker | undefined, b: Marker | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** Both are coalesced: no two regions of one list ask for the same. */
function sameRegions(a: readonly Region[], b: readonly Region[]): boolean {
  const others = new Map(b.map((region) => [demandKey(region), region.marker]));
  return (
    a.length === b.length &&
    a.every((region) => others.get(demandKey(region))?.equals(region.marker) ?? false)
  );
}

/** Equal for regions that ask for the same. */
function demandKey({ extras, meaning }: Region): string {
  return `${extras.join(',')} ${meaning.key}`;
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

function mergedGroups(items: readonly Comparable[], bounds: RequiresPython): Groups {
  const python = pythonRangeMarker(bounds);
  const byKey = new Map<string, Group[]>();
  let work = 0;
  for (const item of inOrder(items, python)) {
    const marker = item.marker.and(python);
    const region = { marker, extras: united(item.extras), meaning: meaningOf(item.specifiers) };
    const extras = marker.extras();
    const key = JSON.stringify([item.name, item.source, region.meaning.exact, extras]);
    const own = extras.length === 0 ? undefined : marker;
    const groups = byKey.get(key) ?? [];
    byKey.set(key, groups);
    const group = groups.find((candidate) => isSameMarker(candidate.marker, own));
    if (group === undefined) {
      groups.push({ marker: own, regions: [region] });
      continue;
    }
    group.regions = coalesce(merge(group.regions, region));
    for (const { meaning } of group.regions) work += 1 + meaning.range.length;
    if (work > MAX_WORK) throw new MarkerTooComplex();
  }
  return byKey;
}

/** uv's order, as far as it matters: a declaration that never applies meets its like first. */
function inOrder(items: readonly Comparable[], python: Marker): readonly Comparable[] {
  return items
    .map((item) => {
      const isNever = item.marker.isDisjoint(python);
      const rank = isNever ? 1 : python.isDisjoint(item.marker.not()) ? 0 : 2;
      return { item, key: `${united(item.extras).join(' ')}  ${rank}` };
    })
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ item }) => item);
}

function united(...lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}

function merge(regions: readonly Region[], added: Region): readonly Region[] {
  const parts: Region[] = [];
  const isNever = added.marker.isFalse();
  let rest = added.marker;
  for (const region of regions) {
    const overlap = region.marker.and(added.marker);
    if (overlap.isFalse()) {
      parts.push(region);
      continue;
    }
    rest = rest.and(region.marker.not());
    const outside = region.marker.and(added.marker.not());
    if (!outside.isFalse()) parts.push({ ...region, marker: outside });
    parts.push({
      marker: overlap,
      extras: united(region.extras, added.extras),
      meaning: intersectMeanings(region.meaning, added.meaning),
    });
  }
  // A declaration that never applies is still a declaration.
  if (isNever || !rest.isFalse()) parts.push({ ...added, marker: rest });
  if (parts.length > MAX_REGIONS) throw new MarkerTooComplex();
  return parts;
}

/** Regions that ask for the same are one. */
function coalesce(regions: readonly Region[]): readonly Region[] {
  const result = new Map<string, Region>();
  for (const region of regions) {
    const key = demandKey(region);
    const twin = result.get(key);
    result.set(key, twin ? { ...twin, marker: twin.marker.or(region.marker) } : region);
  }
  return [...result.values()];
}

/** The exact comparison that build constraints still have: same clauses, extras and marker. */
export function sameExactly(
  left: readonly Comparable[],
  right: readonly Comparable[],
  bounds: RequiresPython,
): boolean {
  const python = pythonRangeMarker(bounds);
  const isSame = (a: Comparable, b: Comparable): boolean =>
    a.name === b.name &&
    a.source === b.source &&
    sameTexts([...a.extras].sort(), [...b.extras].sort()) &&
    sameClauses(a.specifiers, b.specifiers) &&
    a.marker.and(python).equals(b.marker.and(python));
  const covers = (a: readonly Comparable[], b: readonly Comparable[]): boolean =>
    a.every((one) => b.some((other) => isSame(one, other)));
  return covers(left, right) && covers(right, left);
}
