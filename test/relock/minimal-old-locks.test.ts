/** What real old versions of uv left behind, in the small. */
import { structuredPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { minimalUvLock } from '../../src/relock/minimal/uv.ts';

/** A project that needs alpha before Python 3.11 and gamma everywhere, as uv 0.4 locks it. */
const OLDEST = `version = 1
requires-python = ">=3.10"
resolution-markers = [
    "python_full_version < '3.11'",
    "python_full_version >= '3.11'",
]

[[package]]
name = "alpha"
version = "1.0"
source = { registry = "https://index.example/simple" }
dependencies = [
    { name = "beta", marker = "python_full_version < '3.11'" },
]
sdist = { url = "https://files.example/alpha-1.0.tar.gz", hash = "sha256:a0", size = 9 }
wheels = [
    { url = "https://files.example/alpha-1.0-cp310-cp310-linux_x86_64.whl", hash = "sha256:a1", size = 9 },
    { url = "https://files.example/alpha-1.0-cp312-cp312-linux_x86_64.whl", hash = "sha256:a2", size = 9 },
]

[[package]]
name = "beta"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [
    { url = "https://files.example/beta-1.0-py3-none-any.whl", hash = "sha256:b0", size = 9 },
]

[[package]]
name = "demo"
version = "0.1"
source = { virtual = "." }
dependencies = [
    { name = "alpha", marker = "python_full_version < '3.11'" },
    { name = "gamma" },
]

[package.optional-dependencies]
fast = [
    { name = "beta" },
]

[package.metadata]
requires-dist = [
    { name = "alpha", marker = "python_full_version < '3.11'" },
    { name = "beta", marker = "extra == 'fast'" },
    { name = "gamma" },
]

[[package]]
name = "gamma"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [
    { url = "https://files.example/gamma-1.0-py3-none-any.whl", hash = "sha256:c0", size = 9 },
]
`.replaceAll(/(?<=sha256:)\w\w/g, (two) => two.repeat(32));

/** What today's uv makes of it: simpler markers, other files of alpha, more facts. */
const NEWEST = OLDEST.replace('version = 1\n', 'version = 1\nrevision = 5\n')
  .replace(
    `    "python_full_version < '3.11'",\n    "python_full_version >= '3.11'",`,
    `    "python_full_version >= '3.11'",\n    "python_full_version < '3.11'",`,
  )
  .replace(`"beta", marker = "python_full_version < '3.11'"`, '"beta"')
  .replace(/.*alpha-1.0-cp312.*\n/, '')
  .replace(
    'wheels = [\n    { url = "https://files.example/alpha',
    `wheels = [\n    { url = "https://files.example/alpha-1.0-cp310-cp310-win_amd64.whl", hash = "sha256:${'a3'.repeat(32)}", size = 9 },\n    { url = "https://files.example/alpha`,
  )
  .replaceAll('size = 9 }', 'size = 9, upload-time = "2026-01-01T00:00:00Z" }')
  .replace(/(\{ name = "gamma" \},\n\]\n)(?=\n\[\[package)/, '$1provides-extras = ["fast"]\n');

/** Lines that differ from those at the same place of the old lock, as in a diff. */
function changedLines(before: string, after: string): string {
  return structuredPatch('', '', before, after, '', '', { context: 0 })
    .hunks.flatMap(({ lines }) => lines)
    .join('\n');
}

describe('a lock of uv 0.4 in the hands of today’s', () => {
  test('stays byte for byte but for what was moved', () => {
    const moved = NEWEST.replace(/(name = "gamma"\nversion = )"1.0"/, '$1"1.1"')
      .replace('gamma-1.0', 'gamma-1.1')
      .replace('sha256:c0', 'sha256:c1');
    expect(changedLines(OLDEST, NEWEST).split('\n').length).toBeGreaterThan(15);
    expect(minimalUvLock(OLDEST, NEWEST)).toBe(OLDEST);
    expect(changedLines(OLDEST, minimalUvLock(OLDEST, moved))).toMatchInlineSnapshot(`
      "-version = "1.0"
      +version = "1.1"
      -    { url = "https://files.example/gamma-1.0-py3-none-any.whl", hash = "sha256:c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0", size = 9 },
      +    { url = "https://files.example/gamma-1.1-py3-none-any.whl", hash = "sha256:c1c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0", size = 9, upload-time = "2026-01-01T00:00:00Z" },"
    `);
  });

  test('of uv 0.6, which spelled upload times in another way', () => {
    const old = NEWEST.replaceAll('upload-time', 'upload_time').replace(
      'revision = 5',
      'revision = 2',
    );
    expect(minimalUvLock(old, NEWEST)).toBe(old);
  });

  // Otherwise beta would be missing on Python 3.12.
  test('takes the marker of a package that is needed in more places now', () => {
    const everywhere = (lock: string) =>
      lock.replaceAll(
        `{ name = "alpha", marker = "python_full_version < '3.11'" }`,
        '{ name = "alpha" }',
      );
    expect(changedLines(OLDEST, minimalUvLock(OLDEST, everywhere(NEWEST)))).toContain(
      `-    { name = "beta", marker = "python_full_version < '3.11'" },\n+    { name = "beta" },`,
    );
  });

  test.each<[string, (made: string) => string]>([
    [
      'of a package that is needed in more places now',
      (made) => made.replaceAll(/"alpha", marker = "[^"]*"/g, '"alpha"'),
    ],
    ['for a Python that is supported now', (made) => made.replace('">=3.10"', '">=3.9"')],
    ['with another hash', (made) => made.replace('sha256:a1', 'sha256:ff')],
    [
      'without any that was there',
      (made) => made.replaceAll('files.example/alpha', 'files.example/v2/alpha'),
    ],
  ])('takes the files %s', (_, change) => {
    expect(minimalUvLock(OLDEST, change(NEWEST))).toContain('cp310-win_amd64.whl');
  });

  test('shows an extra that was added to the manifest', () => {
    const before = OLDEST.replace(
      '{ name = "gamma" },\n]\n\n[[',
      '{ name = "gamma" },\n]\nprovides-extras = []\n\n[[',
    );
    expect(before).not.toBe(OLDEST);
    expect(changedLines(before, minimalUvLock(before, NEWEST))).toBe(
      '-provides-extras = []\n+provides-extras = ["fast"]',
    );
  });

  test('keeps the files of an entry whose forks changed', () => {
    const forked = NEWEST.replace(
      'version = "1.0"\nsource',
      `version = "1.0"\nresolution-markers = [\n    "python_full_version < '3.11'",\n]\nsource`,
    );
    expect(changedLines(OLDEST, minimalUvLock(OLDEST, forked))).toBe(
      `+resolution-markers = [\n+    "python_full_version < '3.11'",\n+]`,
    );
  });

  test('for Linux alone, with extras that conflict', () => {
    const conflicts = (first: string, second: string) =>
      `conflicts = [[\n    { package = "demo", extra = "${first}" },\n    { package = "demo", extra = "${second}" },\n]]\n\n`;
    const head = `supported-markers = [\n    "sys_platform == 'linux'",\n]\n`;
    const lock = (text: string, pairs: string) =>
      text.replace('[[package]]', `${head}${pairs}[[package]]`);
    const old = lock(OLDEST, conflicts('fast', 'slow'))
      .replace('{ name = "gamma" },', `{ name = "gamma", marker = "sys_platform == 'linux'" },`)
      .replace('cp312-cp312-linux_x86_64', 'cp310-cp310-win32');
    expect(minimalUvLock(old, lock(NEWEST, conflicts('slow', 'fast')))).toBe(old);
  });

  test('is not trusted with edges that lead nowhere', () => {
    const dangling = NEWEST.replace('{ name = "gamma" },', '{ name = "omega" },');
    expect(minimalUvLock(OLDEST, dangling)).toContain('cp310-win_amd64.whl');
  });
});
