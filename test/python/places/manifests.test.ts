import { describe, expect, test } from 'vitest';
import { said } from './said.ts';

test('pyproject.toml: what is supported, claimed, and assumed by tools', async () => {
  const text = `[project]
name = "app"
requires-python = ">=3.10,<4" # why not
classifiers = [
  "Programming Language :: Python :: 3",
  "Programming Language :: Python :: 3 :: Only",
  "Programming Language :: Python :: 3.10",
  "Programming Language :: Python :: Implementation :: PyPy",
  'Programming Language :: Python :: 3.11',
]

[tool.ruff]
target-version = "py310"

[tool.black]
target-version = ["py310", "py311"]

[tool.mypy]
python_version = "3.10"

[tool.pyright]
pythonVersion = "3.10"

[tool.ty.environment]
python-version = "3.10"

[tool.isort]
py_version = 310

[tool.pylint.main]
py-version = "3.10"

[[tool.hatch.envs.test.matrix]]
python = ["3.10", "3.11"]

[tool.hatch.envs.docs]
python = "3.11"
`;
  expect(await said('pyproject.toml', text)).toMatchInlineSnapshot(`
    "3 range requires-python: >=3.10,<4 = range >=3.10,<4
    7 claim classifier: 3.10 = 3.10
    9 claim classifier: 3.11 = 3.11
    13 floor-target ruff target-version: 310 = 3.10
    16 floor-target black target-version: 310 = 3.10
    16 floor-target black target-version: 311 = 3.11
    28 range-target isort py_version: 310 = 3.10
    31 floor-target pylint py-version: 3.10 = 3.10
    19 range-target mypy python_version: 3.10 = 3.10
    22 range-target pyright pythonVersion: 3.10 = 3.10
    25 range-target ty python-version: 3.10 = 3.10
    34 tested hatch environment: 3.10 = 3.10
    34 tested hatch environment: 3.11 = 3.11
    37 tooling hatch environment: 3.11 = 3.11"
  `);
});

test('a float in TOML: mypy reads 3.10 as 3.1', async () => {
  expect(
    await said('pyproject.toml', '[tool.mypy]\npython_version = 3.10\n'),
  ).toMatchInlineSnapshot(`"2 range-target mypy python_version: 3.10 = float 3.1"`);
});

test('a tox.ini inside pyproject.toml keeps its lines', async () => {
  const text = '[tool.tox]\nlegacy_tox_ini = """\n[tox]\nenvlist = py311, py312\n"""\n';
  expect(await said('pyproject.toml', text)).toMatchInlineSnapshot(`
    "4 tested tox environment: 311 = 3.11
    4 tested tox environment: 312 = 3.12"
  `);
});

describe('constraints of Poetry', () => {
  test.each([
    ['^3.10', 'range >=3.10,<4'],
    ['^3.10.2', 'range >=3.10.2,<4'],
    ['~3.10', 'range >=3.10,<3.11'],
    ['~3', 'range >=3,<4'],
    ['>=3.9 <4', 'range >=3.9,<4'],
    ['>=3.9,<3.13', 'range >=3.9,<3.13'],
    ['3.11.*', 'range ==3.11.*'],
    ['~=3.10', 'range ~=3.10'],
    ['*', 'range '],
    ['^2.7 || ^3.6', 'dynamic: `^2.7 || ^3.6` is a union, which PEP 440 cannot say'],
    ['three', 'invalid: `three` is no constraint of Poetry'],
  ])('%s', async (constraint, expected) => {
    const text = `[tool.poetry.dependencies]\npython = "${constraint}"\n`;
    expect(await said('pyproject.toml', text)).toBe(
      `2 range tool.poetry.dependencies.python: ${constraint} = ${expected}`,
    );
  });
});

test('setup.cfg', async () => {
  const text = `[metadata]
name = app
classifiers =
    Programming Language :: Python :: 3
    Programming Language :: Python :: 3.10

[options]
python_requires = >=3.10

[mypy]
python_version = 3.10

[tox:tox]
envlist = py310
`;
  expect(await said('setup.cfg', text)).toMatchInlineSnapshot(`
    "8 range python_requires: >=3.10 = range >=3.10
    5 claim classifier: 3.10 = 3.10
    11 range-target mypy python_version: 3.10 = 3.10
    14 tested tox environment: 310 = 3.10"
  `);
});

test('setup.py is read, never run', async () => {
  const text = `import os
from setuptools import setup
os._exit(1)
CLASSIFIERS = ["Programming Language :: Python :: 3.10", "Topic :: Software"]
setup(
    name="app",
    python_requires='>=3.10',
    classifiers=CLASSIFIERS,
)
`;
  expect(await said('setup.py', text)).toMatchInlineSnapshot(`
    "7 range python_requires: >=3.10 = range >=3.10
    4 claim classifier: 3.10 = 3.10"
  `);
});

test('setup.py that computes its range is known at run time only', async () => {
  const text = 'setup(python_requires=f">={LOWEST}")\n';
  expect(await said('setup.py', text)).toMatchInlineSnapshot(
    `"1 range python_requires: f">={LOWEST}" = dynamic: setup.py computes it, and is never run"`,
  );
});

test('Pipfile wants strings', async () => {
  expect(await said('Pipfile', '[requires]\npython_version = "3.12"\n')).toBe(
    '2 pin Pipfile python_version: 3.12 = 3.12',
  );
  expect(await said('Pipfile', '[requires]\npython_version = 3.10\n')).toBe(
    '2 pin Pipfile python_version: 3.10 = float 3.1',
  );
});

test.each([
  [
    'uv.lock',
    'version = 1\nrequires-python = ">=3.12"\n',
    '2 lock requires-python of the lock: >=3.12 = range >=3.12',
  ],
  [
    'pylock.toml',
    'lock-version = "1.0"\nrequires-python = "~=3.12"\n',
    '2 lock requires-python of the lock: ~=3.12 = range ~=3.12',
  ],
  [
    'poetry.lock',
    '[[package]]\npython-versions = ">=3.8"\n\n[metadata]\nlock-version = "2.1"\npython-versions = "^3.11"\n',
    '6 lock python-versions of the lock: ^3.11 = range >=3.11,<4',
  ],
  [
    'pdm.lock',
    '[metadata]\ngroups = ["default"]\n\n[[metadata.targets]]\nrequires_python = ">=3.9"\n',
    '5 lock requires_python of the lock: >=3.9 = range >=3.9',
  ],
  [
    'Pipfile.lock',
    '{"_meta": {"requires": {"python_version": "3.11"}}}',
    '1 lock _meta.requires of the lock: 3.11 = 3.11',
  ],
  [
    'requirements/base.txt',
    '#\n# This file is autogenerated by pip-compile with Python 3.12\n',
    '2 lock header of the lock: 3.12 = 3.12',
  ],
  ['requirements.txt', 'httpx==0.28\n', ''],
])('%s', async (path, text, expected) => {
  expect(await said(path, text)).toBe(expected);
});

test.each([
  ['pyproject.toml', '[project\n'],
  ['setup.cfg', 'no section = 1\n'],
  ['Pipfile', '[requires]\npython_version = \n'],
  ['.github/workflows/ci.yml', 'jobs:\n  a: [\n'],
  ['.devcontainer/devcontainer.json', '{"image": }'],
])('what cannot be read is said: %s', async (path, text) => {
  expect(await said(path, text)).toMatch(/^unreadable, line \d: ./);
});
