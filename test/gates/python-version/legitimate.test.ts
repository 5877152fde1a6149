/** What differs for good reasons: never a finding that counts, and no remark either. */
import { expect, test } from 'vitest';
import { application, type Files, found, job, library, tests } from './support.ts';

const CASES: readonly (readonly [name: string, files: Files])[] = [
  ['nothing at all', {}],
  ['a library without a pin', { ...library('>=3.11'), ...tests('3.11', '3.12') }],
  [
    'a library that tests 3.11 to 3.14 while .python-version says 3.13',
    {
      ...library('>=3.11'),
      ...tests('3.11', '3.12', '3.13', '3.14'),
      '.python-version': '3.13\n',
    },
  ],
  [
    'a library whose image is one of the tested versions',
    {
      ...library('>=3.11'),
      ...tests('3.11', '3.12', '3.13'),
      '.python-version': '3.13\n',
      Dockerfile: 'FROM python:3.12\n',
    },
  ],
  [
    'patch versus minor',
    {
      ...application('>=3.12'),
      ...tests('3.12'),
      '.python-version': '3.12\n',
      Dockerfile: 'FROM python:3.12.4-slim\n',
    },
  ],
  [
    'an image with a newer patch',
    {
      ...application('>=3.12'),
      ...tests('3.12'),
      '.python-version': '3.12.4\n',
      Dockerfile: 'FROM python:3.12.7-slim\n',
    },
  ],
  [
    'PyPy, free-threaded and pre-release cells',
    { ...library('>=3.11'), ...tests('3.11', '3.14', 'pypy3.10', '3.14t', '3.16-dev') },
  ],
  [
    'a job that may fail beyond the upper bound',
    {
      ...library('>=3.11,<3.15'),
      ...job(
        'test',
        `continue-on-error: \${{ matrix.python == '3.15' }}
strategy:
  matrix:
    python: ["3.11", "3.14", "3.15"]
steps:
  - uses: actions/setup-python@v6
    with:
      python-version: \${{ matrix.python }}
  - run: pytest`,
      ),
    },
  ],
  [
    'linters, documentation and releases on another version',
    {
      ...library('>=3.11'),
      ...tests('3.11', '3.12'),
      '.github/workflows/lint.yml': `jobs:
  lint:
    steps:
      - uses: actions/setup-python@v6
        with: { python-version: "3.14" }
      - run: ruff check
`,
      '.readthedocs.yaml': 'build:\n  tools:\n    python: "3.13"\n',
      '.pre-commit-config.yaml': 'default_language_version:\n  python: python3.10\n',
    },
  ],
  [
    'projects of one repository that differ from each other',
    {
      'api/pyproject.toml': application('>=3.13')['pyproject.toml'] ?? '',
      'api/Dockerfile': 'FROM python:3.13\n',
      'worker/pyproject.toml': application('>=3.11,<3.13')['pyproject.toml'] ?? '',
      'worker/Dockerfile': 'FROM python:3.12\n',
    },
  ],
  [
    'examples, templates, tests and vendored folders',
    {
      ...library('>=3.12'),
      ...tests('3.12', '3.13'),
      'examples/app/Dockerfile': 'FROM python:3.8\n',
      'tests/data/.python-version': '2.7\n',
      'vendor/x/setup.py': 'setup(python_requires=">=2.7")\n',
      '{{ cookiecutter.name }}/Dockerfile': 'FROM python:{{ cookiecutter.python }}\n',
    },
  ],
  ['a matrix that tests the ends of the range', { ...library('>=3.11'), ...tests('3.11', '3.14') }],
  [
    'a matrix that is made at run time',
    {
      ...library('>=3.11'),
      Dockerfile: 'FROM python:3.13\n',
      ...job(
        'test',
        `strategy:
  matrix:
    python: \${{ fromJSON(needs.setup.outputs.all) }}
steps:
  - uses: actions/setup-python@v6
    with:
      python-version: \${{ matrix.python }}
  - run: pytest`,
      ),
    },
  ],
  [
    'an earlier stage of an image on another version',
    {
      ...application('>=3.12'),
      Dockerfile: 'FROM python:3.13 AS docs\nRUN make\nFROM python:3.12\n',
      ...tests('3.12'),
    },
  ],
  [
    'CI that reads the pin',
    {
      ...application('>=3.12'),
      '.python-version': '3.13\n',
      Dockerfile: 'FROM python:3.13\n',
      ...job(
        'test',
        'steps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version-file: .python-version\n  - run: pytest',
      ),
    },
  ],
  [
    'CI that lets uv find the pin',
    {
      ...application('>=3.12'),
      '.python-version': '3.13\n',
      ...job('test', 'steps:\n  - uses: astral-sh/setup-uv@v7\n  - run: uv run pytest'),
    },
  ],
  [
    'a dev container beside a library',
    {
      ...library('>=3.11'),
      ...tests('3.11', '3.12'),
      '.devcontainer/devcontainer.json':
        '{ "image": "mcr.microsoft.com/devcontainers/python:3.12" }',
    },
  ],
  [
    'targets at the floor',
    {
      ...library(
        '>=3.11',
        '[tool.ruff]\ntarget-version = "py311"\n[tool.mypy]\npython_version = "3.12"\n',
      ),
      ...tests('3.11', '3.12'),
    },
  ],
  [
    "Poetry's own table narrows requires-python",
    library('>=3.11', '[tool.poetry.dependencies]\npython = ">=3.11,<4.0"\n'),
  ],
];

test.each(CASES)('%s', async (_, files) => {
  expect(await found(files)).toEqual([]);
});
