/**
 * Comparisons with versions as diagrams over one variable. Only the release of a version counts.
 * Source: uv-pep508 `marker/algebra.rs`, `python_version_to_full_version`.
 */
import { type Clause, compatible, parseSpecifiers } from '../specifiers.ts';
import { nextRelease, parseVersion } from '../version.ts';
import { cutAt } from './cuts.ts';
import { between, combine, FALSE_NODE, type Node, not, or, TRUE_NODE } from './diagram.ts';

/** A version variable compared with a value; `undefined` when the value is no version. */
export function compareVersion(
  variable: string,
  operator: string,
  value: string,
): Node | undefined {
  if (operator === 'in' || operator === 'not in') {
    const versions = versionsIn(value)?.map((one) => compareVersion(variable, '==', one));
    return versions && oneOf(operator, versions);
  }
  const clause = onlyClause(operator, value);
  return clause && satisfies(variable, clause);
}

function onlyClause(operator: string, value: string): Clause | undefined {
  return value.includes(',') ? undefined : parseSpecifiers(`${operator}${value}`)?.[0];
}

/** The versions that a clause admits, of those that are releases only. */
function satisfies(variable: string, clause: Clause): Node | undefined {
  const release = clause.version?.release;
  if (release === undefined) return undefined;
  const [before, after] = [cutAt(release, false), cutAt(release, true)];
  switch (clause.operator) {
    case '==':
    case '===':
      return clause.wildcard ? prefix(variable, release) : between(variable, before, after);
    case '!=':
      return not(clause.wildcard ? prefix(variable, release) : between(variable, before, after));
    case '>=':
      return between(variable, before, undefined);
    case '<=':
      return between(variable, undefined, after);
    case '>':
      return between(variable, after, undefined);
    case '<':
      return between(variable, undefined, before);
    case '~=': {
      const end = nextRelease(compatible(clause.version).release);
      return between(variable, before, cutAt(end, false));
    }
  }
}

/** `python_version` has two segments only: every comparison becomes one of the full version. */
export function comparePythonVersion(
  variable: string,
  operator: string,
  value: string,
): Node | undefined {
  if (operator === 'in' || operator === 'not in') {
    const versions = versionsIn(value);
    // A quirk of uv: a version with a patch makes the whole list FALSE, `not in` as well.
    if (versions?.some((one) => hasPatch(parseVersion(one)?.release ?? []))) return FALSE_NODE;
    const equal = versions?.map((one) => comparePythonVersion(variable, '==', one));
    return equal && oneOf(operator, equal);
  }
  const clause = onlyClause(operator, value);
  const release = clause?.version?.release;
  if (clause === undefined || release === undefined) return undefined;
  if (clause.operator === '~=') return compatiblePython(variable, release);
  if (clause.wildcard) return wildcardPython(variable, clause.operator, release);
  return hasPatch(release)
    ? pythonPatch(variable, clause.operator, release)
    : pythonMinor(variable, clause.operator, release);
}

function pythonMinor(
  variable: string,
  operator: Exclude<Clause['operator'], '~='>,
  [major = 0, minor = 0]: readonly number[],
): Node {
  const here = cutAt([major, minor], false);
  const above = cutAt([major, minor + 1], false);
  const isLowest = major === 0 && minor === 0;
  switch (operator) {
    case '==':
    case '===':
      return between(variable, here, above);
    case '!=':
      return not(between(variable, here, above));
    case '>':
      return between(variable, above, undefined);
    case '<=':
      return between(variable, undefined, above);
    // No Python is below 0: locks write FALSE as `python_version < '0'`.
    case '>=':
      return isLowest ? TRUE_NODE : between(variable, here, undefined);
    case '<':
      return isLowest ? FALSE_NODE : between(variable, undefined, here);
  }
}

/** No `python_version` lies between two minors. */
function pythonPatch(
  variable: string,
  operator: Exclude<Clause['operator'], '~='>,
  [major = 0, minor = 0]: readonly number[],
): Node {
  const above = cutAt([major, minor + 1], false);
  switch (operator) {
    case '==':
    case '===':
      return FALSE_NODE;
    case '!=':
      return TRUE_NODE;
    case '>':
    case '>=':
      return between(variable, above, undefined);
    case '<':
    case '<=':
      return between(variable, undefined, above);
  }
}

function hasPatch([, , ...rest]: readonly number[]): boolean {
  return rest.some((segment) => segment !== 0);
}

function compatiblePython(variable: string, release: readonly number[]): Node {
  const [major = 0, minor = 0] = release;
  if (hasPatch(release)) return FALSE_NODE;
  if (release.length > 2) return prefix(variable, [major, minor]);
  return between(variable, cutAt(release, false), cutAt([major + 1], false));
}

function wildcardPython(variable: string, operator: string, release: readonly number[]): Node {
  // A quirk of uv: FALSE for `!=` as well.
  if (hasPatch(release)) return FALSE_NODE;
  const node = prefix(variable, release.slice(0, 2));
  return operator === '!=' ? not(node) : node;
}

/** A list of versions; `undefined` if one of them is none. */
function versionsIn(value: string): readonly string[] | undefined {
  const versions = value.split(/\s+/).filter((part) => part !== '');
  return versions.every((one) => parseVersion(one) !== undefined) ? versions : undefined;
}

function oneOf(operator: 'in' | 'not in', versions: readonly (Node | undefined)[]): Node {
  const union = combine([FALSE_NODE, ...versions.filter((node) => node !== undefined)], or);
  return operator === 'in' ? union : not(union);
}

/** All versions that begin with the release. */
function prefix(variable: string, release: readonly number[]): Node {
  return between(variable, cutAt(release, false), cutAt(nextRelease(release), false));
}
