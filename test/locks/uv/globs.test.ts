import { expect, test } from 'vitest';
import { compileGlob } from '../../../src/locks/uv/globs.ts';

function member(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern, 'component', 'walk');
  return glob.kind === 'glob' && glob.matches(path);
}

function exclude(pattern: string, path: string): boolean {
  const glob = compileGlob(pattern, 'path', 'text');
  return glob.kind === 'glob' && glob.matches(path);
}

test.each([
  ['packages/*', 'packages/a', true],
  ['packages/*', 'packages/a/b', false],
  ['packages/*', 'packages', false],
  ['packages/*', 'packages/.hidden', true],
  ['./packages//*', 'packages/a', true],
  ['packages/../libs/?', 'libs/a', true],
  ['packages/**', 'packages', false],
  ['packages/**', 'packages/a/b', true],
  ['packages/**/core', 'packages/core', true],
  ['packages/**/core', 'packages/a/b/core', true],
  ['packages/**/core', 'packages/a/b/xcore', false],
  ['**/core', 'core', true],
  ['**/core', 'a/core', true],
  ['lib-[a-c]', 'lib-b', true],
  ['lib-[!a-c]', 'lib-b', false],
  ['lib-[!a-c]', 'lib-/', false],
  ['a.b', 'axb', false],
])('members: %s on %s is %s', (pattern, path, expected) => {
  expect(member(pattern, path)).toBe(expected);
});

test.each([
  ['packages/*', 'packages/a/b', true],
  ['*', 'packages/a/b', true],
  ['packages/**', 'packages/a', true],
  ['packages', 'packages/a', false],
  ['**/tests', 'a/b/tests', true],
])('an exclude reaches across folders: %s on %s is %s', (pattern, path, expected) => {
  expect(exclude(pattern, path)).toBe(expected);
});

test.each(['a***', 'a**', '**a/b', 'lib-[a'])('%s is not a glob', (pattern) => {
  expect(compileGlob(pattern, 'component', 'walk').kind).toBe('invalid');
});

test('a hostile pattern takes no longer than its size', () => {
  const glob = compileGlob(`${'*a'.repeat(200)}b`, 'component', 'walk');
  expect(glob.kind === 'glob' && glob.matches('a'.repeat(2_000))).toBe(false);
});
