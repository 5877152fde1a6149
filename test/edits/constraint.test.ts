import { describe, expect, it } from 'vitest';
import { type ConstraintPolicy, withVersion } from '../../src/edits/constraint.ts';

describe('a constraint gets another version in, and stays as it was written', () => {
  it.each<[text: string, version: string, policy: ConstraintPolicy, expected: string]>([
    ['>=1.2', '2.0.1', 'widen', '>=1.2'],
    ['>=1.2', '2.0.1', 'raise', '>=2.0.1'],
    ['>1.2', '2.0.1', 'raise', '>=2.0.1'],
    ['>=1.2,<2', '2.3.1', 'widen', '>=1.2,<3'],
    ['>=1.2, <2.0', '2.3.1', 'widen', '>=1.2, <3.0'],
    ['>= 1.2 , < 2.0.0', '2.3.1', 'widen', '>= 1.2 , < 3.0.0'],
    ['>=1.2,<2.2', '2.3.1', 'widen', '>=1.2,<2.4'],
    ['>=1.2,<2', '1.9', 'widen', '>=1.2,<2'],
    ['>=1.2,<2', '2.3.1', 'raise', '>=2.3.1,<3'],
    ['<=1.2', '1.3', 'widen', '<=1.3'],
    ['<=1.3', '1.3', 'widen', '<=1.3'],
    ['==1.2.3', '1.2.4', 'widen', '==1.2.4'],
    ['== 1.2.3', '1.2.4', 'widen', '== 1.2.4'],
    ['===1.2.3', '1.2.4', 'widen', '===1.2.4'],
    ['==1.2.*', '2.0.1', 'widen', '==2.0.*'],
    ['~=1.2', '2.0.1', 'widen', '~=2.0'],
    ['~=1.2.3', '1.3.0', 'widen', '~=1.3.0'],
    ['~=1.2.0', '1.3.7', 'widen', '~=1.3.0'],
    ['~=1.2.0', '1.3.7', 'raise', '~=1.3.7'],
    ['!=1.5,>=1.2,<2', '2.0', 'widen', '!=1.5,>=1.2,<3'],
    ['<0.28', '0.28.1', 'widen', '<0.29'],
    // Poetry's own syntax.
    ['^1.2', '2.0.1', 'widen', '^2.0'],
    ['^1', '2.0.1', 'widen', '^2'],
    ['^1.0', '2.3.1', 'widen', '^2.0'],
    ['^0', '0.3.1', 'widen', '^0'],
    ['~1.2', '2.0.1', 'widen', '~2.0'],
    ['1.2.3', '2.0.1', 'widen', '2.0.1'],
    ['1.*', '2.0.1', 'widen', '2.*'],
    ['*', '2.0.1', 'raise', '*'],
    ['^1.2 || ^2.0', '3.0', 'widen', 'cannot'],
    ['', '3.0', 'widen', ''],
  ])('%j for %s (%s): %j', (text, version, policy, expected) => {
    expect(withVersion(text, version, policy)).toBe(expected);
  });
});
