import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specifierKey } from '../../src/python/specifier-meaning.ts';
import { type Clause, contains, parseSpecifiers } from '../../src/python/specifiers.ts';
import {
  compareVersions,
  isPreRelease,
  parseVersion,
  type Version,
} from '../../src/python/version.ts';
import { intersectRanges, isSubset, rangeOf, rangesEqual } from '../../src/python/version-range.ts';
import { specifierText, versionText } from './arbitraries.ts';

function same(a: string, b: string): boolean {
  return specifierKey(parseSpecifiers(a) ?? []) === specifierKey(parseSpecifiers(b) ?? []);
}

describe('uv compares specifiers by meaning since 0.12.20', () => {
  it.each([
    ['>=1', '>=1,>=0.5'],
    ['~=1.1', '>=1.1,<2'],
    ['~=1.1', '>=1.1,==1.*'],
    ['>1', '>1,!=1.0'],
    ['>=1,>=1', '>=1'],
    ['>=1,<3', '>=1,!=0.5,<3'],
    ['<0', '>=2,<1'],
    ['==1', '==1.0'],
    ['==1.0.post1,!=2', '==1.post1,!=2.0'],
    ['>=0.dev0,>=1.dev0', '>=1.dev0'],
    ['>1a1', '>=1a2.dev0'],
    ['>1.dev1', '>=1.dev2'],
    ['>=1,!=1+x,!=1', '>=1,!=1'],
  ])('%s means %s', (a, b) => expect(same(a, b)).toBe(true));

  it.each([
    ['>=1', '>=0.5'],
    ['==1.*', '>=1,<2'],
    ['>1.post1', '>=1.post2'],
    ['>1', '>=1.0.1'],
    ['===1', '===1.1'],
    ['~=1.0', '~=1.0.0'],
    ['==1+x', '==1'],
    ['>=1!1', '>=1'],
    ['==1', '===1'],
    ['==1', '==1,>=1'],
    ['==1', '>=1,<=1'],
    ['>=1', '>=1rc1,>=1'],
    ['>=0', ''],
    ['==1.*', '==1.0.*'],
  ])('%s does not mean %s', (a, b) => expect(same(a, b)).toBe(false));

  it('a range holds just the versions that the specifiers admit', () => {
    fc.assert(
      fc.property(specifierText, versionText, (text, candidate) => {
        const [set, version] = [parseSpecifiers(text), parseVersion(candidate)];
        if (set === undefined || version === undefined) return;
        // `>1rc1` lets post-releases of 1 in for uv, not for packaging.
        if (version.post !== undefined && set.some(isAbovePreRelease)) return;
        expect(inside(set, version)).toBe(contains(set, version));
      }),
      { numRuns: 5000 },
    );
  });

  it('more clauses never admit more', () => {
    fc.assert(
      fc.property(specifierText, specifierText, (a, b) => {
        const [left, right] = [parseSpecifiers(a) ?? [], parseSpecifiers(b) ?? []];
        const both = rangeOf([...left, ...right]);
        expect(isSubset(both, rangeOf(left))).toBe(true);
        expect(rangesEqual(both, intersectRanges(rangeOf(right), rangeOf(left)))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

function isAbovePreRelease({ operator, version }: Clause): boolean {
  return operator === '>' && version !== undefined && isPreRelease(version);
}

function inside(set: Parameters<typeof rangeOf>[0], version: Version): boolean {
  return rangeOf(set).some(
    ({ low, high }) =>
      compareVersions(low, version) <= 0 &&
      (high === undefined || compareVersions(version, high) < 0),
  );
}
