import { matchesGlob } from 'node:path/posix';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globProblem, isIgnored } from '../../src/config/ignore.ts';

describe('a glob of `ignore`', () => {
  it.each([
    ['uv.lock', 'uv.lock', true],
    ['uv.lock', 'docs/uv.lock', false],
    ['*.lock', 'uv.lock', true],
    ['*.lock', 'docs/uv.lock', false],
    ['**/uv.lock', 'uv.lock', true],
    ['**/uv.lock', 'a/b/uv.lock', true],
    ['docs', 'docs/a/uv.lock', true],
    ['docs/', 'docs/a/uv.lock', true],
    ['/docs', 'docs/uv.lock', true],
    ['docs/**', 'docs/a/uv.lock', true],
    ['docs/*', 'docs/a/uv.lock', true],
    ['doc', 'docs/uv.lock', false],
    ['docs/*/uv.lock', 'docs/a/b/uv.lock', false],
    ['docs/**/uv.lock', 'docs/uv.lock', true],
    ['**/tests/**', 'a/tests/b/uv.lock', true],
    ['**/tests/**', 'a/contests/b/uv.lock', false],
    ['example-?', 'example-1/uv.lock', true],
    ['example-?', 'example-10/uv.lock', false],
    ['?', '😀', true],
    ['.github', '.github/uv.lock', true],
    ['*', '.hidden', true],
    ['DOCS', 'docs/uv.lock', false],
    ['a+(b)', 'aab', false],
  ])('%s on %s: %s', (glob, path, expected) => {
    expect(isIgnored(path, [glob])).toBe(expected);
  });

  it('matches as the globs of Node do, but covers what is in a matched folder too', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '*', '?', 'a*', '*b', 'a*b', '**');
    const name = fc.constantFrom('a', 'b', 'ab', 'abb', 'aab');
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (pieces, names) => {
          const glob = pieces.join('/');
          const folders = names.map((_, index) => names.slice(0, index + 1).join('/'));
          const expected = [...folders, `${names.join('/')}/`].some((one) =>
            matchesGlob(one, glob),
          );
          expect(isIgnored(names.join('/'), [glob])).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['runs of stars', '*a'.repeat(200), 'a'.repeat(4000)],
    ['runs of folders', '**/a/'.repeat(90), 'a/'.repeat(2000)],
  ])('cannot keep the matcher busy: %s', (_, glob, path) => {
    expect(isIgnored(`${path}!`, [`${glob}?b`])).toBe(false);
  });

  it.each(['docs/**', '**/uv.lock', 'a..b/c', '.github'])('%s is fine', (glob) => {
    expect(globProblem(glob)).toBe('none');
  });
});
