import { describe, expect, it } from 'vitest';
import {
  intersectPython,
  isEmptyPython,
  parseRequiresPython,
  type RequiresPython,
  samePython,
} from '../../src/python/requires-python.ts';

function python(text: string): RequiresPython {
  const parsed = parseRequiresPython(text);
  if (parsed === undefined) throw new Error(`${text} is no specifier`);
  return parsed;
}

describe('requires-python is compared by its two ends', () => {
  it.each([
    ['>=3.9', '>= 3.9.0'],
    ['>=3.9', '>=3.9rc1'],
    ['~=3.10', '>=3.10,<4'],
    ['~=3.11.2', '>=3.11.2,<3.12'],
    ['==3.11.*', '>=3.11,<3.12'],
    ['>=3.9,!=3.9.1', '>=3.9'],
    ['>=3.9,!=3.10.*,<4', '>=3.9,<4'],
    ['<4,>=3.9', '>=3.9,<4.0'],
    ['', '!=3.10.*'],
  ])('%s spans what %s spans', (a, b) => expect(samePython(python(a), python(b))).toBe(true));

  it.each([
    ['>=3.9', '>3.9'],
    ['>=3.9', '>=3.10'],
    ['>=3.9', '>=3.9,<4'],
    ['<=3.12', '<3.12'],
    ['>=0', ''],
  ])('%s does not span what %s spans', (a, b) =>
    expect(samePython(python(a), python(b))).toBe(false),
  );

  it.each([
    ['>=3.8,!=3.8.*', '>=3.9'],
    ['>=3.8,!=3.9.*,!=3.8.*', '>=3.10'],
    ['>=3.9,!=3.9.0', '>3.9'],
    ['<3.13,!=3.12.*', '<3.12'],
  ])('a hole at the end moves it: %s is %s', (a, b) =>
    expect(samePython(python(a), python(b))).toBe(true),
  );

  it('is no specifier list', () => {
    expect(parseRequiresPython('three')).toBeUndefined();
    expect(parseRequiresPython('3.9')).toBeUndefined();
  });
});

describe('members of a workspace share the Pythons that all of them allow', () => {
  it.each([
    [['>=3.9', '>=3.10,<4'], '>=3.10,<4'],
    [['>=3.8', '!=3.8.*'], '>=3.9'],
    [[], ''],
  ])('%j is %s', (texts, expected) =>
    expect(samePython(intersectPython(texts.map(python)), python(expected))).toBe(true),
  );

  it('says when there is none', () => {
    expect(isEmptyPython(intersectPython([python('<3.9'), python('>=3.9')]))).toBe(true);
    expect(isEmptyPython(intersectPython([python('<=3.9'), python('>=3.9')]))).toBe(false);
  });
});
