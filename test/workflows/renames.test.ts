import { describe, expect, test } from 'vitest';
import { likelyNames } from '../../src/workflows/renames.ts';

describe('the likely new name', () => {
  test.each<readonly [string, string, readonly string[], readonly string[], readonly string[]]>([
    ['only the case changes', 'Analyze', ['analyze', 'other'], [], ['analyze']],
    [
      'a matrix is added',
      'test',
      ['test (3.12)', 'test (3.13)', 'lint'],
      [],
      ['test (3.12)', 'test (3.13)'],
    ],
    [
      'a dimension is added',
      'build (3.6)',
      ['build (linux, 3.6)', 'build (linux, 3.7)'],
      [],
      ['build (linux, 3.6)'],
    ],
    ['the matrix goes', 'test (3.12)', ['test'], [], ['test']],
    [
      'a version is raised',
      'test (3.9, macos)',
      ['test (3.10, macos)', 'test (3.10, linux)'],
      [],
      ['test (3.10, macos)'],
    ],
    ['a version ended and another one came', 'test (3.6)', ['test (3.10)'], ['test (3.8)'], []],
    [
      'a runner is raised',
      'macos-12 - run',
      ['macos-14 - run', 'ubuntu-24.04 - run'],
      [],
      ['macos-14 - run'],
    ],
    ['the job moved into a called workflow', 'gate', ['gate / gate'], [], ['gate / gate']],
    ['words change', 'check_docs', ['docs_preview', 'deploy'], [], ['docs_preview']],
    ['nothing is alike', 'lint', ['deploy', 'sonar'], [], []],
    ['nothing came', 'lint', [], ['test'], []],
  ])('%s', (_, old, appeared, kept, expected) => {
    expect(likelyNames(old, { vanished: [old], appeared, kept })).toEqual(expected);
  });
});
