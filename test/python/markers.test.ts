import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FALSE,
  type Marker,
  MarkerTooComplex,
  parseMarker,
  TRUE,
} from '../../src/python/markers/index.ts';
import { pythonMarker } from '../../src/python/requires-python.ts';
import { markerText } from './arbitraries.ts';

function marker(text: string): Marker {
  const parsed = parseMarker(text);
  if (parsed === undefined) throw new Error(`${text} is no marker`);
  return parsed;
}

function same(a: string, b: string, requiresPython = ''): boolean {
  const python = pythonMarker(requiresPython);
  return marker(a).and(python).equals(marker(b).and(python));
}

const ALWAYS = '';
const NEVER = "python_version < '0'";

describe('markers are compared as functions', () => {
  it.each([
    [
      "python_version >= '3.8' and sys_platform == 'win32'",
      "platform_system == 'Windows'",
      '>=3.9',
    ],
    ["python_version > '3.12'", "python_full_version >= '3.13'", ''],
    ["python_version <= '3.12'", "python_full_version < '3.13'", ''],
    ["python_version in '3.9 3.10'", "python_full_version < '3.11'", '>=3.9'],
    ["python_version >= '3.9.1'", "python_full_version >= '3.10'", ''],
    ["python_version != '3.9.1'", ALWAYS, ''],
    ["python_version ~= '3.9'", "python_full_version >= '3.9' and python_full_version < '4'", ''],
    ["python_version < '<3.10'", ALWAYS, ''],
    ["sys_platform >= 'win32'", "sys_platform == 'win32'", ''],
    ["python_version < '3.9' and sys_platform == 'linux'", NEVER, '>=3.9'],
    ["extra == 'Foo_Bar' and python_version >= '3.8'", "extra == 'foo-bar'", '>=3.9'],
    ["'3.9' <= python_version", "python_version >= '3.9'", ''],
    ["os.name == 'nt'", "os_name == 'nt'", ''],
    ["python_full_version == '3.9.*'", "python_version == '3.9'", ''],
    // Since uv 0.13.9 what cannot be makes no difference.
    ["os_name == 'nt'", "os_name == 'nt' and sys_platform != 'linux'", ''],
    ["platform_system == 'FreeBSD' and sys_platform == 'darwin'", NEVER, '>=3.9'],
    ["python_version <= '3.12.4'", "python_version < '3.13'", ''],
    ["python_version > '3.9.1'", "python_full_version >= '3.10'", ''],
    ["python_version == '3'", "python_full_version == '3.0.*'", ''],
    ["python_version == '3.*'", "python_full_version >= '3' and python_full_version < '4'", ''],
    ["python_version == '3.11.0.*'", "python_full_version == '3.11.*'", ''],
    ["python_version != '3.11.1.*'", NEVER, ''],
    ["python_version ~= '3.11.0'", "python_full_version == '3.11.*'", ''],
    ["python_version ~= '3.11.1'", NEVER, ''],
    ["python_full_version >= '3.13.0rc1'", "python_full_version >= '3.13'", ''],
    ["python_version not in '3.9 3.10'", "python_full_version >= '3.11'", '>=3.9'],
    // Quirks of uv: a patch spoils the whole list, a list with commas is none.
    ["python_version not in '3.11 3.12.4'", NEVER, ''],
    ["python_version in '3.11, 3.12'", ALWAYS, ''],
    ["'3.11.*' == python_version", ALWAYS, ''],
    ["os_name ~= 'nt'", ALWAYS, ''],
    ["os_name == sys_platform and os_name == 'nt'", "os_name == 'nt'", ''],
    ["'a' == 'b' or os_name == 'nt'", "os_name == 'nt'", ''],
    ["extra == 'not a name'", NEVER, ''],
    ["sys_platform > 'win32'", NEVER, ''],
    ["platform_python_implementation == 'PyPy'", "python_implementation == 'PyPy'", ''],
    // Darwin's kernel has versions (uv since 0.13), other platforms have texts.
    [
      "platform_release >= '20.0' and sys_platform == 'darwin'",
      "platform_release >= '20' and platform_system == 'Darwin'",
      '',
    ],
  ])('%s is %s under %j', (a, b, requiresPython) => {
    expect(same(a, b, requiresPython)).toBe(true);
  });

  it.each([
    ["'linux' in sys_platform", "sys_platform == 'linux'"],
    ["sys_platform == 'win32'", "sys_platform == 'win32' and os_name == 'nt'"],
    ["python_version == '3.9.1'", "python_full_version == '3.9.1'"],
    ["python_full_version <= '3.9'", "python_full_version < '3.9.1'"],
    ["platform_release >= '5'", "platform_release == '5'"],
    ["platform_release >= '20.0'", "platform_release >= '20'"],
    ["platform_system == 'FreeBSD'", "sys_platform == 'freebsd'"],
    ["'x' in os_name", "os_name in 'x'"],
  ])('%s is not %s', (a, b) => expect(same(a, b)).toBe(false));

  it.each([
    'python_version >=',
    "foo == '1'",
    "(os_name == 'nt'",
    "os_name == 'nt' and",
    "os_name 'nt'",
  ])('%s is no marker', (text) => expect(parseMarker(text)).toBeUndefined());

  it('obeys the laws of logic', () => {
    fc.assert(
      fc.property(markerText, markerText, (a, b) => {
        const [left, right] = [marker(a), marker(b)];
        expect(left.and(right).not().equals(left.not().or(right.not()))).toBe(true);
        expect(left.or(right.and(left)).equals(left)).toBe(true);
        expect(left.and(left.not()).isFalse()).toBe(true);
        expect(left.or(left.not()).isTrue()).toBe(true);
        expect(left.isDisjoint(right)).toBe(left.and(right).isFalse());
      }),
    );
  });

  it('says which extras it asks for, and what remains without them', () => {
    const one = marker("extra == 'web' and os_name == 'nt' or extra == 'cli'");
    expect(one.extras()).toEqual(['cli', 'web']);
    expect(one.withExtras(new Set(['web'])).equals(marker("os_name == 'nt'"))).toBe(true);
    expect(one.withExtras(new Set()).equals(FALSE)).toBe(true);
    expect(one.withExtras(new Set(['cli'])).equals(TRUE)).toBe(true);
    expect(
      marker("extra == 'a' and os_name == 'nt'").withoutExtras().equals(marker("os_name == 'nt'")),
    ).toBe(true);
  });
});

describe('hostile markers', () => {
  it.each([
    ['nesting without end', `${'('.repeat(5000)}os_name == 'nt'${')'.repeat(5000)}`],
    ['a megabyte of comparisons', Array(60_000).fill("os_name == 'nt'").join(' or ')],
    [
      'thousands of variables, one below the other',
      Array.from({ length: 3000 }, (_, i) => `extra == 'e${i}'`).join(' or '),
    ],
  ])('%s is said to be too complex', (_, text) =>
    expect(() => parseMarker(text)).toThrow(MarkerTooComplex),
  );

  it('a marker that grows exponentially is given up, not computed', () => {
    const pairs = Array.from(
      { length: 22 },
      (_, i) => `('a${i}' in sys_platform and 'z${i}' in os_name)`,
    );
    expect(() => parseMarker(pairs.join(' or '))).toThrow(/too complex/);
  });

  it('a marker outlives the nodes that it was made of', () => {
    const before = marker("os_name == 'nt' and sys_platform != 'linux' or extra == 'web'");
    for (let index = 0; index < 30_000; index++) marker(`extra == 'e${index}' and os_name == 'nt'`);
    const after = marker("extra == 'web' or 'nt' == os_name");
    expect(before.equals(after)).toBe(true);
    expect(before.and(after.not()).isFalse()).toBe(true);
    expect(before.extras()).toEqual(['web']);
  });

  it('thousands of different markers leave room for the next', () => {
    for (let index = 0; index < 6000; index++) marker(`platform_release == '${index}'`);
    expect(same("os_name == 'nt'", "os_name == 'nt' and python_version >= '3'", '>=3.9')).toBe(
      true,
    );
    expect(marker("os_name == 'nt'").and(TRUE).isFalse()).toBe(false);
  });
});
