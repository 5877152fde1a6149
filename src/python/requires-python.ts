/**
 * `requires-python` as the interval that it spans. Spelling does not count, nor do holes inside
 * (`!=3.9.1`); pre- and post-release parts are cut off.
 * Source: uv-distribution-types `requires_python.rs`, uv-pep440 `release_specifier_to_range`.
 */
import { complement, type Interval, intersectAll } from './intervals.ts';
import { type Cut, compareCuts, cutAt } from './markers/cuts.ts';
import { type Marker, type PythonBound, pythonBetween } from './markers/index.ts';
import { type Clause, compatible, parseSpecifiers } from './specifiers.ts';
import { compareReleases, nextRelease } from './version.ts';

export interface RequiresPython {
  /** The ends; missing where there is none, and for a range that is empty. */
  readonly lower: PythonBound | undefined;
  readonly upper: PythonBound | undefined;
  /** With the holes: where a hole meets an end, or another hole, the interval is shorter. */
  readonly releases: readonly Interval<Cut>[];
}

/** Before every release. */
const LOWEST = cutAt([-1], false);
const EVERYTHING: readonly Interval<Cut>[] = [{ low: LOWEST, high: undefined }];

/** Every Python. */
export const ANY_PYTHON: RequiresPython = {
  lower: undefined,
  upper: undefined,
  releases: EVERYTHING,
};

/** The interval of a specifier list; `undefined` when the text is none (PEP 440). */
export function parseRequiresPython(text: string): RequiresPython | undefined {
  const clauses = parseSpecifiers(text);
  return clauses && spanning(clauses.map(releasesOf));
}

/** The interval inside all the others. */
export function intersectPython(ranges: readonly RequiresPython[]): RequiresPython {
  return spanning(ranges.map(({ releases }) => releases));
}

function spanning(sets: readonly RequiresPython['releases'][]): RequiresPython {
  const releases = intersectAll(sets, EVERYTHING, compareCuts);
  const [low, high] = [releases[0]?.low, releases.at(-1)?.high];
  return {
    lower: low && low !== LOWEST ? { release: releaseOf(low), inclusive: !low.after } : undefined,
    upper: high && { release: releaseOf(high), inclusive: high.after },
    releases,
  };
}

function releaseOf({ at }: Cut): readonly number[] {
  return typeof at === 'string' ? [] : at;
}

function releasesOf(clause: Clause): RequiresPython['releases'] {
  const release = clause.version?.release;
  if (release === undefined) return EVERYTHING;
  const [before, after] = [cutAt(release, false), cutAt(release, true)];
  const itself = { low: before, high: clause.wildcard ? endOf(release) : after };
  switch (clause.operator) {
    case '>=':
      return [{ low: before, high: undefined }];
    case '>':
      return [{ low: after, high: undefined }];
    case '<=':
      return [{ low: LOWEST, high: after }];
    case '<':
      return [{ low: LOWEST, high: before }];
    case '==':
    case '===':
      return [itself];
    case '~=':
      return [{ low: before, high: endOf(compatible(clause.version).release) }];
    case '!=':
      return complement([itself], LOWEST, compareCuts);
  }
}

/** Where `release.*` ends. */
function endOf(release: readonly number[]): Cut {
  return cutAt(nextRelease(release), false);
}

/** No Python fits. */
export function isEmptyPython({ releases }: RequiresPython): boolean {
  return releases.length === 0;
}

/** Same ends; `3.9` equals `3.9.0`. */
export function samePython(a: RequiresPython, b: RequiresPython): boolean {
  return sameBound(a.lower, b.lower) && sameBound(a.upper, b.upper);
}

function sameBound(a: PythonBound | undefined, b: PythonBound | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.inclusive === b.inclusive && compareReleases(a.release, b.release) === 0;
}

/** True inside the interval. */
export function pythonRangeMarker({ lower, upper }: RequiresPython): Marker {
  return pythonBetween(lower, upper);
}

/** True where the specifiers' interval is; true everywhere for what is no specifier list. */
export function pythonMarker(specifiers: string): Marker {
  return pythonRangeMarker(parseRequiresPython(specifiers) ?? ANY_PYTHON);
}
