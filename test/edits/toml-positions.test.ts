import { describe, expect, it } from 'vitest';
import { createTomlLocator } from '../../src/edits/toml-positions.ts';

const TEXT = `title = "x"

[project]
name = "app"
dependencies = [
    "httpx",
    # a remark
    "idna",
]
urls.home = "h"

[tool.uv]
sources = { httpx = { git = "g", rev = "r" } }

[[tool.uv.index]]
name = "a"

[[tool.uv.index]]
"url" = "u"

[[package]]
name = "one"

[package.metadata]
requires-dist = [
  { name = "a" },
  { name = "b" },
]

[[package]]
name = "two"

[[package.wheels]]
url = "w"
`;

describe('a key path leads to its lines', () => {
  const locate = createTomlLocator(TEXT);
  it.each<[string, (string | number)[], string]>([
    ['a key at the top', ['title'], '1-1'],
    ['a table', ['project'], '3-3'],
    ['a key', ['project', 'name'], '4-4'],
    ['an array', ['project', 'dependencies'], '5-9'],
    ['an element behind a comment', ['project', 'dependencies', 1], '8-8'],
    ['a dotted key', ['project', 'urls', 'home'], '10-10'],
    ['an inline table in an inline table', ['tool', 'uv', 'sources', 'httpx', 'rev'], '13-13'],
    ['a table of an array, a quoted key', ['tool', 'uv', 'index', 1, 'url'], '19-19'],
    ['a sub-table of a table of an array', ['package', 0, 'metadata', 'requires-dist', 1], '27-27'],
    ['a nested array of tables', ['package', 1, 'wheels', 0, 'url'], '34-34'],
    ['a missing key: where its table begins', ['project', 'version'], '3-3'],
    ['a missing element: where the array begins', ['project', 'dependencies', 9], '5-5'],
    ['nothing of it there', ['nope', 'x'], 'nowhere'],
    ['no key at all', [], 'nowhere'],
  ])('%s', (_, key, lines) => expect(show(locate(key))).toBe(lines));

  it.each([
    ['CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\u{feff}${TEXT}`],
  ])('%s changes no line', (_, text) => {
    expect(show(createTomlLocator(text)(['package', 1, 'name']))).toBe('31-31');
  });

  it('what is no TOML has no lines', () => {
    expect(createTomlLocator('[[[')(['a'])).toBeUndefined();
  });
});

function show(range: { line: number; endLine: number } | undefined): string {
  return range === undefined ? 'nowhere' : `${range.line}-${range.endLine}`;
}
