import { describe, expect, test } from 'vitest';
import { said } from './said.ts';

/** A job `test` that runs pytest, with these lines. */
async function job(lines: string): Promise<string> {
  const text = `jobs:\n  test:\n${lines.replaceAll(/^/gm, '    ')}\n`;
  return said('.github/workflows/ci.yml', text);
}

function steps(version: string): string {
  return `steps:
  - uses: actions/setup-python@v6
    with:
      ${version}
  - run: pytest`;
}

describe('inputs of setup-python', () => {
  test.each([
    ['python-version: "3.12"', '6 tested setup-python python-version in test: 3.12 = 3.12'],
    ["python-version: '3.12'", '6 tested setup-python python-version in test: 3.12 = 3.12'],
    ['python-version: 3.12', '6 tested setup-python python-version in test: 3.12 = 3.12'],
    ['python-version: 3.10', '6 tested setup-python python-version in test: 3.10 = float 3.1'],
    ['python-version: 3.x', '6 tested setup-python python-version in test: 3.x = loose'],
    ['python-version: latest', '6 tested setup-python python-version in test: latest = loose'],
    [
      'python-version: pypy3.10',
      '6 tested setup-python python-version in test: pypy3.10 = other pypy3.10',
    ],
    ['python-version: 3.13t', '6 tested setup-python python-version in test: 3.13t = other 3.13t'],
    [
      'python-version: 3.15-dev',
      '6 tested setup-python python-version in test: 3.15-dev = 3.15 pre-release (may fail)',
    ],
    [
      'python-version: ">=3.10 <3.13"',
      '6 tested setup-python python-version in test: >=3.10 <3.13 = range >=3.10,<3.13',
    ],
    [
      'python-version: ~3.12.0-0',
      '6 tested setup-python python-version in test: ~3.12.0-0 = 3.12 pre-release (may fail)',
    ],
    [
      'python-version-file: .python-version',
      '6 tested setup-python python-version-file in test: .python-version = file .python-version',
    ],
    [
      'python-version-file: pyproject.toml',
      '6 tested setup-python python-version-file in test: pyproject.toml = file pyproject.toml',
    ],
    ['cache: pip', '4 tested setup-python in test:  = file .python-version'],
    [
      'python-version: ${{ github.event.inputs.py }}',
      '6 tested setup-python python-version in test: ${{ github.event.inputs.py }} = dynamic: `${{ github.event.inputs.py }}` is known only at run time',
    ],
  ])('%s', async (input, expected) => {
    expect(await job(steps(input))).toBe(expected);
  });

  test('several versions, one a line', async () => {
    expect(
      await job(steps('python-version: |\n        3.11\n        3.12')),
    ).toMatchInlineSnapshot(`
      "7 tested setup-python python-version in test: 3.11 = 3.11
      8 tested setup-python python-version in test: 3.12 = 3.12"
    `);
  });

  test('an explicit version overrules the file', async () => {
    const input = 'python-version: "3.12"\n      python-version-file: .python-version';
    expect(await job(steps(input))).toMatchInlineSnapshot(`
      "6 tested setup-python python-version in test: 3.12 = 3.12
      7 tested setup-python python-version-file in test: .python-version = file .python-version, overruled"
    `);
  });
});

const MATRIX_STEPS = steps('python-version: ${{ matrix.python }}');

describe('matrices', () => {
  test('a vector, with include and exclude', async () => {
    const lines = `strategy:
  matrix:
    os: [ubuntu-latest, windows-latest]
    python: ["3.10", "3.11", "3.12"]
    include:
      - python: "3.13"
        os: macos-latest
      - python: "3.15"
        experimental: true
    exclude:
      - python: "3.10"
      - python: "3.11"
        os: windows-latest
${MATRIX_STEPS}`;
    expect(await job(lines)).toMatchInlineSnapshot(`
      "6 tested setup-python python-version in test: 3.11 = 3.11
      6 tested setup-python python-version in test: 3.12 = 3.12
      8 tested setup-python python-version in test: 3.13 = 3.13
      10 tested setup-python python-version in test: 3.15 = 3.15 (may fail)"
    `);
  });

  test('a float among strings', async () => {
    expect(
      await job(`strategy:\n  matrix:\n    python: [3.9, 3.10]\n${MATRIX_STEPS}`),
    ).toMatchInlineSnapshot(`
      "5 tested setup-python python-version in test: 3.9 = 3.9
      5 tested setup-python python-version in test: 3.10 = float 3.1"
    `);
  });

  test('made at run time', async () => {
    const lines = `strategy:\n  matrix:\n    python: \${{ fromJSON(needs.a.outputs.all) }}\n${MATRIX_STEPS}`;
    expect(await job(lines)).toMatchInlineSnapshot(
      `"5 tested matrix python in test: \${{ fromJSON(needs.a.outputs.all) }} = dynamic: \`\${{ fromJSON(needs.a.outputs.all) }}\` is known only at run time"`,
    );
  });

  test('cells that are maps', async () => {
    const lines = `strategy:
  matrix:
    env: [{ python: "3.11", tox: py311 }, { python: "3.12", tox: py312 }]
${steps('python-version: ${{ matrix.env.python }}')}`;
    expect(await job(lines)).toMatchInlineSnapshot(`
      "5 tested setup-python python-version in test: 3.11 = 3.11
      5 tested setup-python python-version in test: 3.12 = 3.12"
    `);
  });

  test('the highest may be ahead where pre-releases are allowed', async () => {
    const lines = `strategy:\n  matrix:\n    python: ["3.13", "3.14"]\n${steps(
      'python-version: ${{ matrix.python }}\n      allow-prereleases: true',
    )}`;
    expect(await job(lines)).toMatchInlineSnapshot(`
      "5 tested setup-python python-version in test: 3.13 = 3.13
      5 tested setup-python python-version in test: 3.14 = 3.14 (may fail)"
    `);
  });
});

describe('other ways to name a version', () => {
  test('variables of the workflow, the job and the step', async () => {
    const text = `env:
  PYTHON: "3.12"
jobs:
  test:
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ env.PYTHON }}
      - run: pytest
  lint:
    env:
      PYTHON: "3.13"
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ env.PYTHON }}
      - run: ruff check
`;
    expect(await said('.github/workflows/ci.yml', text)).toMatchInlineSnapshot(`
      "2 tested setup-python python-version in test: 3.12 = 3.12
      12 tooling setup-python python-version in lint: 3.13 = 3.13"
    `);
  });

  test('inputs of a reusable workflow', async () => {
    const text = `on:
  workflow_call:
    inputs:
      python:
        default: "3.12"
jobs:
  test:
    steps:
      - uses: actions/setup-python@v6
        with:
          python-version: \${{ inputs.python }}
      - run: pytest
`;
    expect(await said('.github/workflows/test.yml', text)).toMatchInlineSnapshot(
      `"5 tested setup-python python-version in test: 3.12 = 3.12"`,
    );
  });

  test('uv, containers and commands', async () => {
    const text = `jobs:
  a:
    container: python:3.12-slim
    steps: [{ run: pytest }]
  b:
    env: { UV_PYTHON: "3.13" }
    steps: [{ run: uv run pytest }]
  c:
    steps:
      - uses: astral-sh/setup-uv@v7
      - run: uv run pytest
  d:
    steps:
      - run: |
          uv python install 3.11
          uv run --python 3.11 pytest
  e:
    steps: [{ run: pytest }]
`;
    expect(await said('.github/workflows/ci.yml', text)).toMatchInlineSnapshot(`
      "3 tested container in a: 3.12 = 3.12
      6 tested UV_PYTHON in b: 3.13 = 3.13
      10 tested setup-uv in c:  = file .python-version, if there is one
      15 tested command in d: 3.11 = 3.11
      16 tested command in d: 3.11 = 3.11
      17 tested job in e:  = dynamic: the job names no version of Python"
    `);
  });

  test('a composite action: nobody knows which jobs call it', async () => {
    const text = `inputs:
  python-version:
    default: "3.12"
runs:
  using: composite
  steps:
    - uses: actions/setup-python@v6
      with:
        python-version: \${{ inputs.python-version }}
`;
    expect(await said('.github/actions/setup/action.yml', text)).toMatchInlineSnapshot(
      `"3 tested setup-python python-version: 3.12 = 3.12 (may fail)"`,
    );
  });
});

describe('what a job is for', () => {
  test.each([
    ['build', 'pytest -q', 'tested'],
    ['build', 'python -m unittest', 'tested'],
    ['check', 'tox -e py', 'tested'],
    ['check', 'tox -e lint', 'tooling'],
    ['check', 'make test', 'tested'],
    ['check', './scripts/test.sh', 'tested'],
    ['lint', 'ruff check', 'tooling'],
    ['docs', 'make html', 'tooling'],
    ['publish', 'pip install pytest && python -m build', 'tooling'],
    ['gate', 'echo all tests passed, green', 'tooling'],
    ['test', 'echo nothing', 'tested (may fail)'],
    ['check', 'make all', 'tested (may fail)'],
  ])('%s: %s', async (id, command, expected) => {
    const text = `jobs:
  ${id}:
    steps:
      - uses: actions/setup-python@v6
        with: { python-version: "3.12" }
      - run: ${command}
`;
    const line = await said('.github/workflows/ci.yml', text);
    expect(line.replace(/^\d+ (\w+) .*?( \(may fail\))?$/, '$1$2')).toBe(expected);
  });
});
