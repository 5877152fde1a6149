import { createHash } from 'node:crypto';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { NotJsonSerializable, pythonJson } from '../../src/python/json.ts';

function toml(text: string): unknown {
  return parse(text, { integersAsBigInt: true });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('JSON as Python writes it', () => {
  const value = { b: 1n, a: [1, true, 'é😀', 1e16, 0.1], A: { z: null, _: -0 } };

  it('sorts keys, keeps floats apart from integers, stays in ASCII', () => {
    const text = pythonJson(value, { separators: 'default' });
    expect(text).toBe(
      String.raw`{"A": {"_": -0.0, "z": null}, "a": [1.0, true, "\u00e9\ud83d\ude00", 1e+16, 0.1], "b": 1}`,
    );
    expect(sha256(text)).toBe('f81eb0781bc8e8b76c6804f93c2b0096d189ef56ebdadaf16eb946ed127cb0b1');
  });

  it('writes Pipenv’s compact form', () => {
    expect(sha256(pythonJson(value, { separators: 'compact' }))).toBe(
      'df4dd87105082936cad84938dbb084f3422ff3b5480814da599398ae2b227d62',
    );
  });

  it.each([
    ['x = 1', '{"x": 1}'],
    ['x = 1.0', '{"x": 1.0}'],
    ['x = 123456789012345678', '{"x": 123456789012345678}'],
    ['x = 1e22', '{"x": 1e+22}'],
    ['x = 1e15', '{"x": 1000000000000000.0}'],
    ['x = 123456.789', '{"x": 123456.789}'],
    ['x = 0.0001', '{"x": 0.0001}'],
    ['x = 0.00001', '{"x": 1e-05}'],
    ['x = 1.5e-7', '{"x": 1.5e-07}'],
    ['x = 1e300', '{"x": 1e+300}'],
    ['x = -inf', '{"x": -Infinity}'],
    ['x = nan', '{"x": NaN}'],
    [
      String.raw`x = "\"\\/\b\f\n\r\t\u0001\u007f~"`,
      String.raw`{"x": "\"\\/\b\f\n\r\t\u0001\u007f~"}`,
    ],
    ['x = []\ny = {}', '{"x": [], "y": {}}'],
  ])('%s becomes %s', (text, expected) => expect(pythonJson(toml(text))).toBe(expected));

  it('sorts by code point: U+FF5E comes before an emoji, unlike in JavaScript', () => {
    const names = ['\u{1F600}', '～', 'a', 'ab', 'B'];
    const text = pythonJson(Object.fromEntries(names.map((name) => [name, 1n])));
    expect(Object.keys(JSON.parse(text))).toEqual(['B', 'a', 'ab', '～', '\u{1F600}']);
  });

  it('writes what was asked for and is absent as null', () => {
    expect(pythonJson({ x: undefined })).toBe('{"x": null}');
  });

  it.each(['x = 2026-01-01', 'x = 12:30:00', 'x = [[{ y = 1979-05-27T07:32:00Z }]]'])(
    '%s stops here, as Python does',
    (text) => expect(() => pythonJson(toml(text))).toThrow(NotJsonSerializable),
  );

  it('refuses nesting that Python refuses, instead of running out of stack', () => {
    const deep = toml(`[${'a.'.repeat(20_000)}a]`);
    expect(() => pythonJson(deep)).toThrow(NotJsonSerializable);
  });
});
