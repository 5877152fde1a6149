/** When a workflow starts, by the rules of GitHub's documentation. */
import { describe, expect, test } from 'vitest';
import { lastMatch, parsePattern } from '../../src/workflows/patterns.ts';
import { starts } from '../../src/workflows/triggers.ts';
import { workflow } from './support.ts';

function started(on: string, change: object = {}) {
  const event = {
    event: 'pull_request',
    action: 'synchronize',
    branch: 'main',
    files: ['src/a.py'],
    ...change,
  };
  return starts(workflow(`${on}\njobs: {}\n`).on, event as Parameters<typeof starts>[1]);
}

const no = (because: string) => ({ runs: false, because });

describe('a pull request starts', () => {
  test.each([
    ['a plain event', 'on: pull_request', {}, { runs: true }],
    ['one of a list', 'on: [push, pull_request]', {}, { runs: true }],
    ['another event', 'on: push', {}, no('event not listed')],
    ['types without synchronize', 'on: { pull_request: { types: [opened] } }', {}, no('type')],
    ['the base branch', 'on: { pull_request: { branches: [main] } }', {}, { runs: true }],
    [
      'another base branch',
      'on: { pull_request: { branches: ["release/**"] } }',
      {},
      no('branches'),
    ],
    [
      'branches that only negate',
      'on: { pull_request: { branches: ["!dev"] } }',
      {},
      no('branches'),
    ],
    [
      'an ignored branch',
      'on: { pull_request: { branches-ignore: [main] } }',
      {},
      no('branches-ignore'),
    ],
    ['a path', 'on: { pull_request: { paths: ["src/**"] } }', {}, { runs: true }],
    ['no path', 'on: { pull_request: { paths: ["docs/**"] } }', {}, no('paths')],
    [
      'all paths ignored',
      'on: { pull_request: { paths-ignore: ["**.py"] } }',
      {},
      no('paths-ignore'),
    ],
    [
      'files that nobody knows',
      'on: { pull_request: { paths: [x] } }',
      { files: 'unknown' },
      { runs: 'unknown', because: 'the changed files are not known' },
    ],
    [
      '`!` in paths-ignore',
      'on: { pull_request: { paths-ignore: ["**", "!src/**"] } }',
      {},
      { runs: 'unknown', because: 'what `!` means in `paths-ignore` is not documented' },
    ],
    [
      'a file behind the first 300',
      'on: { pull_request: { paths: [z] } }',
      { files: [...Array.from({ length: 300 }, (_, i) => `a${i}`), 'z'] },
      no('paths'),
    ],
  ])('%s', (_, on, change, expected) => {
    expect(started(on, change)).toEqual(expected);
  });
});

test.each([
  [
    'a branch, where only tags are listed',
    'on: { push: { tags: [v1] } }',
    { kind: 'branch', name: 'main' },
    no('only tags'),
  ],
  [
    'a tag, where only branches are listed',
    'on: { push: { branches: [main] } }',
    { kind: 'tag', name: 'v1' },
    no('only branches'),
  ],
  [
    'a tag skips filters of paths',
    'on: { push: { tags: ["v*"], paths: [x] } }',
    { kind: 'tag', name: 'v1' },
    { runs: true },
  ],
])('a push of %s', (_, on, ref, expected) => {
  expect(started(on, { event: 'push', ref })).toEqual(expected);
});

describe('patterns', () => {
  test.each([
    ['feature/*', 'feature/a', 'feature/a/b'],
    ['**/docs/**', 'docs/a', 'mydocs/a'],
    ['**.js', 'a/b.js', 'a/b.ts'],
    ['v[12].[0-9]+.[0-9]+', 'v1.10.1', 'v3.0.0'],
    ['*.jsx?', 'page.js', 'page.jsxx'],
    ['release-\\+', 'release-+', 'release--'],
    ['**/README.md', 'README.md', 'MYREADME.md'],
  ])('%s takes %s and leaves %s', (pattern, taken, left) => {
    expect([taken, left].map((text) => lastMatch([parsePattern(pattern)], text))).toEqual([
      true,
      false,
    ]);
  });

  test('the last one that fits decides', () => {
    const patterns = ['*.md', '!README.md', 'README*'].map(parsePattern);
    expect(['a.md', 'README.md', 'b.txt'].map((text) => lastMatch(patterns, text))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('takes no time on a text made against it', () => {
    expect(lastMatch([parsePattern('**/a*'.repeat(50))], 'a/'.repeat(2_000))).toBe(false);
  });
});
