import { describe, expect, it } from 'vitest';
import { admits } from '../../../src/locks/poetry/constraints.ts';

describe("Poetry's constraints", () => {
  it.each([
    ['^1.2.3', '1.9', true],
    ['^1.2.3', '2.0', false],
    ['^0.2.3', '0.2.9', true],
    ['^0.2.3', '0.3', false],
    ['^0.0.3', '0.0.3', true],
    ['^0.0.3', '0.0.4', false],
    ['^0', '0.9', true],
    // Seen in a real lock: a pre-release below the upper bound was a choice.
    ['^0.13b0', '0.14b0', true],
    ['~1.2.3', '1.2.9', true],
    ['~1.2.3', '1.3', false],
    ['~1', '1.9', true],
    ['~1', '2', false],
    ['~=1.2', '1.9', true],
    ['1.2', '1.2.0', true],
    ['1.2', '1.3', false],
    ['1.*', '1.9', true],
    ['1.2.x', '1.2.7', true],
    ['*', '0.dev0', true],
    ['>=1,<2 || >=3', '3.1', true],
    ['>=1,<2 | >=3', '2.5', false],
    ['>= 1.0, < 2', '1.5', true],
    ['>=1 <2', '1.5', true],
    ['=1.2', '1.2', true],
    ['!=1.2', '1.2', false],
    ['whatever', '1', undefined],
    ['^1', 'whatever', undefined],
  ])('%s admits %s: %s', (constraint, version, expected) => {
    expect(admits(constraint, version)).toBe(expected);
  });
});
