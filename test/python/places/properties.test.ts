/** What holds for every reader, whatever the text: it ends without throwing, and points at its words. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadReaders, placeKinds, readPlaces } from '../../../src/python/places/index.ts';

/** A path of each kind. */
const PATHS = [
  '.python-version',
  '.tool-versions',
  'runtime.txt',
  'mise.toml',
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  'Pipfile',
  'tox.ini',
  'tox.toml',
  'noxfile.py',
  'hatch.toml',
  'ruff.toml',
  'mypy.ini',
  'pyrightconfig.json',
  'ty.toml',
  '.isort.cfg',
  '.pylintrc',
  '.pre-commit-config.yaml',
  '.github/workflows/ci.yml',
  'action.yml',
  '.gitlab-ci.yml',
  'Dockerfile',
  'compose.yaml',
  '.devcontainer/devcontainer.json',
  '.readthedocs.yaml',
  'environment.yml',
  'conda/meta.yaml',
  'pixi.toml',
  'serverless.yml',
  'template.yaml',
  'app.yaml',
  'netlify.toml',
  'render.yaml',
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'Pipfile.lock',
  'requirements.txt',
];

test('there is a path for every kind', () => {
  const missing = placeKinds.filter(({ path }) => !PATHS.some((one) => path.test(one)));
  expect(missing.map(({ name }) => name)).toEqual([]);
});

/** Pieces of which such files are made, in any order. */
const text = fc
  .array(
    fc.constantFrom(
      '3.12',
      '3.10',
      '>=3.11',
      '"',
      "'",
      ':',
      ': ',
      '\n',
      '\n  ',
      '\n    ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '=',
      ' = ',
      '#',
      'python',
      'FROM python:',
      'ARG V=3.12',
      '$V',
      '${V}',
      'jobs',
      'steps',
      'uses',
      'actions/setup-python@v6',
      'with',
      'python-version',
      '${{ matrix.python }}',
      'strategy',
      'matrix',
      'run',
      'pytest',
      '[tox]',
      'envlist',
      'py{310,311}',
      '[project]',
      'requires-python',
      'classifiers',
      'Programming Language :: Python :: 3.12',
      'setup(',
      'python_requires',
      ')',
      '&a ',
      '*a',
      '|',
      '\r\n',
      '\u{feff}',
      '\u{1f40d}',
      'dependencies',
      'runtime',
      'image',
      '@sha256:00',
      '@nox.session(python=',
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

test.each(PATHS)('%s', async (path) => {
  await loadReaders([path]);
  fc.assert(
    fc.property(text, (given) => {
      const reading = readPlaces(path, given);
      if (reading.kind === 'unreadable') {
        expect(reading.line).toBeGreaterThan(0);
        return;
      }
      for (const { span, raw, line } of reading.places) {
        expect(given.slice(...span)).toBe(raw);
        expect(given.slice(0, span[0]).split('\n')).toHaveLength(line);
      }
    }),
    { numRuns: 300 },
  );
});
