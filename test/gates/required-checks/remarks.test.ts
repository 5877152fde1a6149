/** What could be better: tests that nobody waits for, and pull requests that nothing looks at. */
import { describe, expect, test } from 'vitest';
import { ci, type Files, found } from './support.ts';

describe('jobs that nobody waits for', () => {
  const TESTS = '  unit:\n    steps: [{ run: pytest }]\n';
  const ALL = '  all:\n    needs: [lint, unit]\n    if: always()\n';
  test.each<readonly [string, Files, readonly string[], readonly string[]]>([
    ['the tests are required', ci(TESTS), ['lint', 'unit'], []],
    ['nothing is', ci(TESTS), [], []],
    ['the tests are not', ci(TESTS), ['lint'], ['not-required unit ci.yml:5']],
    ['the aggregate is', ci(TESTS + ALL), ['all'], []],
    ['the aggregate is not', ci(TESTS + ALL), ['unit'], ['not-required all ci.yml:7']],
    ['only on pushes', ci(TESTS, 'on: push'), ['codecov/patch'], []],
  ])('%s', (_, files, required, expected) => {
    expect(found(files, required, { changed: ['.github/workflows/ci.yml'] })).toEqual(expected);
    expect(found(files, required, { changed: ['a.py'] })).toEqual([]);
  });

  const PYTHON = { 'pyproject.toml': '[project]\nname = "app"\n' };
  const LABELS = {
    '.github/workflows/l.yml':
      'on: pull_request\njobs: { l: { steps: [{ uses: actions/labeler@v6 }] } }\n',
  };
  test.each<readonly [string, Files, readonly string[]]>([
    ['tests', { ...PYTHON, ...ci(TESTS) }, []],
    ['another language', LABELS, []],
    ['only labels', { ...PYTHON, ...LABELS }, ['no-verification pull requests .github/workflows']],
    ['no workflow', PYTHON, ['no-verification pull requests .github/workflows']],
    ['another system', { ...PYTHON, '.gitlab-ci.yml': '' }, []],
    [
      'tests after the merge',
      { ...PYTHON, ...ci(TESTS, 'on: push') },
      ['no-verification pull requests .github/workflows'],
    ],
    ['a script', { ...PYTHON, ...ci('  a: { steps: [{ run: ./ci/all.sh }] }\n') }, []],
  ])('verification: %s', (_, files, expected) => {
    expect(found(files, [], { changed: 'unknown' })).toEqual(expected);
    expect(found(files, [], { changed: ['a.py'] })).toEqual([]);
  });
});
