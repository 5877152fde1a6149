import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readPlainYaml } from '../../src/edits/plain-yaml.ts';
import { createYamlLocator } from '../../src/edits/yaml-positions.ts';

/** Without prototypes, for comparisons. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function whole(text: string): unknown {
  return plain(parse(text, { schema: 'failsafe', logLevel: 'silent' }));
}

describe('the plain subset of YAML', () => {
  it.each([
    ['scalars', 'a: 1\nb: 3.10\nc: true\nd:\ne: ~\nf: x y\n'],
    ['quotes', `a: 'x: #y'\nb: "z"  # comment\nc: ''\n`],
    ['nesting', 'a:\n  b:\n    c: 1\n  d: 2\n'],
    ['items at the column of their key', 'a:\n- 1\n- b: 2\n  c: 3\nd: 4\n'],
    ['items deeper', 'a:\n    - 1\n    -   b: 2\n        c: 3\n'],
    ['an item below its dash', 'a:\n-\n  b: 1\n-\n'],
    ['empty collections', 'a: {}\nb: []\n'],
    ['comments and blank lines', '# x\n\na: 1 # y\n  # z\nb: #w\n'],
    ['URLs and specs', 'a: https://x/y#z\nb:\n- python >=3,<4.0a0 *_cp\n'],
    ['a document start, CRLF, no last line end', '---\r\na: 1\r\nb: 2'],
    ['other scripts', 'a: ü 漢 😀\n'],
    ['a prototype key', '__proto__:\n  a: 1\n'],
  ])('%s', (_, text) => expect(plain(readPlainYaml(text)?.value)).toEqual(whole(text)));

  it.each([
    ['flow', 'a: {b: 1}'],
    ['block scalars', 'a: |\n  x\n'],
    ['anchors and aliases', 'a: &x 1\nb: *x\n'],
    ['tags', 'a: !!str 1\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['several lines of a scalar', 'a: x\n  y\n'],
    ['escapes', 'a: "\\n"\n'],
    ['two quotes', "a: 'it''s'\n"],
    ['tabs', 'a:\t1\n'],
    ['a second document', 'a: 1\n---\nb: 2\n'],
    ['bad indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['sequences in sequences', 'a:\n- - 1\n'],
    ['keys with quotes', '"a": 1\n'],
    ['conflict markers', '<<<<<<< HEAD\na: 1\n'],
    [
      'nested a thousand deep',
      Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    ],
  ])('leaves to the parser: %s', (_, text) => expect(readPlainYaml(text)).toBeUndefined());

  it('what it reads is what the whole parser reads', async () => {
    const value = fc.letrec((tie) => ({
      scalar: fc.oneof(
        fc.string(),
        fc.constantFrom('3.10', 'x: y', ' a', 'a #b', '- a', 'null', '[x]', "it's"),
      ),
      node: fc.oneof(
        { depthSize: 'small' },
        tie('scalar'),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z0-9_.-]{1,8}$/), tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    const lines = fc.array(
      fc.constantFrom(
        'a: 1',
        '  b: 2',
        '- c',
        '- d: 3',
        '  e:',
        '    - f',
        'g:',
        '#h',
        "i: 'j' #k",
        '  - l: m',
        '-',
        'n: o: p',
        'q: "r" s',
        ' t',
      ),
      { maxLength: 8 },
    );
    const texts = fc.oneof(
      value.map((one) => stringify({ root: one })),
      lines.map((one) => one.join('\n')),
    );
    await fc.assert(
      fc.property(texts, (text) => {
        const read = readPlainYaml(text);
        if (read === undefined) return;
        expect(plain(read.value)).toEqual(whole(text) ?? {});
      }),
      { numRuns: 3000 },
    );
  });
});

describe('lines of YAML keys', () => {
  const TEXT = `version: 6
packages:
- conda: a
  depends:
  - x
- conda: b
`;
  it.each<[readonly (string | number)[], number, number]>([
    [['version'], 1, 1],
    [['packages'], 2, 6],
    [['packages', 0], 3, 5],
    [['packages', 0, 'depends', 0], 5, 5],
    [['packages', 1], 6, 6],
    [['packages', 1, 'missing'], 6, 6],
  ])('%j: %i to %i', (key, line, endLine) => {
    expect(createYamlLocator(TEXT)(key)).toEqual({ line, endLine });
    expect(createYamlLocator(`${TEXT}more: [ 1 ]\n`)(key)?.line).toBe(line);
  });

  it('knows no lines where there is no YAML', () => {
    expect(createYamlLocator('a: [')(['b'])).toBeUndefined();
    expect(createYamlLocator(TEXT)(['nothing'])).toBeUndefined();
  });
});
