/** What is required against what the workflows report; of two checks the first one is right. */
import { describe, expect, test } from 'vitest';
import { requiredChecks } from '../../../src/gates/required-checks/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { CONTEXT } from '../../support/context.ts';
import { ci, contextWith, described, type Files, found, MATRIX } from './support.ts';

describe('on one pull request', () => {
  test.each<readonly [string, Files, readonly string[], readonly string[]]>([
    ['two checks that are reported', ci('  test:\n    runs-on: x\n'), ['lint', 'test'], []],
    ['cells of a matrix', ci(`  test:\n${MATRIX}`), ['lint', 'test (3.12)', 'test (3.13)'], []],
    [
      'the plain name of a matrix',
      ci(`  test:\n${MATRIX}`),
      ['lint', 'test'],
      ['ghost test ci.yml:3'],
    ],
    [
      'a cell that is gone',
      ci(`  test:\n${MATRIX}`),
      ['lint', 'test (3.11)'],
      ['ghost test (3.11) ci.yml:3'],
    ],
    ['another system', ci(''), ['lint', 'codecov/patch', 'ci/circleci: test'], []],
    ['a name that nobody knows', ci(''), ['lint', 'zebra'], []],
    [
      'a matrix made at run time',
      ci('  test:\n    strategy: { matrix: { py: "${{ fromJSON(vars.X) }}" } }\n'),
      ['lint', 'test (3.12)'],
      [],
    ],
    [
      'a filter of paths',
      ci('', 'on: { pull_request: { paths: ["docs/**"] } }'),
      ['lint'],
      ['filtered lint ci.yml:3'],
    ],
    [
      'a filter that this change passes',
      ci('', 'on: { pull_request: { paths: ["src/**"] } }'),
      ['lint'],
      ['filtered lint ci.yml:3 (remark)'],
    ],
    [
      'types',
      ci('', 'on: { pull_request: { types: [opened] } }'),
      ['lint'],
      ['types lint ci.yml:3'],
    ],
    ['only pushes', ci('', 'on: push'), ['lint'], ['ghost lint ci.yml:3']],
    [
      'a plain job that is skipped reports under its name',
      ci('  test:\n    if: false\n'),
      ['lint', 'test'],
      [],
    ],
    [
      'a matrix that is skipped does not',
      ci(`  test:\n    if: false\n${MATRIX}`),
      ['lint', 'test (3.12)'],
      ['skip-waits test (3.12) ci.yml:5'],
    ],
    [
      'a matrix that may be skipped',
      ci(`  test:\n    if: vars.RUN\n${MATRIX}`),
      ['lint', 'test (3.12)'],
      ['skip-waits test (3.12) ci.yml:5 (remark)'],
    ],
    [
      'needs that fail skip it',
      ci('  test:\n    needs: lint\n'),
      ['test'],
      ['skip-passes test ci.yml:5'],
    ],
    ['needs that are required too', ci('  test:\n    needs: lint\n'), ['lint', 'test'], []],
    [
      'an aggregate that always runs',
      ci('  test:\n    needs: lint\n    if: always()\n'),
      ['test'],
      [],
    ],
    [
      'two workflows with one name',
      { ...ci(''), '.github/workflows/b.yml': 'on: pull_request\njobs: { lint: {} }\n' },
      ['lint'],
      ['ambiguous lint b.yml:2'],
    ],
  ])('%s', (_, files, required, expected) => {
    expect(found(files, required)).toEqual(expected);
  });
});

test('a merge queue needs its own trigger', () => {
  const surroundings = { ...CONTEXT.surroundings, mergeQueue: true };
  expect(found(ci('', 'on: [pull_request, merge_group]'), ['lint'], { surroundings })).toEqual([]);
  expect(found(ci('', 'on: pull_request'), ['lint'], { surroundings })).toEqual([
    'no-merge-group lint ci.yml:3',
  ]);
});

test('a check that this change takes away is told, alike or not', () => {
  const context = contextWith(['lint', 'test']);
  const base = treeOfTexts(ci('  test:\n    runs-on: x\n'));
  const removed = treeOfTexts(ci('  zebra:\n    runs-on: x\n'));
  expect(requiredChecks.compare?.(base, removed, context).map(described)).toEqual([
    'renamed-here test ci.yml:3',
  ]);
  const renamed = treeOfTexts(ci(`  test:\n${MATRIX}`));
  const [ghost] = requiredChecks.judge(renamed, context).findings;
  const finer = ghost && requiredChecks.explain?.(ghost, base, renamed, context);
  expect(finer?.map(described)).toEqual(['renamed-here test ci.yml:5']);
});

test('what is not known is said', () => {
  const files = { ...ci(''), '.github/workflows/bad.yml': 'on: [\n' };
  const { undecided, subjects } = requiredChecks.judge(
    treeOfTexts(files),
    contextWith(['lint', 'zebra', 'codecov/patch']),
  );
  expect(undecided).toMatchInlineSnapshot(`
    [
      {
        "path": ".github/workflows",
        "reason": "\`zebra\` is required (configuration), and no workflow here reports it.",
        "remedy": "If no other system reports it, take it out of what is required.",
      },
      {
        "path": ".github/workflows/bad.yml",
        "reason": "What this workflow reports is not known: line 2, Flow sequence in block collection must be sufficiently indented and end with a ].",
        "remedy": "Correct the workflow; GitHub does not run it either.",
      },
    ]
  `);
  expect(subjects.map(({ label, status, note }) => [label, status, note])).toMatchInlineSnapshot(`
    [
      [
        "lint",
        "passed",
        undefined,
      ],
      [
        "zebra",
        "unable",
        undefined,
      ],
      [
        "codecov/patch",
        "passed",
        "by its name from Codecov",
      ],
    ]
  `);
});

test('nothing is required, nothing is judged', () => {
  expect(requiredChecks.judge(treeOfTexts(ci('')), contextWith([]))).toEqual({
    subjects: [],
    findings: [],
    undecided: [],
  });
});
