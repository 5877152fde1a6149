/** What `pdm lock --check` of PDM 2.29.3 said when it was run on each of these. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hashOf, judge, lockFor, MANIFEST, told } from './support.ts';

const LOCK = lockFor(MANIFEST);
const status = (manifest: string, lock = LOCK) => judge(manifest, lock).freshness.status;
const edited = (from: string, to: string) => MANIFEST.replace(from, to);
const DEV = '[tool.pdm.dev-dependencies]\nlint = ["ruff"]\n\n';

describe('a pdm.lock stays fresh after', () => {
  test.each<[string, string]>([
    ['nothing', MANIFEST],
    ['another name and version', edited('"app"', '"other"').replace('1.0.0', '2.0.0')],
    ['another case of a dependency group', edited('Test_A', 'test-a')],
    ['another separator in a group', edited('Test_A', '"Test.A"')],
    [
      'a dev group that moves to [dependency-groups]',
      edited(DEV, '').replace('Test_A', 'lint = ["ruff"]\nTest_A'),
    ],
    [
      'another order of keys in a source',
      edited(
        'name = "corp"\nurl = "https://index.example/simple"',
        'url = "https://index.example/simple"\nname = "corp"',
      ),
    ],
    ['a build system', `${MANIFEST}[build-system]\nrequires = ["pdm-backend"]\n`],
    [
      'tool.pdm.distribution',
      edited('[tool.pdm.dev', '[tool.pdm]\ndistribution = true\n[tool.pdm.dev'),
    ],
    [
      'old overrides, which nothing reads',
      edited('[tool.pdm.dev', '[tool.pdm.overrides]\nx = "1"\n[tool.pdm.dev'),
    ],
    ['CRLF', MANIFEST.replaceAll('\n', '\r\n')],
  ])('%s', (_, manifest) => expect(status(manifest)).toBe('fresh'));

  test.each<[string, string]>([
    ['another strategy', LOCK.replace('inherit_metadata', 'static_urls')],
    ['fewer groups', LOCK.replace('"default", "lint", "net", "test-a"', '"default"')],
    ['other targets', LOCK.replace('requires_python = ">=3.9"', 'requires_python = ">=3.11"')],
    ['an edited body', LOCK.replace('2.0', '2.1')],
    ['lock version 4.5.0', LOCK.replace('4.5.1', '4.5.0')],
    ['lock version 4.5', LOCK.replace('4.5.1', '4.5')],
    ['lock version 4.4.1', LOCK.replace('4.5.1', '4.4.1')],
    ['lock version 4.5.2', LOCK.replace('4.5.1', '4.5.2')],
    ['lock version 4.0', LOCK.replace('4.5.1', '4.0')],
    ['CRLF in the lock', LOCK.replaceAll('\n', '\r\n')],
  ])('%s', (_, lock) => expect(status(MANIFEST, lock)).toBe('fresh'));

  test('an include of a group', () => {
    const manifest = edited(
      'Test_A = ["pytest>=8"]',
      'Test_A = ["pytest>=8"]\nall = [{include-group = "Test_A"}]',
    );
    expect(status(manifest, lockFor(manifest))).toBe('fresh');
  });

  test('the same group in both tables: their lists are put together', () => {
    const manifest = edited('lint = ["ruff"]', 'Test-A = ["ruff"]');
    expect(status(manifest, lockFor(manifest))).toBe('fresh');
  });
});

describe('a pdm.lock is stale after', () => {
  test.each<[string, string]>([
    ['another Python', edited('>=3.9', '>=3.10')],
    ['the same Python spelt otherwise', edited('>=3.9', '>= 3.9')],
    ['no Python', edited('requires-python = ">=3.9"\n', '')],
    ['another specifier', edited('idna>=3.4', 'idna>=3.5')],
    [
      'another order of dependencies',
      edited('"idna>=3.4", "iniconfig"', '"iniconfig", "idna>=3.4"'),
    ],
    ['another case of an extra', edited('Net', 'net')],
    ['a changed dev dependency', edited('"ruff"', '"ruff>=0.9"')],
    ['a changed override', edited('"3.10"', '"3.9"')],
    ['no overrides', edited('[tool.pdm.resolution.overrides]\nidna = "3.10"\n', '')],
    [
      'excludes',
      edited(
        '[tool.pdm.resolution.overrides]',
        '[tool.pdm.resolution]\nexcludes = ["x"]\n[tool.pdm.resolution.overrides]',
      ),
    ],
    ['another source', `${MANIFEST}[[tool.pdm.source]]\nname = "b"\nurl = "https://b.example"\n`],
    [
      'dependencies that are dynamic now',
      edited('dependencies = ["idna>=3.4", "iniconfig"]', 'dynamic = ["dependencies"]'),
    ],
  ])('%s', (_, manifest) => expect(status(manifest)).toBe('stale'));

  test.each<[string, string]>([
    ['no hash', LOCK.replace(/content_hash.*\n/, '')],
    ['a hash without its algorithm', LOCK.replace('sha256:', '')],
    ['an algorithm that nobody knows', LOCK.replace('sha256:', 'sha0:')],
    ['a hash in capitals', LOCK.replace(hashOf(MANIFEST), hashOf(MANIFEST).toUpperCase())],
  ])('%s', (_, lock) => expect(status(MANIFEST, lock)).toBe('stale'));

  test('a wish for recorded inputs, which the lock has not', () => {
    const manifest = edited(
      '[tool.pdm.resolution.overrides]',
      '[tool.pdm.resolution]\nlock_inputs = true\n[tool.pdm.resolution.overrides]',
    );
    expect(told(judge(manifest, lockFor(manifest)))).toMatchInlineSnapshot(`
      [
        "stale",
        "{"kind":"setting-changed","setting":"tool.pdm.resolution.lock_inputs","manifest":"true","lock":"a hash"} at {"path":"pyproject.toml","key":["tool","pdm","resolution"]}",
      ]
    `);
  });
});

describe('PDM refuses', () => {
  test.each<[string, string, string]>([
    ['one group twice', edited('Test_A', 'lint-x = []\nLINT_x = []\nTest_A'), LOCK],
    ['a manifest with a byte order mark', `\u{feff}${MANIFEST}`, LOCK],
    ['a lock with a byte order mark', MANIFEST, `\u{feff}${LOCK}`],
    [
      'a lock with merge conflict markers',
      MANIFEST,
      `<<<<<<< HEAD\n${LOCK}=======\n>>>>>>> main\n`,
    ],
    [
      'a manifest with merge conflict markers',
      `<<<<<<< HEAD\n${MANIFEST}=======\n>>>>>>> main\n`,
      LOCK,
    ],
    ['a lock that cannot be parsed', MANIFEST, `${LOCK}[[package`],
    ['an empty lock', MANIFEST, ''],
    ['a lock without a version', MANIFEST, LOCK.replace(/lock_version.*\n/, '')],
    ['a version that is none', MANIFEST, LOCK.replace('4.5.1', 'new')],
    ['a lock of a newer minor version', MANIFEST, LOCK.replace('4.5.1', '4.6.0')],
    ['a lock of a newer major version', MANIFEST, LOCK.replace('4.5.1', '5.0')],
  ])('%s', (_, manifest, lock) => expect(status(manifest, lock)).toBe('refused'));

  test('an old lock version is stale unless its own rule matches', () => {
    expect(status(MANIFEST, LOCK.replace('4.5.1', '3.1'))).toBe('stale');
  });
});

describe('a lock of an older PDM', () => {
  const old = edited('[dependency-groups]\nTest_A = ["pytest>=8"]\n\n', '').replace(
    'lint',
    'Lint_A',
  );

  test.each([
    ['2.16', '4.4.2'],
    ['2.3', '4.4'],
    ['1.12', '3.1'],
    ['1.5', '3'],
    ['1.0', '2'],
  ] as const)('passes by the rule of %s, and says so', (formula, version) => {
    expect(told(judge(old, lockFor(old, { formula, version })))[0]).toBe(
      `fresh: written by an older PDM, by its rule of ${formula}: PDM ≥ 2.20 asks for a relock`,
    );
  });

  test('does not pass by a rule that hashed no groups when there are groups', () => {
    expect(status(MANIFEST, lockFor(old, { formula: '2.16', version: '4.5.0' }))).toBe('stale');
  });
});

test('an md5 is as good as a sha256, if it is the right one', () => {
  const text = '[project]\nname = "a"\n';
  const content =
    '{"dependencies": [], "dev-dependencies": {}, "optional-dependencies": {}, "requires-python": "", "resolution": {}, "sources": []}';
  const md5 = createHash('md5').update(content).digest('hex');
  expect(status(text, lockFor(text, { hash: `md5:${md5}` }))).toBe('fresh');
});

test('a date cannot be hashed: PDM stops there', () => {
  const manifest = edited('url =', 'since = 2024-01-01\nurl =');
  expect(told(judge(manifest, LOCK))).toEqual(['unable']);
});

test('without [project] PDM converts other tables first', () => {
  expect(told(judge('[tool.poetry]\nname = "x"\n', LOCK))).toEqual(['unable']);
});
