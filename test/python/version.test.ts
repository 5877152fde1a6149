import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, parseSpecifiers } from '../../src/python/specifiers.ts';
import { compareVersions, formatVersion, parseVersion } from '../../src/python/version.ts';
import { versionText } from './arbitraries.ts';

describe('a version has one normal form', () => {
  it.each([
    ['1.0', '1.0'],
    ['v1.0', '1.0'],
    [' 1.0.Alpha-2 ', '1.0a2'],
    ['1.0-preview', '1.0rc0'],
    ['1.0-1', '1.0.post1'],
    ['1.0.rev3', '1.0.post3'],
    ['2!1.0DEV', '2!1.0.dev0'],
    ['1.0+Ubuntu-1', '1.0+ubuntu.1'],
  ])('%s is %s', (text, normal) => {
    const version = parseVersion(text);
    expect(version && formatVersion(version)).toBe(normal);
  });

  it.each(['', 'latest', '1..0', '1.0+', '1.0.x', '٣.1', `1.${'0'.repeat(1000)}`])(
    '%j is no version',
    (text) => expect(parseVersion(text)).toBeUndefined(),
  );
});

describe('versions have an order', () => {
  it('goes dev, alpha, beta, candidate, final, local, post', () => {
    const texts = [
      '1.dev1',
      '1a1.dev1',
      '1a1',
      '1b2',
      '1rc1',
      '1',
      '1+a',
      '1+1',
      '1.post1.dev0',
      '1.post1',
      '1!0',
    ];
    const sorted = [...texts].reverse().sort((a, b) => compare(a, b));
    expect(sorted).toEqual(texts);
  });

  it('knows no difference between 1 and 1.0.0', () => expect(compare('1', '1.0.0')).toBe(0));

  it('is total: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(versionText, versionText, versionText, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(Math.sign(-compare(b, a)) + 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});

describe('a specifier admits versions as packaging does', () => {
  it.each([
    ['>=1,<2', '1.5', true],
    ['<2', '2.0rc1', false],
    ['<2.0-1', '2.0rc1', true],
    ['>1', '1.post1', false],
    ['>1', '1+local', false],
    ['>1.post1', '1.post2', true],
    ['~=1.4.2', '1.4.9', true],
    ['~=1.4.2', '1.5', false],
    ['==1.*', '1.9.dev1', true],
    ['!=1.*', '1.9', false],
    ['==1', '1+local', true],
    ['==1+local', '1', false],
    ['===1.0', '1', false],
    ['==1,', '1', true],
    ['', '0.dev0', true],
  ])('%s admits %s: %s', (specifiers, version, expected) => {
    const [set, candidate] = [parseSpecifiers(specifiers), parseVersion(version)];
    expect(set && candidate && contains(set, candidate)).toBe(expected);
  });

  it.each(['1', '>=', '^1', '=>1', '>=1.*', '~=1', '<1+local'])('%s is no specifier', (text) => {
    expect(parseSpecifiers(text)).toBeUndefined();
  });
});

function compare(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is no version`);
  return compareVersions(left, right);
}
