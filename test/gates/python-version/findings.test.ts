/** One kind of drift a case; where there are two of a kind, the first one is right. */
import { describe, expect, test } from 'vitest';
import { application, type Files, found, job, library, tests, words } from './support.ts';

const TWO_PROJECTS = (second: Files): Files => ({
  'a/pyproject.toml': application('>=3.12')['pyproject.toml'] ?? '',
  'a/.python-version': '3.12\n',
  'b/pyproject.toml': application('>=3.12')['pyproject.toml'] ?? '',
  'b/.python-version': '3.12\n',
  ...second,
});

describe('conflicts', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'a pin outside of the range',
      { ...application('>=3.12'), '.python-version': '3.11\n' },
      ['conflict .python-version:1'],
    ],
    [
      'an image outside of the range',
      { ...application('>=3.12,<3.14'), Dockerfile: 'FROM python:3.14\n' },
      ['conflict Dockerfile:1'],
    ],
    [
      'the second of two projects',
      TWO_PROJECTS({ 'b/.python-version': '3.11\n' }),
      ['conflict b/.python-version:1'],
    ],
    [
      'a pin at the root for a project below',
      {
        '.python-version': '3.12\n',
        'api/pyproject.toml': application('>=3.13')['pyproject.toml'] ?? '',
        'lib/pyproject.toml': library('>=3.12')['pyproject.toml'] ?? '',
      },
      ['conflict .python-version:1'],
    ],
    [
      'an exact pin just below a patch',
      { ...application('>=3.12.5'), '.python-version': '3.12.4\n' },
      ['conflict .python-version:1'],
    ],
    [
      '~=3.12 admits 3.13, ==3.12.* does not',
      { ...application('==3.12.*'), '.python-version': '3.13\n' },
      ['conflict .python-version:1'],
    ],
    [
      'two version files',
      {
        ...application('>=3.12'),
        '.python-version': '3.13\n',
        '.tool-versions': 'python 3.12.4\n',
      },
      ['conflict .tool-versions:1'],
    ],
    [
      'two exact pins of one minor',
      {
        ...application('>=3.12'),
        '.python-version': '3.12.4\n',
        '.tool-versions': 'python 3.12.4\n',
        'mise.toml': '[tools]\npython = "3.12.5"\n',
      },
      ['conflict mise.toml:2'],
    ],
    [
      'a pin that is not deployed',
      {
        ...application('>=3.12'),
        '.python-version': '3.13\n',
        Dockerfile: 'FROM python:3.13 AS build\nRUN x\nFROM python:3.12-slim\n',
      },
      ['conflict .python-version:1'],
    ],
    [
      'a pin that is not the runtime of a function',
      {
        ...application('>=3.12'),
        '.python-version': '3.13\n',
        'serverless.yml': 'provider:\n  runtime: python3.12\n',
      },
      ['conflict .python-version:1'],
    ],
    [
      'a classifier outside of the range',
      {
        ...library(
          '>=3.12',
          'classifiers = ["Programming Language :: Python :: 3.12",\n"Programming Language :: Python :: 3.11"]\n',
        ),
        ...tests('3.12', '3.13'),
      },
      ['conflict pyproject.toml:9'],
    ],
    [
      'a test job below the floor',
      { ...library('>=3.12'), ...tests('3.12', '3.11') },
      ['conflict .github/workflows/ci.yml:5'],
    ],
    [
      'ruff above the floor',
      library(
        '>=3.11',
        '[tool.black]\ntarget-version = ["py311", "py312"]\n[tool.ruff]\ntarget-version = "py312"\n',
      ),
      ['conflict pyproject.toml:11'],
    ],
    [
      'ruff below the floor is a remark',
      library('>=3.12', '[tool.ruff]\ntarget-version = "py311"\n'),
      ['conflict pyproject.toml:9 (remark)'],
    ],
    [
      'pyupgrade above the floor',
      {
        ...library('>=3.11'),
        '.pre-commit-config.yaml':
          'repos:\n  - hooks:\n      - id: pyupgrade\n        args: [--py312-plus]\n',
      },
      ['conflict .pre-commit-config.yaml:4'],
    ],
    [
      'mypy below the floor',
      library(
        '>=3.12',
        '[tool.pyright]\npythonVersion = "3.12"\n[tool.mypy]\npython_version = "3.11"\n',
      ),
      ['conflict pyproject.toml:11'],
    ],
    [
      'setup.py and pyproject.toml',
      { ...library('>=3.12'), 'setup.py': 'setup(python_requires=">=3.11")\n' },
      ['conflict setup.py:1'],
    ],
    [
      "Poetry's own table wider than requires-python",
      library('>=3.12', '[tool.poetry.dependencies]\npython = ">=3.11"\n'),
      ['conflict pyproject.toml:9'],
    ],
    [
      'a conda environment outside of the range',
      { ...library('>=3.12'), 'environment.yml': 'dependencies:\n  - python=3.11\n' },
      ['conflict environment.yml:2'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected);
  });
});

describe('untested', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'a deployed version',
      { ...application('>=3.11'), ...tests('3.11', '3.12'), Dockerfile: 'FROM python:3.13\n' },
      ['untested Dockerfile:1'],
    ],
    [
      'the second of two images',
      {
        ...application('>=3.11'),
        ...tests('3.11', '3.12'),
        Dockerfile: 'FROM python:3.12\n',
        'worker.Dockerfile': 'FROM python:3.13\n',
      },
      ['untested worker.Dockerfile:1'],
    ],
    [
      'the lowest version of a library',
      { ...library('>=3.11'), ...tests('3.12', '3.13') },
      ['untested pyproject.toml:7'],
    ],
    [
      'the lowest version, by the environments of tox',
      { ...library('>=3.11'), 'tox.ini': '[tox]\nenvlist = py312,py313\n' },
      ['untested pyproject.toml:7'],
    ],
    [
      'the lowest version, where another job takes the newest one',
      { ...library('>=3.11'), ...tests('3.12', '3.13', '3.x') },
      ['untested pyproject.toml:7', 'too-loose .github/workflows/ci.yml:5'],
    ],
    [
      'a classifier is a remark',
      {
        ...library(
          '>=3.11',
          'classifiers = ["Programming Language :: Python :: 3.11",\n"Programming Language :: Python :: 3.12"]\n',
        ),
        ...tests('3.11', '3.13'),
      },
      ['untested pyproject.toml:9 (remark)'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected);
  });
});

describe('no minor version, or none at all', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'the second of two test jobs',
      {
        ...library('>=3.11'),
        '.github/workflows/ci.yml': `jobs:
  a:
    steps:
      - uses: actions/setup-python@v6
        with: { python-version: "3.12" }
      - run: pytest
  b:
    steps:
      - uses: actions/setup-python@v6
        with: { python-version: "3.x" }
      - run: pytest
`,
      },
      ['too-loose .github/workflows/ci.yml:10'],
    ],
    [
      'setup-python without inputs and without a pin',
      {
        ...library('>=3.11'),
        ...job('test', 'steps:\n  - uses: actions/setup-python@v6\n  - run: pytest'),
      },
      ['too-loose .github/workflows/ci.yml:4'],
    ],
    [
      'a deployed image',
      { ...application('>=3.12'), Dockerfile: 'FROM python:latest\n' },
      ['too-loose Dockerfile:1'],
    ],
    [
      'a digest without a tag',
      { ...application('>=3.12'), Dockerfile: 'FROM python@sha256:00\n' },
      ['too-loose Dockerfile:1'],
    ],
    [
      'a job that does not test is a remark',
      {
        ...library('>=3.12'),
        ...job(
          'publish',
          'steps:\n  - uses: actions/setup-python@v6\n    with: { python-version: "3.x" }\n  - run: python -m build',
        ),
      },
      ['too-loose .github/workflows/ci.yml:5 (remark)'],
    ],
    [
      'an application without a pin',
      { ...application('>=3.12'), ...tests('3.12') },
      ['unpinned pyproject.toml:4'],
    ],
    [
      'a bare 3.10 in YAML, the second of two',
      {
        ...library('>=3.9'),
        ...job(
          'test',
          'strategy:\n  matrix:\n    python: [3.9, 3.10]\nsteps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version: ${{ matrix.python }}\n  - run: pytest',
        ),
      },
      ['float .github/workflows/ci.yml:5', 'end-of-life pyproject.toml:7 (remark)'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected);
  });
});

describe('past the end of life, and files that nothing reads', () => {
  test.each<readonly [string, Files, readonly string[]]>([
    [
      'a pin, and what is deployed: once',
      {
        ...application('>=3.9'),
        '.python-version': '3.9\n',
        Dockerfile: 'FROM python:3.9\n',
      },
      ['end-of-life Dockerfile:1', 'end-of-life pyproject.toml:4 (remark)'],
    ],
    [
      'the floor of a library is a remark',
      { ...library('>=3.10'), ...tests('3.10', '3.14') },
      ['end-of-life pyproject.toml:7 (remark)'],
    ],
    [
      'the last day of support is past, by the rule of PEP 602',
      { ...application('>=3.10'), '.python-version': '3.10\n' },
      ['end-of-life .python-version:1', 'end-of-life pyproject.toml:4 (remark)'],
    ],
    [
      'an input that overrules the file',
      {
        ...application('>=3.12'),
        '.python-version': '3.12\n',
        ...job(
          'test',
          'steps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version: "3.12"\n      python-version-file: .python-version\n  - run: pytest',
        ),
      },
      ['ignored-file .github/workflows/ci.yml:7 (remark)'],
    ],
    [
      'a file whose version nothing names',
      { ...library('>=3.11'), ...tests('3.11', '3.12'), '.python-version': '3.14\n' },
      ['ignored-file .python-version:1 (remark)'],
    ],
  ])('%s', async (_, files, expected) => {
    expect(await found(files)).toEqual(expected);
  });
});

test('the words: where, what, who decides, how to repair, and everything involved', async () => {
  const files = {
    ...application('>=3.11,<3.14', '[tool.ruff]\ntarget-version = "py313"\n'),
    '.python-version': '3.13\n',
    '.tool-versions': 'python 3.10.1\n',
    Dockerfile: 'FROM python:3-slim AS build\nFROM python:3.12.4-slim\n',
    '.github/workflows/ci.yml': `jobs:
  test:
    strategy:
      matrix:
        python: [3.10, "3.11"]
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ matrix.python }}
      - run: pytest
`,
  };
  expect(await words(files)).toMatchInlineSnapshot(`
    ".github/workflows/ci.yml:5 YAML and TOML read the bare 3.10 as the number 3.1: setup-python python-version in \`.github/workflows/ci.yml\` asks for Python 3.1.
      Quote it in \`.github/workflows/ci.yml\`: "3.10" (lockkeeper check --fix does it).
    .github/workflows/ci.yml:5 The job \`test\` tests on 3.10, which is outside of \`requires-python\` in \`pyproject.toml\` (>=3.11,<3.14), which decides what is supported.
      Take it out of \`.github/workflows/ci.yml\` (lockkeeper check --fix does it).
      see pyproject.toml:4 \`requires-python\` in \`pyproject.toml\` says >=3.11,<3.14 (decides what is supported)
    .tool-versions:1 \`.tool-versions\` says 3.10.1, which is outside of \`requires-python\` in \`pyproject.toml\` (>=3.11,<3.14), which decides what is supported.
      Write 3.12 in \`.tool-versions\` (lockkeeper check --fix does it).
      see pyproject.toml:4 \`requires-python\` in \`pyproject.toml\` says >=3.11,<3.14 (decides what is supported)
    .python-version:1 \`.python-version\` says 3.13, and \`Dockerfile\` deploys 3.12.4: what people run is not what production runs. The image decides.
      Write 3.12 in \`.python-version\` (lockkeeper check --fix does it).
      see Dockerfile:2 \`Dockerfile\` says 3.12.4 (is what production runs)
    pyproject.toml:6 ruff target-version in \`pyproject.toml\` is 3.13, newer than the lowest version that \`requires-python\` in \`pyproject.toml\` (>=3.11,<3.14) supports: the tool may write syntax that it cannot run.
      Write 3.11 in \`pyproject.toml\` (lockkeeper check --fix does it).
      see pyproject.toml:4 \`requires-python\` in \`pyproject.toml\` says >=3.11,<3.14 (3.11 is the lowest that it supports)
    Dockerfile:2 \`Dockerfile\` deploys 3.12, and the tests run on 3.10 and 3.11.
      Let a test job run on 3.12 too, or deploy 3.10 and 3.11.
      see .github/workflows/ci.yml:5 setup-python python-version in \`.github/workflows/ci.yml\`, job \`test\` says 3.11 (is tested)
    .tool-versions:1 Python 3.10 gets no more security fixes (since 2026-10-31), and \`.tool-versions\` says 3.10.1.
      lockkeeper python set 3.11 --dry-run"
  `);
});
