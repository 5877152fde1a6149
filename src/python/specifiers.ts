/** PEP 440 version specifiers, with the verdicts of PyPA `packaging`. */
import {
  compareReleases,
  compareVersions,
  formatVersion,
  isPreRelease,
  isRelease,
  parseVersion,
  publicVersion,
  type Version,
} from './version.ts';

export type Operator = '==' | '!=' | '<=' | '>=' | '<' | '>' | '~=' | '===';

export interface Specifier {
  readonly operator: Operator;
  /** `==1.4.*`: the release prefix is compared. */
  readonly wildcard: boolean;
  readonly version: Version;
}

/** `===` compares text; it is the only clause whose version may be none. */
export interface ArbitrarySpecifier {
  readonly operator: '===';
  readonly wildcard: false;
  readonly text: string;
  readonly version: Version | undefined;
}

export type Clause =
  | (Specifier & { readonly operator: Exclude<Operator, '==='> })
  | ArbitrarySpecifier;

export type SpecifierSet = readonly Clause[];

const CLAUSE = /^(===|==|!=|<=|>=|<|>|~=)\s*(.+)$/s;

/** Parses a comma-separated list; empty text is "any version". `undefined` when it is invalid. */
export function parseSpecifiers(text: string): SpecifierSet | undefined {
  if (text.trim() === '') return [];
  const clauses: Clause[] = [];
  for (const part of text.split(',')) {
    // `packaging` skips empty clauses: trailing commas are common in the wild.
    if (part.trim() === '') continue;
    const clause = parseClause(part.trim());
    if (clause === undefined) return undefined;
    clauses.push(clause);
  }
  return clauses;
}

function parseClause(text: string): Clause | undefined {
  const [, operator, operand = ''] = CLAUSE.exec(text) ?? [];
  const rest = operand.trim();
  if (operator === '===') {
    if (/[\s;)]/.test(rest)) return undefined;
    return { operator, wildcard: false, text: rest, version: parseVersion(rest) };
  }
  if (operator === undefined) return undefined;
  const wildcard = rest.endsWith('.*');
  if (wildcard && operator !== '==' && operator !== '!=') return undefined;
  const version = parseVersion(wildcard ? rest.slice(0, -2) : rest);
  if (version === undefined) return undefined;
  if (wildcard && !isRelease(version)) return undefined;
  if (operator === '~=' && version.release.length < 2) return undefined;
  if (version.local.length > 0 && operator !== '==' && operator !== '!=') return undefined;
  return {
    operator: operator as Specifier['operator'] & Exclude<Operator, '==='>,
    wildcard,
    version,
  };
}

/** Whether every clause admits the version, pre-releases allowed. */
export function contains(set: SpecifierSet, version: Version): boolean {
  return set.every((clause) => admits(clause, version));
}

function admits(clause: Clause, version: Version): boolean {
  if (clause.operator === '===')
    return version.text.trim().toLowerCase() === clause.text.toLowerCase();
  const bound = clause.version;
  switch (clause.operator) {
    case '==':
      return equals(clause.wildcard, bound, version);
    case '!=':
      return !equals(clause.wildcard, bound, version);
    case '<=':
      return compareVersions(publicVersion(version), bound) <= 0;
    case '>=':
      return compareVersions(publicVersion(version), bound) >= 0;
    case '<':
      return isBelow(version, bound);
    case '>':
      return isAbove(version, bound);
    case '~=':
      return (
        compareVersions(publicVersion(version), bound) >= 0 &&
        equals(true, compatible(bound), version)
      );
  }
}

/** The prefix of `~=`: the release without its last segment (PEP 440, compatible release). */
export function compatible(bound: Version): Version {
  return {
    ...bound,
    release: bound.release.slice(0, -1),
    pre: undefined,
    post: undefined,
    dev: undefined,
  };
}

function equals(wildcard: boolean, bound: Version, version: Version): boolean {
  if (wildcard) return hasPrefix(bound, publicVersion(version));
  // A clause without a local version ignores that of the candidate.
  const candidate = bound.local.length === 0 ? publicVersion(version) : version;
  return compareVersions(candidate, bound) === 0;
}

function hasPrefix(prefix: Version, version: Version): boolean {
  if (prefix.epoch !== version.epoch) return false;
  const release = prefix.release.map((_, index) => version.release[index] ?? 0);
  return compareReleases(release, prefix.release) === 0;
}

/** `<V` leaves out pre-releases of V, unless V is one itself: it ends before `V.dev0`. */
function isBelow(version: Version, bound: Version): boolean {
  return compareVersions(version, isPreRelease(bound) ? bound : { ...bound, dev: 0 }) < 0;
}

/** `>V` leaves out post-releases and local versions of V, unless V is a post-release itself. */
function isAbove(version: Version, bound: Version): boolean {
  if (compareVersions(version, bound) <= 0) return false;
  const sameBase = compareVersions(baseVersion(version), baseVersion(bound)) === 0;
  if (bound.post === undefined && version.post !== undefined && sameBase) return false;
  return version.local.length === 0 || !sameBase;
}

function baseVersion(version: Version): Version {
  return { ...version, pre: undefined, post: undefined, dev: undefined, local: [] };
}

/** A clause in its usual spelling. */
export function formatClause(clause: Clause): string {
  if (clause.operator === '===') return `===${clause.text}`;
  return `${clause.operator}${formatVersion(clause.version)}${clause.wildcard ? '.*' : ''}`;
}
