import { describe, expect, test } from 'vitest';
import { withoutCutOff } from '../../src/relock/minimal/cut-off.ts';
import { minimalUvLock } from '../../src/relock/minimal/uv.ts';

const OLD = `version = 1
revision = 1
requires-python = ">=3.11"

[[package]]
name = "alpha"
version = "1.0"
source = { registry = "https://index.example/simple" }
dependencies = [
    { name = "beta", marker = "python_full_version >= '3.11' and sys_platform == 'linux'" },
]
wheels = [
    { url = "https://files.example/alpha-1.0-py3-none-any.whl", hash = "sha256:aa", size = 9 },
]

[[package]]
name = "beta"
version = "1.0"
source = { registry = "https://index.example/simple" }
wheels = [
    { url = "https://files.example/beta-1.0-py3-none-any.whl", hash = "sha256:bb", size = 9 },
]
`;

/** As a newer uv writes it after beta was moved. */
const MADE = OLD.replace('revision = 1', 'revision = 5')
  .replaceAll('size = 9 }', 'size = 9, upload-time = "2026-01-01T00:00:00Z" }')
  .replace(
    "python_full_version >= '3.11' and sys_platform == 'linux'",
    "sys_platform == 'linux' and python_full_version >= '3.11'",
  )
  .replace('name = "beta"\nversion = "1.0"', 'name = "beta"\nversion = "1.1"')
  .replace('beta-1.0', 'beta-1.1')
  .replace('sha256:bb', 'sha256:cc');

describe('what a newer uv made', () => {
  test('keeps what nobody touched byte for byte, the revision too', () => {
    const lines = minimalUvLock(OLD, MADE).split('\n');
    const before = OLD.split('\n');
    expect(lines.filter((line, at) => line !== before[at])).toEqual([
      'version = "1.1"',
      '    { url = "https://files.example/beta-1.1-py3-none-any.whl", hash = "sha256:cc", size = 9, upload-time = "2026-01-01T00:00:00Z" },',
    ]);
  });

  test.each([
    ['a hash', 'sha256:aa', 'sha256:dd'],
    ['a dependency', 'name = "beta", marker', 'name = "delta", marker'],
    ['where it is installed', "'linux'", "'darwin'"],
  ])('never hides that %s changed', (_, from, to) => {
    const changed = MADE.replace(from, to);
    expect(minimalUvLock(OLD, changed)).toContain(to);
  });

  test('stays as it is where it is another format', () => {
    expect(minimalUvLock(OLD, 'no TOML [[')).toBe('no TOML [[');
    expect(minimalUvLock(OLD, MADE.replace('version = 1', 'version = 2'))).toContain(
      'revision = 5',
    );
  });

  test('of an unchanged lock is the old one', () => {
    expect(minimalUvLock(OLD, OLD.replace('revision = 1', 'revision = 4'))).toBe(OLD);
  });
});

describe('a cut-off of one run', () => {
  const head = OLD.split('[[package]]')[0] ?? '';
  const options = '[options]\nexclude-newer = "2026-11-20T00:00:00Z"\n';

  test('goes without a trace', () => {
    const perPackage = '\n[options.exclude-newer-package]\nalpha = "2026-11-23T00:00:01Z"\n';
    expect(withoutCutOff(OLD.replace(head, `${head}${options}${perPackage}\n`))).toBe(OLD);
  });

  test('leaves other options of the repository', () => {
    const more = `${options}resolution-mode = "lowest"\n\n`;
    expect(withoutCutOff(OLD.replace(head, head + more))).toBe(
      OLD.replace(head, `${head}[options]\nresolution-mode = "lowest"\n\n`),
    );
  });
});
