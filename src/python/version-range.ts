/**
 * Specifier lists as sets of versions, so that they can be compared by meaning. A range is a sorted
 * list of half-open intervals; `V.dev0` is the lowest version of V, and the version after all
 * post-releases of V is written as post-release infinity.
 * Source: uv-pep440 `version_ranges.rs`.
 */
import { complement, type Interval, intersect, intersectAll } from './intervals.ts';
import { type Clause, compatible, type SpecifierSet } from './specifiers.ts';
import { compareVersions, isPreRelease, nextRelease, type Version } from './version.ts';

/** Intervals that do not touch: equal sets have equal ranges. */
export type VersionRange = readonly Interval<Version>[];

/** No version is lower (PEP 440). */
const LOWEST: Version = {
  epoch: 0,
  release: [0],
  pre: undefined,
  post: undefined,
  dev: 0,
  local: [],
  text: '0.dev0',
};

const ANY_VERSION: VersionRange = [{ low: LOWEST, high: undefined }];

/** The versions that all clauses admit, pre-releases included. */
export function rangeOf(set: SpecifierSet): VersionRange {
  return intersectAll(set.map(clauseRange), ANY_VERSION, compareVersions);
}

function clauseRange(clause: Clause): VersionRange {
  const { version } = clause;
  // `===` with a text that is no version admits nothing that a lock can hold.
  if (version === undefined) return [];
  switch (clause.operator) {
    case '===':
      return [{ low: version, high: afterLocal(version) }];
    case '==':
      return clause.wildcard ? prefixRange(version) : [{ low: version, high: successor(version) }];
    case '!=':
      return outside(
        clause.wildcard ? prefixRange(version) : [{ low: version, high: successor(version) }],
      );
    case '>=':
      return [{ low: version, high: undefined }];
    case '<=':
      return below(successor(version));
    case '<':
      return below(isPreRelease(version) ? version : earliest(version));
    case '>':
      return [{ low: aboveAll(version), high: undefined }];
    case '~=':
      return [{ low: version, high: earliest(nextPrefix(compatible(version))) }];
  }
}

function below(high: Version): VersionRange {
  return compareVersions(LOWEST, high) < 0 ? [{ low: LOWEST, high }] : [];
}

/** `V.dev0`: nothing of V comes before it. */
function earliest(version: Version): Version {
  return { ...version, dev: 0, local: [] };
}

/** The first version that is not V itself nor V with a local version. */
function successor(version: Version): Version {
  if (version.local.length > 0) return afterLocal(version);
  if (version.dev !== undefined) return { ...version, dev: version.dev + 1 };
  return { ...version, post: version.post === undefined ? 0 : version.post + 1, dev: 0 };
}

/** Just after one exact version: an empty local part is less than any real one. */
function afterLocal(version: Version): Version {
  return { ...version, local: [...version.local, ''] };
}

/** `>V` leaves out everything of V: post-releases too, unless V is one. */
function aboveAll(version: Version): Version {
  if (version.dev !== undefined || version.post !== undefined) return successor(version);
  if (version.pre === undefined) return { ...version, post: Number.POSITIVE_INFINITY };
  return earliest(nextPrefix(version));
}

function prefixRange(prefix: Version): VersionRange {
  return [{ low: earliest(prefix), high: earliest(nextPrefix(prefix)) }];
}

/** The last part that is given goes up by one. */
function nextPrefix(prefix: Version): Version {
  const { release, pre, post } = prefix;
  if (post !== undefined) return { ...prefix, post: post + 1 };
  if (pre !== undefined) return { ...prefix, pre: { ...pre, number: pre.number + 1 } };
  return { ...prefix, release: nextRelease(release) };
}

function outside(range: VersionRange): VersionRange {
  return complement(range, LOWEST, compareVersions);
}

/** The versions in both. */
export function intersectRanges(a: VersionRange, b: VersionRange): VersionRange {
  return intersect(a, b, compareVersions);
}

/** Equal text for equal ranges. */
export function rangeKey(range: VersionRange): string {
  return range.map(({ low, high }) => `${pointKey(low)}..${high ? pointKey(high) : ''}`).join(' ');
}

/** Equal text for versions that compare as equal. */
export function pointKey({ epoch, release, pre, post, dev, local }: Version): string {
  const trimmed = release.join('.').replace(/(\.0)+$/, '');
  return JSON.stringify([epoch, trimmed, pre?.phase, pre?.number, String(post), dev, local]);
}

export function rangesEqual(a: VersionRange, b: VersionRange): boolean {
  return rangeKey(a) === rangeKey(b);
}

/** Every version of `a` is in `b`. */
export function isSubset(a: VersionRange, b: VersionRange): boolean {
  return rangesEqual(intersectRanges(a, b), a);
}
