/** `lockkeeper python set`: what changes, what stays, and what is left to people. */
import { describe, expect, test } from 'vitest';
import { spliced } from '../../../src/edits/splice.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { setVersion } from '../../../src/python/changes/set-version.ts';
import type { Minor } from '../../../src/python/minors.ts';
import { loadReaders } from '../../../src/python/places/index.ts';
import { modelOf } from '../../../src/python/projects/model.ts';
import { pythonProjects } from '../../../src/python/projects/projects.ts';

type Files = Readonly<Record<string, string>>;

/** The lines that differ afterwards, and the places that are left to people. */
async function moved(files: Files, to: Minor, raisesFloor = false): Promise<readonly string[]> {
  const tree = treeOfTexts(files);
  await loadReaders(Object.keys(files));
  const models = pythonProjects(tree).projects.map(modelOf);
  const { edits, byHand } = setVersion(models, tree, { to, raisesFloor });
  const changed = Object.entries(files).flatMap(([path, text]) => {
    const after = spliced(
      text,
      edits.filter((edit) => edit.path === path),
    );
    if (after === undefined) return [`${path}: edits overlap`];
    const before = new Set(text.split('\n'));
    const left = new Set(after.split('\n'));
    return [
      ...text
        .split('\n')
        .filter((line) => !left.has(line))
        .map((line) => `${path} - ${line.trim()}`),
      ...after
        .split('\n')
        .filter((line) => !before.has(line))
        .map((line) => `${path} + ${line.trim()}`),
    ];
  });
  return [...changed, ...byHand.map(({ path, line, label }) => `by hand ${path}:${line} ${label}`)];
}

describe('one place each', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'a pin',
      { '.python-version': '3.12.4\n' },
      ['.python-version - 3.12.4', '.python-version + 3.13'],
    ],
    [
      'an image keeps its flavour',
      { Dockerfile: 'FROM python:3.12.4-slim-bookworm AS run\n' },
      [
        'Dockerfile - FROM python:3.12.4-slim-bookworm AS run',
        'Dockerfile + FROM python:3.13-slim-bookworm AS run',
      ],
    ],
    [
      'the argument of an image',
      { Dockerfile: 'ARG PY=3.12\nFROM python:${PY}-slim\n' },
      ['Dockerfile - ARG PY=3.12', 'Dockerfile + ARG PY=3.13'],
    ],
    [
      'a digest belongs to its tag: by hand',
      { Dockerfile: 'FROM python:3.12@sha256:00\n' },
      ['by hand Dockerfile:1 Dockerfile FROM'],
    ],
    [
      'a runtime without a dot',
      { 'app.yaml': 'runtime: python312\n' },
      ['app.yaml - runtime: python312', 'app.yaml + runtime: python313'],
    ],
    [
      'an upper bound that leaves it out',
      { 'pyproject.toml': '[project]\nrequires-python = ">=3.11,<3.13"\n' },
      [
        'pyproject.toml - requires-python = ">=3.11,<3.13"',
        'pyproject.toml + requires-python = ">=3.11,<3.14"',
      ],
    ],
    [
      'a range that has it already',
      { 'pyproject.toml': '[project]\nrequires-python = ">=3.11"\n' },
      [],
    ],
    [
      'the tilde of Poetry',
      { 'pyproject.toml': '[tool.poetry.dependencies]\npython = "~3.12"\n' },
      ['pyproject.toml - python = "~3.12"', 'pyproject.toml + python = "~3.13"'],
    ],
    [
      'one classifier a line, the last without a comma',
      {
        'pyproject.toml':
          '[project]\nclassifiers = [\n  "Programming Language :: Python :: 3.11",\n  "Programming Language :: Python :: 3.12"\n]\n',
      },
      [
        'pyproject.toml - "Programming Language :: Python :: 3.12"',
        'pyproject.toml + "Programming Language :: Python :: 3.12",',
        'pyproject.toml + "Programming Language :: Python :: 3.13"',
      ],
    ],
    [
      'classifiers of setup.cfg',
      {
        'setup.cfg':
          '[metadata]\nclassifiers =\n    Programming Language :: Python :: 3.12\n    Topic :: X\n',
      },
      ['setup.cfg + Programming Language :: Python :: 3.13'],
    ],
    [
      'environments of tox',
      { 'tox.ini': '[tox]\nenvlist = py{311,312}-{a,b},lint\n' },
      [
        'tox.ini - envlist = py{311,312}-{a,b},lint',
        'tox.ini + envlist = py{311,312,313}-{a,b},lint',
      ],
    ],
    [
      'environments of tox, one after the other',
      { 'tox.ini': '[tox]\nenvlist = py311, py312, lint\n' },
      ['tox.ini - envlist = py311, py312, lint', 'tox.ini + envlist = py311, py312, py313, lint'],
    ],
    [
      'a bare 3.9 in YAML gets quotes only where it has to',
      {
        '.readthedocs.yaml': 'build:\n  tools:\n    python: "3.12"\n',
        '.python-version': '3.12\n',
      },
      [
        '.readthedocs.yaml - python: "3.12"',
        '.readthedocs.yaml + python: "3.13"',
        '.python-version - 3.12',
        '.python-version + 3.13',
      ],
    ],
    ['what says it already', { '.python-version': '3.13\n' }, []],
    ['examples', { 'examples/.python-version': '3.12\n' }, []],
  ])('%s', async (_, files, expected) => {
    expect(await moved(files, '3.13')).toEqual(expected);
  });
});

const REPOSITORY: Files = {
  'pyproject.toml': `[build-system]
requires = ["hatchling"]

[project]
requires-python = ">=3.10"
classifiers = [
    "Programming Language :: Python :: 3",
    "Programming Language :: Python :: 3.10",
    "Programming Language :: Python :: 3.11",
]

[tool.ruff]
target-version = "py310"

[tool.mypy]
python_version = "3.10"
`,
  '.python-version': '3.11\n',
  Dockerfile: 'FROM python:3.11 AS build\nFROM python:3.11-slim\n',
  '.github/workflows/ci.yml': `jobs:
  test:
    strategy:
      matrix:
        python: ["3.10", "3.11", "pypy3.10", "3.15-dev"]
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ matrix.python }}
      - run: pytest
  lint:
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: "3.11"
      - run: ruff check
  old:
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: "3.10"
      - run: make html
`,
};

test('everything together; what has its reasons stays', async () => {
  expect(await moved(REPOSITORY, '3.12')).toMatchInlineSnapshot(`
    [
      "pyproject.toml + "Programming Language :: Python :: 3.12",",
      ".python-version - 3.11",
      ".python-version + 3.12",
      "Dockerfile - FROM python:3.11 AS build",
      "Dockerfile - FROM python:3.11-slim",
      "Dockerfile + FROM python:3.12 AS build",
      "Dockerfile + FROM python:3.12-slim",
      ".github/workflows/ci.yml - python: ["3.10", "3.11", "pypy3.10", "3.15-dev"]",
      ".github/workflows/ci.yml - python-version: "3.11"",
      ".github/workflows/ci.yml + python: ["3.10", "3.11", "3.12", "pypy3.10", "3.15-dev"]",
      ".github/workflows/ci.yml + python-version: "3.12"",
    ]
  `);
});

test('with a new floor: what is older goes, and tools follow', async () => {
  expect(await moved(REPOSITORY, '3.12', true)).toMatchInlineSnapshot(`
    [
      "pyproject.toml - requires-python = ">=3.10"",
      "pyproject.toml - "Programming Language :: Python :: 3.10",",
      "pyproject.toml - "Programming Language :: Python :: 3.11",",
      "pyproject.toml - target-version = "py310"",
      "pyproject.toml - python_version = "3.10"",
      "pyproject.toml + requires-python = ">=3.12"",
      "pyproject.toml + "Programming Language :: Python :: 3.12",",
      "pyproject.toml + target-version = "py312"",
      "pyproject.toml + python_version = "3.12"",
      ".python-version - 3.11",
      ".python-version + 3.12",
      "Dockerfile - FROM python:3.11 AS build",
      "Dockerfile - FROM python:3.11-slim",
      "Dockerfile + FROM python:3.12 AS build",
      "Dockerfile + FROM python:3.12-slim",
      ".github/workflows/ci.yml - python: ["3.10", "3.11", "pypy3.10", "3.15-dev"]",
      ".github/workflows/ci.yml - python-version: "3.11"",
      ".github/workflows/ci.yml + python: ["3.12", "pypy3.10", "3.15-dev"]",
      ".github/workflows/ci.yml + python-version: "3.12"",
    ]
  `);
});
