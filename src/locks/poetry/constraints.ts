/**
 * Poetry's version constraints: PEP 440 plus `^`, `~`, bare versions, `||` and wildcards.
 * Source: poetry-core `constraints/version/parser.py`. Pre-releases are admitted everywhere: a
 * locked pre-release is a choice already made.
 */
import { contains, parseSpecifiers, type SpecifierSet } from '../../python/specifiers.ts';
import { compareVersions, parseVersion, type Version } from '../../python/version.ts';

/** Whether the constraint admits the version; `undefined` when either cannot be understood. */
export function admits(constraint: string, versionText: string): boolean | undefined {
  const version = parseVersion(versionText);
  if (version === undefined) return undefined;
  let isAny = false;
  for (const alternative of constraint.split(/\s*\|\|?\s*/)) {
    const admitted = admitsAll(alternative, version);
    if (admitted === undefined) return undefined;
    isAny ||= admitted;
  }
  return isAny;
}

function admitsAll(text: string, version: Version): boolean | undefined {
  const parts = text
    .replaceAll(/([<>=!~^]=?=?)\s+/g, '$1')
    .split(/\s*,\s*|\s+/)
    .filter((part) => part !== '');
  let all = true;
  for (const part of parts) {
    const admitted = admitsOne(part, version);
    if (admitted === undefined) return undefined;
    all &&= admitted;
  }
  return all;
}

function admitsOne(part: string, version: Version): boolean | undefined {
  if (part === '*') return true;
  if (part.startsWith('^')) return isWithin(part.slice(1), version, caretEnd);
  if (/^~(?!=)/.test(part)) return isWithin(part.slice(1), version, tildeEnd);
  const set = specifiersOf(part);
  return set === undefined ? undefined : contains(set, version);
}

/** A bare version is `==`; `1.*` and `1.2.x` are prefixes. */
function specifiersOf(part: string): SpecifierSet | undefined {
  const withOperator = /^[<>=!~]/.test(part) ? part : `==${part}`;
  return parseSpecifiers(withOperator.replace(/^=(?!=)/, '==').replace(/\.[xX]$/, '.*'));
}

function isWithin(
  text: string,
  version: Version,
  end: (release: readonly number[]) => readonly number[],
): boolean | undefined {
  const low = parseVersion(text);
  if (low === undefined) return undefined;
  const high: Version = {
    ...low,
    release: end(low.release),
    pre: undefined,
    post: undefined,
    dev: undefined,
    local: [],
  };
  return compareVersions(version, low) >= 0 && compareVersions(version, high) < 0;
}

/** `^1.2` ends before 2, `^0.2` before 0.3, `^0.0.3` before 0.0.4, `^0` before 1. */
function caretEnd(release: readonly number[]): readonly number[] {
  const first = release.findIndex((segment) => segment !== 0);
  return next(release, first < 0 ? release.length - 1 : first);
}

/** `~1.2.3` ends before 1.3, `~1` before 2. */
function tildeEnd(release: readonly number[]): readonly number[] {
  return next(release, Math.min(1, release.length - 1));
}

function next(release: readonly number[], position: number): readonly number[] {
  return [...release.slice(0, position), (release[position] ?? 0) + 1];
}
