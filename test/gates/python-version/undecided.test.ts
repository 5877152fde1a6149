import { expect, test } from 'vitest';
import { application, judged, tests } from './support.ts';

test('a file that nobody can read is said, and everything else is judged', async () => {
  const { judgement } = await judged({
    ...application('>=3.12'),
    '.python-version': '3.11\n',
    'tox.ini': 'no section = python\n',
    ...tests('3.12'),
    '.github/workflows/broken.yml': 'jobs: [python\n',
    'charts/template.yaml': '{{ .Values.runtime }}: [\n',
  });
  expect(judgement.findings.map(({ rule }) => rule)).toEqual(['python-version/conflict']);
  expect(judgement.undecided).toMatchInlineSnapshot(`
    [
      {
        "path": ".github/workflows/broken.yml",
        "reason": "What this workflow says about Python cannot be read: line 2, Flow sequence in block collection must be sufficiently indented and end with a ].",
        "remedy": "Correct the file; all other places were judged.",
      },
      {
        "path": "tox.ini",
        "reason": "What this tox configuration says about Python cannot be read: line 1, an option stands before any section.",
        "remedy": "Correct the file; all other places were judged.",
      },
    ]
  `);
});

test('a range that is none is not guessed', async () => {
  const { judgement } = await judged({
    ...application('three or so'),
    '.python-version': 'latest-and-greatest!\n',
  });
  expect(judgement.findings).toEqual([]);
  expect(judgement.undecided).toMatchInlineSnapshot(`
    [
      {
        "path": ".python-version",
        "reason": "Line 1: \`latest-and-greatest!\` is no Python version.",
        "remedy": "Write a version (3.12) or a list of specifiers (>=3.12).",
      },
      {
        "path": "pyproject.toml",
        "reason": "Line 4: \`three or so\` is no list of specifiers (PEP 440).",
        "remedy": "Write a version (3.12) or a list of specifiers (>=3.12).",
      },
    ]
  `);
});

test.each([
  [
    'a thousand projects',
    Object.fromEntries(
      Array.from({ length: 1000 }, (_, i) => [
        `p${i}/pyproject.toml`,
        application('>=3.12')['pyproject.toml'] ?? '',
      ]),
    ),
  ],
  [
    'a megabyte of a workflow',
    { '.github/workflows/a.yml': `jobs: python\n${'# python\n'.repeat(200_000)}` },
  ],
  ['deep nesting', { '.github/workflows/a.yml': `python: ${'['.repeat(50_000)}` }],
  [
    'a bomb of aliases',
    {
      '.github/workflows/a.yml': `a: &a [python, python]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}\njobs: *b29\n`,
    },
  ],
  ['a long tox list', { 'tox.ini': `[tox]\nenvlist = ${'py{3'.repeat(20_000)}\n` }],
  ['a long Dockerfile', { Dockerfile: `FROM python:3.12\n${'ARG A=$A$A\n'.repeat(10_000)}` }],
  ['a long noxfile', { 'noxfile.py': `x = ${'('.repeat(50_000)}\n` }],
  ['a long range', application(`>=3.12${',!=3.13.1'.repeat(5_000)}`)],
  ['JSON without an end', { '.devcontainer/devcontainer.json': `{"a": ${'['.repeat(50_000)}` }],
])('hostile: %s ends', { timeout: 10_000 }, async (_, files) => {
  const { judgement } = await judged(files);
  expect(judgement).toBeDefined();
});
