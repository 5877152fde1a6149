import { describe, expect, test } from 'vitest';
import { parseCutoff } from '../../../src/locks/uv/exclude-newer.ts';
import { IDNA_LOCK, project, verdict } from './support.ts';

/** The usual project with these settings, and a lock with these options. */
function withSettings(settings: string, options = '', files = {}): string {
  const lock =
    options === ''
      ? IDNA_LOCK
      : IDNA_LOCK.replace('[[package]]', `[options]\n${options}\n\n[[package]]`);
  const manifest = project(['idna>=3'], settings === '' ? '' : `[tool.uv]\n${settings}`);
  return verdict({ 'pyproject.toml': manifest, 'uv.lock': lock, ...files });
}

/** Status, setting and both values of the first reason. */
function short(words: string): string {
  const [status = '', first = ''] = words.split('\n');
  const values = /setting="([^"]*)" manifest="([^"]*)" lock="([^"]*)"/.exec(first);
  return values === null ? status : `${status} ${values[1]}: ${values[2]} / ${values[3]}`;
}

describe('settings that a lock records', () => {
  test.each([
    ['resolution = "highest"', '', 'fresh'],
    ['resolution = "lowest"', '', 'stale resolution: lowest / highest'],
    ['', 'resolution-mode = "lowest"', 'stale resolution: highest / lowest'],
    ['resolution = "lowest"', 'resolution-mode = "lowest"', 'fresh'],
    ['fork-strategy = "fewest"', '', 'stale fork-strategy: fewest / requires-python'],
    ['fork-strategy = "fewest"', 'fork-strategy = "fewest"', 'fresh'],
    ['prerelease = "if-necessary-or-explicit"', '', 'fresh'],
    ['prerelease = "allow"', '', 'stale prerelease: allow / if-necessary'],
    ['prerelease = "allow"', 'prerelease-mode = "allow"', 'fresh'],
    [
      'prerelease-package = { idna = "allow" }',
      '',
      'stale prerelease-package.idna: allow / not set',
    ],
    [
      'minimum-libc-version = { glibc = "2.31" }',
      '',
      'stale minimum-libc-version.glibc: 2.31 / not set',
    ],
    [
      'environments = ["sys_platform==\'linux\'"]',
      '',
      "stale environments: sys_platform=='linux' / not set",
    ],
    [
      'required-environments = ["sys_platform==\'linux\'"]',
      '',
      "stale required-environments: sys_platform=='linux' / not set",
    ],
    [
      'conflicts = [[{ extra = "a" }, { extra = "b" }]]',
      '',
      'stale conflicts: app extra a + app extra b / none',
    ],
    ['constraint-dependencies = ["zzz<1"]', '', 'fresh'],
    ['exclude-dependencies = ["idna"]', '', 'stale exclude-dependencies: idna / not set'],
    ['exclude-dependencies = ["zzz"]', '', 'fresh'],
    [
      'build-constraint-dependencies = ["setuptools<80"]',
      '',
      'stale build-constraint-dependencies: setuptools<80 / not set',
    ],
    ['default-groups = []', '', 'stale default-groups: none / dev'],
    ['default-groups = "all"', '', 'stale default-groups: all / dev'],
  ])('%s with a lock of %s is %s', (settings, options, expected) => {
    expect(short(withSettings(settings, options))).toBe(expected);
  });

  test('locks before revision 5 recorded no default groups', () => {
    const old = IDNA_LOCK.replace('revision = 5', 'revision = 3');
    const manifest = project(['idna>=3'], '[tool.uv]\ndefault-groups = "all"');
    expect(verdict({ 'pyproject.toml': manifest, 'uv.lock': old })).toBe('fresh');
  });
});

describe('exclude-newer', () => {
  const noon = 'exclude-newer = "2026-10-01T12:00:00Z"';
  test.each([
    [noon, '', 'stale exclude-newer: 2026-10-01T12:00:00Z / not set'],
    ['', noon, 'stale exclude-newer: not set / 2026-10-01T12:00:00Z'],
    [noon, noon, 'fresh'],
    ['exclude-newer = "2026-10-01T14:00:00+02:00"', noon, 'fresh'],
    ['exclude-newer = "2026-10-02"', noon, 'fresh'],
    [
      'exclude-newer = "2026-09-30"',
      noon,
      'stale exclude-newer: 2026-09-30 / 2026-10-01T12:00:00Z',
    ],
    ['exclude-newer = "7 days"', noon, 'stale exclude-newer: 7 days / 2026-10-01T12:00:00Z'],
    ['exclude-newer = "7 days"', 'exclude-newer-span = "P7D"', 'fresh'],
    ['exclude-newer = "1 week"', 'exclude-newer-span = "P7D"', 'stale exclude-newer: 1 week / P7D'],
    ['exclude-newer-package = { zzz = "2026-01-01" }', '', 'fresh'],
    ['exclude-newer-package = { idna = false }', '', 'fresh'],
    [
      'exclude-newer-package = { idna = "2026-01-01" }',
      '',
      'stale exclude-newer-package.idna: 2026-01-01 / not set',
    ],
    [
      'exclude-newer-package = { idna = "2026-01-01" }',
      'exclude-newer-package = { idna = false }',
      'stale exclude-newer-package.idna: 2026-01-01 / false',
    ],
    [
      '',
      'exclude-newer-package = { zzz = "2026-01-01T00:00:00Z" }',
      'stale exclude-newer-package.zzz: not set / 2026-01-01T00:00:00Z',
    ],
  ])('%s with a lock of %s is %s', (settings, options, expected) => {
    expect(short(withSettings(settings, options))).toBe(expected);
  });

  test.each([
    ['7 days', '7 days'],
    ['P7D', '7 days'],
    ['1w 2d', '1 weeks 2 days'],
    ['3 hrs, 5 mins', '3 hours 5 minutes'],
    ['-7 days', '-7 days'],
    ['7 days ago', '-7 days'],
    ['P7DT0H', '7 days'],
  ])('the span %s counts as %s', (text, key) => {
    expect(parseCutoff(text)).toEqual({ kind: 'span', key, text });
  });

  test.each(['1 month', 'P1Y', '7 Days', 'soon', '', 3n, true])('%s is no cutoff', (value) => {
    expect(parseCutoff(value)).toBeUndefined();
  });
});

describe('where settings come from', () => {
  const lowest = { 'uv.toml': 'resolution = "lowest"\n' };

  test('uv.toml replaces [tool.uv] as a whole', () => {
    expect(
      withSettings('resolution = "highest"\nprerelease = "allow"', '', lowest),
    ).toMatchInlineSnapshot(`
      "stale
      setting-changed: setting="resolution" manifest="lowest" lock="highest" @ uv.toml resolution <- uv.lock options resolution-mode"
    `);
  });

  test('an unknown key makes uv drop the whole table', () => {
    expect(withSettings('resolution = "lowest"\nresolutoin = "x"')).toBe('fresh');
  });

  test('so does a value of the wrong type', () => {
    expect(withSettings('resolution = "lowest"\nno-build = "yes"')).toBe('fresh');
  });

  test.each([
    ['an unknown key', 'foo = 1'],
    ['a key for pyproject.toml only', 'dev-dependencies = []'],
    ['broken TOML', 'foo = '],
  ])('%s in uv.toml is refused', (_, text) => {
    expect(withSettings('', '', { 'uv.toml': text }).split('\n')[0]).toBe('refused');
  });

  test('a folder above counts only when the project has no settings', () => {
    const texts = {
      'uv.toml': 'resolution = "lowest"\n',
      'api/pyproject.toml': project(['idna>=3']),
      'api/uv.lock': IDNA_LOCK,
    };
    expect(short(verdict(texts, 'api/uv.lock'))).toBe('stale resolution: lowest / highest');
    const own = {
      ...texts,
      'api/pyproject.toml': project(['idna>=3'], '[tool.uv]\npackage = false'),
    };
    expect(verdict(own, 'api/uv.lock')).toBe('fresh');
  });

  test('a uv newer than all known rules leaves the verdict open', () => {
    expect(withSettings('required-version = ">=99"')).toMatchInlineSnapshot(`
      "unable
      the repository asks for uv \`>=99\`, whose rules are not known here (known: 0.13.9)"
    `);
  });

  test('an older uv is judged by the known rules', () => {
    expect(withSettings('required-version = "<0.10"')).toBe('fresh');
  });
});
