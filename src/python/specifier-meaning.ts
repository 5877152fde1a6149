/**
 * What uv compares of a specifier list since 0.12.20. (It also drops implied clauses first, but only
 * those whose absence changes none of this.) Source: uv-configuration `normalized_requirements.rs`.
 */
import { type Clause, formatClause, type SpecifierSet } from './specifiers.ts';
import { isPreRelease } from './version.ts';
import {
  intersectRanges,
  pointKey,
  rangeKey,
  rangeOf,
  type VersionRange,
} from './version-range.ts';

export interface SpecifierMeaning {
  readonly range: VersionRange;
  /** A clause other than `!=` names a pre-release, which lets all pre-releases in. */
  readonly optsIn: boolean;
  /** Operator and version of a lone `==` or `===`, which may be a yanked one; or empty. */
  readonly exact: string;
  /** Equal text for lists that mean the same. */
  readonly key: string;
}

export function meaningOf(set: SpecifierSet): SpecifierMeaning {
  const optsIn = set.some(
    ({ operator, version }) => operator !== '!=' && version !== undefined && isPreRelease(version),
  );
  return meaning(rangeOf(set), optsIn, exactOf(set));
}

function meaning(range: VersionRange, optsIn: boolean, exact: string): SpecifierMeaning {
  return { range, optsIn, exact, key: `${rangeKey(range)} ${optsIn} ${exact}` };
}

/** Equal for specifier lists that uv takes for the same. */
export function specifierKey(set: SpecifierSet): string {
  return meaningOf(set).key;
}

function exactOf([clause, ...others]: SpecifierSet): string {
  if (clause === undefined || others.length > 0 || clause.wildcard) return '';
  if (clause.operator !== '==' && clause.operator !== '===') return '';
  const { operator, version } = clause;
  return operator + (version === undefined ? formatClause(clause) : pointKey(version));
}

/** Both lists at once; not for those of one exact version. */
export function intersectMeanings(a: SpecifierMeaning, b: SpecifierMeaning): SpecifierMeaning {
  if (a.key === b.key) return a;
  return meaning(intersectRanges(a.range, b.range), a.optsIn || b.optsIn, '');
}

/** Same clauses in any order, versions compared as versions: the comparison before uv 0.12.20. */
export function sameClauses(a: SpecifierSet, b: SpecifierSet): boolean {
  const [left, right] = [a.map(clauseKey).sort(), b.map(clauseKey).sort()];
  return left.length === right.length && left.every((key, index) => key === right[index]);
}

function clauseKey(clause: Clause): string {
  const { operator, version, wildcard } = clause;
  if (version === undefined) return formatClause(clause);
  // Trailing zeros make no difference, except to `~=`.
  const precision = operator === '~=' ? version.release.length : 0;
  return `${operator}${wildcard ? '*' : ''} ${precision} ${pointKey(version)}`;
}
