import { expect, test } from 'vitest';
import { said } from './said.ts';

test.each([
  ['ruff.toml', 'target-version = "py39"\n', '1 floor-target ruff target-version: 39 = 3.9'],
  ['.ruff.toml', 'target-version = "py313"\n', '1 floor-target ruff target-version: 313 = 3.13'],
  [
    'mypy.ini',
    '[mypy]\npython_version = 3.10\n',
    '2 range-target mypy python_version: 3.10 = 3.10',
  ],
  [
    'pyrightconfig.json',
    '{\n  // ours\n  "pythonVersion": "3.11"\n}\n',
    '3 range-target pyright pythonVersion: 3.11 = 3.11',
  ],
  [
    'ty.toml',
    '[environment]\npython-version = "3.12"\n',
    '2 range-target ty python-version: 3.12 = 3.12',
  ],
  ['.isort.cfg', '[settings]\npy_version = 311\n', '2 range-target isort py_version: 311 = 3.11'],
  ['.isort.cfg', '[settings]\npy_version = all\n', ''],
  ['.pylintrc', '[MAIN]\npy-version=3.10\n', '2 floor-target pylint py-version: 3.10 = 3.10'],
])('%s', async (path, text, expected) => {
  expect(await said(path, text)).toBe(expected);
});

test('pre-commit: interpreters, and what arguments assume', async () => {
  const text = `default_language_version:
  python: python3.12
repos:
  - repo: https://git.example/pyupgrade
    rev: v3
    hooks:
      - id: pyupgrade
        args: [--py310-plus]
      - id: mypy
        language_version: python3
        args: ["--python-version=3.11"]
`;
  expect(await said('.pre-commit-config.yaml', text)).toMatchInlineSnapshot(`
    "2 tooling pre-commit python: 3.12 = 3.12
    8 floor-target pyupgrade: 310 = 3.10
    11 range-target mypy --python-version: 3.11 = 3.11"
  `);
});

test.each([
  ['py311, py312', '3.11 3.12'],
  ['py{310,311}-{a,b}', '3.10 3.11'],
  ['py3{10,11,12}', '3.10 3.11 3.12'],
  ['py3{10-12}-django{42,52}', '3.10 3.11 3.12'],
  ['3.1{0-2}-tests', '3.10 3.11 3.12'],
  ['3.11, 3.12', '3.11 3.12'],
  ['py3.11, pypy310, lint, docs', '3.11'],
  ['{,ci-}py{310,py3}', '3.10'],
  ['django{32,42}, celery5.3', ''],
  ['py', ''],
])('tox environments: %s', async (list, expected) => {
  const lines = (await said('tox.ini', `[tox]\nenvlist = ${list}\n`)).split('\n');
  expect(lines.map((line) => line.split(' = ')[1]).join(' ')).toBe(expected);
});

test('tox.toml', async () => {
  const text = `env_list = ["3.11", { product = [{ prefix = "py3", start = 12, stop = 13 }, ["a"]] }, "lint"]

[env.lint]
base_python = ["3.12"]
`;
  expect(await said('tox.toml', text)).toMatchInlineSnapshot(`
    "1 tested tox environment: 3.11 = 3.11
    1 tested tox environment: 12 = 3.12
    1 tested tox environment: 12 = 3.13
    4 tooling tox base_python: 3.12 = 3.12"
  `);
});

test('noxfile: literals, and constants of literals', async () => {
  const text = `import nox
VERSIONS = ["3.11", "3.12", "pypy3.10"]

@nox.session(python=VERSIONS)
def tests(session): ...

@nox.session(python="3.12")
def lint(session): ...

@nox.session(python="3.13")
def test_min(session): ...

@nox.session(python=computed())
def other(session): ...
`;
  expect(await said('noxfile.py', text)).toMatchInlineSnapshot(`
    "2 tested nox session: 3.11 = 3.11
    2 tested nox session: 3.12 = 3.12
    2 tested nox session: pypy3.10 = other pypy3.10
    7 tooling nox session: 3.12 = 3.12
    10 tested nox session: 3.13 = 3.13
    13 tooling nox session: computed() = dynamic: the noxfile computes it"
  `);
});

test.each([
  [
    'environment.yml',
    'dependencies:\n  - numpy\n  - python=3.12\n',
    '3 environment conda environment: 3.12 = 3.12',
  ],
  [
    'environment.yml',
    'dependencies:\n  - python >=3.10,<3.13\n',
    '2 environment conda environment: >=3.10,<3.13 = range >=3.10,<3.13',
  ],
  [
    'pixi.toml',
    '[dependencies]\npython = "3.12.*"\n',
    '2 environment pixi dependencies.python: 3.12 = 3.12',
  ],
  [
    'conda/meta.yaml',
    '{% set x = 1 %}\nrun:\n  - python >=3.9\n',
    '3 environment conda recipe: >=3.9 = range >=3.9',
  ],
])('%s', async (path, text, expected) => {
  expect(await said(path, text)).toBe(expected);
});
