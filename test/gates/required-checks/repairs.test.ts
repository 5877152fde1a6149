/** What an edit repairs is right afterwards. */
import { describe, expect, test } from 'vitest';
import { spliced } from '../../../src/edits/splice.ts';
import { requiredChecks } from '../../../src/gates/required-checks/index.ts';
import { treeOfTexts } from '../../../src/gates/tree.ts';
import { CONTEXT } from '../../support/context.ts';
import { ci, contextWith, described, type Files, found, MATRIX } from './support.ts';

interface Repaired {
  readonly files: Files;
  readonly required: readonly string[];
  /** What has to be required afterwards, where that is something else. */
  readonly instead?: readonly string[];
  readonly mergeQueue?: true;
}

describe('what an edit repairs', () => {
  test.each<readonly [string, Repaired]>([
    [
      'no-merge-group lint ci.yml:3',
      { files: ci('', 'on: pull_request'), required: ['lint'], mergeQueue: true },
    ],
    [
      'types lint ci.yml:5',
      { files: ci('', 'on:\n  pull_request:\n    types: [opened]'), required: ['lint'] },
    ],
    [
      'ghost test ci.yml:3',
      { files: ci(`  test:\n    runs-on: x\n${MATRIX}`), required: ['lint', 'test'] },
    ],
    [
      'skip-passes test ci.yml:5',
      {
        files: ci('  test:\n    needs: lint\n    steps:\n      - run: pytest\n'),
        required: ['test'],
      },
    ],
    [
      'filtered lint ci.yml:6',
      {
        files: ci('  test:\n    runs-on: x\n', 'on:\n  pull_request:\n    paths:\n      - docs/**'),
        required: ['lint', 'test'],
      },
    ],
    [
      'skip-waits test (3.12) ci.yml:5',
      {
        files: ci(`  test:\n    if: false\n${MATRIX}`),
        required: ['test (3.12)'],
        instead: ['test-result'],
      },
    ],
  ])('%s', (expected, { files, required, instead = required, mergeQueue = false }) => {
    const surroundings = { ...CONTEXT.surroundings, mergeQueue };
    const context = contextWith(required, { surroundings });
    const { findings } = requiredChecks.judge(treeOfTexts(files), context);
    expect(findings.map(described)).toContain(expected);
    const edits = findings.flatMap(({ fix }) => (fix?.kind === 'edit' ? fix.edits : []));
    expect(new Set(edits.map(({ path }) => path))).toEqual(new Set(['.github/workflows/ci.yml']));
    const text = spliced(files['.github/workflows/ci.yml'] ?? '', edits) ?? '';
    expect(found({ '.github/workflows/ci.yml': text }, instead, { surroundings })).toEqual([]);
  });
});
