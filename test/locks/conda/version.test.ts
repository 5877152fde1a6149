import { describe, expect, it } from 'vitest';
import {
  admitsVersion,
  parseArchiveName,
  parseCondaDependency,
} from '../../../src/locks/conda/spec.ts';
import { compareCondaVersions, parseCondaVersion } from '../../../src/locks/conda/version.ts';

/** The docstring of conda's `VersionOrder`, as far as separators are plain. */
const ORDERED = [
  '0.4',
  '0.4.1.rc',
  '0.4.1',
  '0.5a1',
  '0.5b3',
  '0.5C1',
  '0.5',
  '0.9.6',
  '0.960923',
  '1.0',
  '1.1dev1',
  '1.1a1',
  '1.1.0dev1',
  '1.1.a1',
  '1.1.0rc1',
  '1.1.0',
  '1.1.0post1',
  '1996.07.12',
  '1!0.4.1',
  '1!3.1.1.6',
  '2!0.4.1',
];

describe("conda's order of versions", () => {
  it('follows the examples of its documentation', () => {
    const sorted = ORDERED.map((text) => ({ text, version: parseCondaVersion(text) }));
    for (const [index, { text, version }] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next?.version === undefined || version === undefined) continue;
      expect([text, next.text, compareCondaVersions(version, next.version) <= 0]).toEqual([
        text,
        next.text,
        true,
      ]);
    }
  });

  it.each(['', '1..2', '1.2_', '1 2', 'x'.repeat(300), '1+', '=1'])('%j is in doubt', (text) => {
    expect(parseCondaVersion(text)).toBeUndefined();
  });
});

describe('version specs', () => {
  it.each<[string, string, boolean | undefined]>([
    ['', '1.0', true],
    ['*', '1.0', true],
    ['>=3.10,<3.13', '3.12.1', true],
    ['>=3.10,<3.13', '3.13.0', false],
    ['3.11.*', '3.11.4', true],
    ['3.1.*', '3.11.4', false],
    ['=3.11', '3.11.4', true],
    ['==3.11', '3.11.4', false],
    ['3.11', '3.11.0', true],
    ['3.11', '3.11.4', false],
    ['!=1.2.*', '1.2.3', false],
    ['~=1.2.3', '1.2.9', true],
    ['~=1.2.3', '1.3.0', false],
    ['1.0|2.0', '2.0', true],
    ['<3.11.0a0', '3.10.9', true],
    ['>= 1.2', '1.3', true],
    ['1.2*', '1.2.3', undefined],
    ['^1.2$', '1.2', undefined],
    ['>=1,(<2|>3)', '1.5', undefined],
    ['>=1.0,nonsense!!', '0.9', false],
    ['>=1.0,nonsense!!', '1.9', undefined],
  ])('%j and %s: %s', (spec, version, admitted) => {
    expect(admitsVersion(spec, version)).toBe(admitted);
  });

  it('dependencies of records', () => {
    const texts = [
      'python >=3.10,<3.11.0a0 *_cp310',
      'Tk',
      '__glibc >=2.17,<3.0.a0',
      'numpy >= 1.2',
      'a[version=">=1"]',
      'x::y 1',
    ];
    expect(texts.map(parseCondaDependency)).toMatchInlineSnapshot(`
      [
        {
          "isConditional": false,
          "name": "python",
          "version": ">=3.10,<3.11.0a0",
        },
        {
          "isConditional": false,
          "name": "tk",
          "version": "",
        },
        undefined,
        {
          "isConditional": false,
          "name": "numpy",
          "version": ">=1.2",
        },
        {
          "isConditional": true,
          "name": "a",
          "version": "",
        },
        {
          "isConditional": true,
          "name": "y",
          "version": "",
        },
      ]
    `);
    expect(parseArchiveName('https://files.example/c/noarch/a-b-1.0-py_0.conda')).toEqual({
      name: 'a-b',
      version: '1.0',
    });
  });
});
