import { describe, expect, it } from 'vitest';
import { MarkerTooComplex } from '../../src/python/markers/index.ts';
import { parseRequirement } from '../../src/python/requirement.ts';
import {
  type Comparable,
  sameExactly,
  sameRequirements,
} from '../../src/python/requirement-set.ts';
import { ANY_PYTHON, parseRequiresPython } from '../../src/python/requires-python.ts';

function declared(text: string): Comparable {
  const requirement = parseRequirement(text);
  if (requirement === undefined) throw new Error(`${text} is no requirement`);
  return { ...requirement, source: requirement.url ?? '' };
}

function same(a: readonly string[], b: readonly string[], python = '>=3.10'): boolean {
  const bounds = parseRequiresPython(python) ?? ANY_PYTHON;
  const forth = sameRequirements(a.map(declared), b.map(declared), bounds);
  expect(sameRequirements(b.map(declared), a.map(declared), bounds)).toBe(forth);
  return forth;
}

// Each row without a URL was asked of `uv lock --check` 0.13.9.
describe('uv takes these lists for the same', () => {
  it.each([
    [
      ['x>=1', 'y'],
      ['y', 'x>=1.0,>=0.5'],
    ],
    [['x>=1'], ['x>=1', 'x']],
    [['x>=1', 'x<2'], ['x<2,>=1']],
    [['x[trio,trio]'], ['x[trio]']],
    [['x[a]', 'x[b]'], ['x[b,a]']],
    [['x>=1'], ["x>=1 ; os_name == 'nt'", "x>=1 ; os_name != 'nt'"]],
    [['x>=1'], ["x>=1 ; python_version >= '3.9'"]],
    [['x==1'], ['x==1.0']],
    [
      ["x ; os_name == 'nt' and sys_platform == 'darwin' and extra == 'web'"],
      ["x ; python_version < '0'"],
    ],
    [['x==1'], ["x==1 ; os_name == 'nt'", "x==1.0 ; os_name != 'nt'"]],
    [["x>=1 ; extra == 'web'"], ["x>=1 ; extra == 'web'", "x ; extra == 'web'"]],
    [['x>=1', "x>=1 ; python_version < '3'"], ['x>=1']],
    [
      ["x[a]<3 ; python_version >= '3.12'", 'x>=1'],
      ["x>=1 ; python_version < '3.12'", "x[a]>=1,<3 ; python_version >= '3.12'"],
    ],
  ])('%j and %j', (a, b) => expect(same(a, b)).toBe(true));
});

describe('uv tells these lists apart', () => {
  it.each([
    [['x>=1'], ['x>=2']],
    [['x>=1'], ['x>=1', 'y']],
    [['x>=1'], []],
    [['x>=0'], ['x']],
    [['x[a]'], ['x']],
    [['x==1'], ['x===1']],
    [['x==1'], ['x==1,>=0']],
    [['x==1', 'x'], ['x==1']],
    [['x'], ["x ; extra == 'web'", "x ; extra != 'web'"]],
    [['x'], ["x ; python_version >= '3.11'"]],
    [['x>=2', "x>=1 ; python_version < '3'"], ['x>=2']],
    [['x[a]', "x ; python_version < '3'"], ['x[a]']],
    [['x @ https://host.example/x.whl'], ['x']],
  ])('%j and %j', (a, b) => expect(same(a, b)).toBe(false));

  it('a declaration for no Python meets its like before those with extras', () => {
    const nt = "x[a] ; os_name == 'nt'";
    expect(same([nt, 'x!=1'], [nt, 'x!=1', "x[a] ; python_version < '0'"])).toBe(false);
  });
});

describe('build constraints are compared clause by clause', () => {
  const exactly = (a: string, b: string): boolean =>
    sameExactly([declared(a)], [declared(b)], ANY_PYTHON);

  it.each([
    ['x<80,>=1', 'x>=1.0,<80.0'],
    ['x==1.*', 'x==1.0.*'],
    ["x ; platform_system == 'Linux'", "x ; sys_platform == 'linux'"],
  ])('%s is %s', (a, b) => expect(exactly(a, b)).toBe(true));

  it.each([
    ['x<80', 'x<80,<90'],
    ['x~=1.0', 'x~=1.0.0'],
    ['x==1', 'x===1'],
    ['x[a]', 'x'],
  ])('%s is not %s', (a, b) => expect(exactly(a, b)).toBe(false));
});

describe('hostile lists', () => {
  it.each([
    ['regions that double', (i: number) => `x!=1.${i} ; 'a${i}' in platform_machine`],
    ['ranges that grow', (i: number) => `x!=1.${i} ; python_version >= '3.${i % 50}'`],
  ])('%s are given up, not computed', (_, text) => {
    const list = Array.from({ length: 1000 }, (_unused, index) => declared(text(index)));
    expect(() => sameRequirements(list, list, ANY_PYTHON)).toThrow(MarkerTooComplex);
  });

  it('thousands of honest ones are compared', () => {
    const list = Array.from({ length: 3000 }, (_, i) => declared(`x${i}>=1 ; extra == 'e${i}'`));
    expect(sameRequirements(list, [...list].reverse(), ANY_PYTHON)).toBe(true);
  });
});
