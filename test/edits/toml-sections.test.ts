import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseTOML } from 'toml-eslint-parser';
import { describe, expect, it, test } from 'vitest';
import { tomlSections } from '../../src/edits/toml-sections.ts';

const headers = (text: string) =>
  tomlSections(text)
    .slice(1)
    .map(({ header, line }) => `${line} ${header}`);

describe('a table begins', () => {
  it.each<[string, string, string[]]>([
    ['at its header', 'a = 1\n[b]\nc = 2\n[[d]]\n', ['2 [b]', '4 [[d]]']],
    ['behind blanks', '  [a]\n\t[b]\n', ['1 [a]', '2 [b]']],
    ['also the last, without a line end', '[a]', ['1 [a]']],
    ['not in an array of several lines', 'a = [\n[1],\n[2]\n]\n[b]\n', ['5 [b]']],
    ['not in an inline table of several lines', 'a = {\nb =\n[1] }\n[c]\n', ['4 [c]']],
    ['not in a text of several lines', 'a = """\n[x]\n\\"""\n[y]\n"""\n[b]\n', ['6 [b]']],
    ['not in a literal of several lines', "a = '''\n[x]\n''''\n[b]\n", ['4 [b]']],
    ['whatever a text before it holds', 'a = "[\\"["\nb = \'["\'\n[c]\n', ['3 [c]']],
    ['whatever a comment before it holds', 'a = 1 # it\'s [ """\n[b]\n', ['2 [b]']],
    ['with its quoted key', '["a]"."#"]\nb = 1\n[c] # [d]\n', ['1 ["a]"."#"]', '3 [c] # [d]']],
    ['at CRLF', 'a = 1\r\n[b]\r\nc = 2\r\n', ['2 [b]\r']],
  ])('%s', (_, text, expected) => expect(headers(text)).toEqual(expected));

  it('as the parser says, in a real lock', () => {
    const text = readFileSync(
      new URL('../../fixtures/repos/uv-app/uv.lock', import.meta.url),
      'utf8',
    );
    const tables = parseTOML(text).body[0].body.filter((node) => node.type === 'TOMLTable');
    expect(tables.length).toBeGreaterThan(5);
    expect(tomlSections(text).slice(1)).toMatchObject(
      tables.map(({ loc }) => ({ line: loc.start.line })),
    );
  });
});

test('the sections are the whole text, whatever it is', () => {
  const part = fc.constantFrom('[', ']', '"', '"""', "'''", "'", '\\', '\n', '#', 'a', '{', '}');
  fc.assert(
    fc.property(
      fc.array(part).map((parts) => parts.join('')),
      (text) => {
        const sections = tomlSections(text);
        expect(sections.map(({ header, body }) => header + body).join('')).toBe(text);
      },
    ),
  );
});
