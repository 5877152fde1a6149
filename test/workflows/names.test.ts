/** The names of check runs, as GitHub's runner makes them. */
import { describe, expect, test } from 'vitest';
import { readWorkflow } from '../../src/workflows/workflow.ts';
import { reported } from './support.ts';

/** A job `test` with these lines. */
function job(lines: string): readonly string[] {
  return reported(`  test:\n${lines.replaceAll(/^(?=.)/gm, '    ')}\n    runs-on: ubuntu-latest\n`);
}

function matrix(lines: string): readonly string[] {
  return job(`strategy:\n  matrix:\n${lines.replaceAll(/^(?=.)/gm, '    ')}`);
}

describe('a job', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['has its id as its name', 'timeout-minutes: 5', ['test']],
    ['has its name', 'name: Unit tests', ['Unit tests']],
    ['has a name that is a number', 'name: 3.10', ['3.1']],
    ['has a name with an expression', 'name: Test ${{ github.event_name }}', ['Test pull_request']],
    ['has no name where the expression is empty', "name: ${{ '' }}", ['test']],
    ['has a name that nobody can know', 'name: Test ${{ vars.NAME }}', ['~^Test .*$']],
    ['has a long name', `name: ${'x'.repeat(101)}`, [`${'x'.repeat(97)}...`]],
  ])('%s', (_, lines, expected) => {
    expect(job(lines)).toEqual(expected);
  });
});

describe('a matrix', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['one vector', 'py: ["3.11", "3.12"]', ['test (3.11)', 'test (3.12)']],
    [
      'two vectors: the last one varies fastest',
      'py: ["3.11", "3.12"]\nos: [linux, macos]',
      ['test (3.11, linux)', 'test (3.11, macos)', 'test (3.12, linux)', 'test (3.12, macos)'],
    ],
    ['numbers lose their zeros', 'py: [3.9, 3.10, 3.0]', ['test (3.9)', 'test (3.1)', 'test (3)']],
    ['booleans and null', 'x: [true, null, ""]', ['test (true)', 'test', 'test']],
    ['objects show their leaves', 'x: [{ os: linux, py: "3.11" }]', ['test (linux, 3.11)']],
    [
      'exclude takes cells away',
      'py: ["3.11", "3.12"]\nos: [linux, macos]\nexclude:\n  - { py: "3.11", os: macos }',
      ['test (3.11, linux)', 'test (3.12, linux)', 'test (3.12, macos)'],
    ],
    [
      'exclude compares as expressions do',
      'py: [3.9, "3.11"]\nexclude:\n  - py: "3.9"',
      ['test (3.11)'],
    ],
    [
      'include adds to a cell without a trace in the name',
      'py: ["3.11"]\ninclude:\n  - { py: "3.11", extra: yes }',
      ['test (3.11)'],
    ],
    [
      'include makes a new cell',
      'py: ["3.11"]\ninclude:\n  - { py: "3.12", extra: more }',
      ['test (3.11)', 'test (3.12, more)'],
    ],
    [
      'include alone',
      'include:\n  - { os: linux, py: "3.11" }\n  - { os: macos }',
      ['test (linux, 3.11)', 'test (macos)'],
    ],
    ['made at run time', 'py: ${{ fromJSON(needs.a.outputs.all) }}', ['~^test \\(.*\\)$']],
    ['made of a literal', "py: ${{ fromJSON('[1, 2]') }}", ['test (1)', 'test (2)']],
    [
      'one value known at run time only',
      'py: ["3.11", "${{ vars.NEW }}"]\nos: [linux]',
      ['test (3.11, linux)', '~^test \\(.*, linux\\)$'],
    ],
    ['a vector that is no list', 'py: 3', []],
  ])('%s', (_, lines, expected) => {
    expect(matrix(lines)).toEqual(expected);
  });

  test('a name with an expression has no suffix', () => {
    expect(
      job('name: Py ${{ matrix.py }}\nstrategy:\n  matrix:\n    py: ["3.11", "3.12"]'),
    ).toEqual(['Py 3.11', 'Py 3.12']);
  });
});

describe('called workflows', () => {
  const CALLED = `on:
  workflow_call:
    inputs:
      python:
        type: string
        default: "3.12"
jobs:
  unit:
    name: Unit on \${{ inputs.python }}
    runs-on: ubuntu-latest
`;
  const PATH = '.github/workflows/called.yml';

  test.each<readonly [string, string, readonly string[]]>([
    ['caller and callee', '', ['call / Unit on 3.12']],
    ['an input', '    with: { python: "3.13" }\n', ['call / Unit on 3.13']],
    [
      'a matrix of the caller',
      '    strategy: { matrix: { python: ["3.11", "3.12"] } }\n    with: { python: "${{ matrix.python }}" }\n',
      ['call (3.11) / Unit on 3.11', 'call (3.12) / Unit on 3.12'],
    ],
    [
      'an input that nobody can know',
      '    with: { python: "${{ vars.PY }}" }\n',
      ['~^call \\/ Unit on .*$'],
    ],
    [
      'a caller that is skipped',
      "    if: github.event_name == 'push'\n",
      ['call / Unit on 3.12: absent'],
    ],
  ])('%s', (_, lines, expected) => {
    expect(reported(`  call:\n    uses: ./${PATH}\n${lines}`, { [PATH]: CALLED })).toEqual(
      expected,
    );
  });

  test('of another repository', () => {
    expect(reported('  call:\n    uses: acme/shared/.github/workflows/x.yml@v1\n')).toEqual([
      '~^call \\/ .*$',
    ]);
  });

  test('that call themselves end', () => {
    const loop = `on: workflow_call\njobs:\n  again:\n    uses: ./${PATH}\n`;
    expect(reported(`  call:\n    uses: ./${PATH}\n`, { [PATH]: loop })).toEqual([]);
  });
});

describe('whether a job runs', () => {
  const needs = (first: string, second: string) =>
    reported(
      `  a:\n    runs-on: x\n${first.replaceAll(/^(?=.)/gm, '    ')}\n  b:\n    needs: a\n    runs-on: x\n${second.replaceAll(/^(?=.)/gm, '    ')}\n`,
    ).at(-1);

  test.each([
    ['', '', 'b'],
    ['if: false', '', 'b: skipped'],
    ['if: false', 'if: always()', 'b'],
    ['if: false', "if: needs.a.result == 'skipped'", 'b: skipped'],
    ['if: false', "if: always() && needs.a.result == 'skipped'", 'b'],
    ['', 'if: failure()', 'b: skipped'],
    ['', "if: needs.a.outputs.x == '1'", 'b: unknown'],
    ['', "if: github.event_name == 'push' && needs.a.outputs.x == '1'", 'b: skipped'],
    ['if: vars.X', '', 'b: unknown'],
    ['', "if: github.event.pull_request.draft == false && github.actor != 'dependabot[bot]'", 'b'],
    ['', "if: contains(github.event.pull_request.labels.*.name, 'full')", 'b: skipped'],
    ['', 'if: github.event.pull_request.title', 'b: unknown'],
  ])('%s | %s', (first, second, expected) => {
    expect(needs(first, second)).toBe(expected);
  });
});

test.each([
  [
    'a job that needs one that is not there',
    'jobs: { a: { needs: b } }',
    'the job `a` needs `b`, which is not there',
  ],
  [
    'jobs that need each other',
    'jobs: { a: { needs: b }, b: { needs: a } }',
    'the job `a` needs itself',
  ],
  [
    'an expression without an end',
    'jobs: { a: { name: "${{ x" } }',
    'the name of `a`: the expression is not closed',
  ],
])('GitHub refuses %s', (_, jobs, reason) => {
  expect(readWorkflow('x.yml', `on: push\n${jobs}\n`)).toMatchObject({ kind: 'invalid', reason });
});

test.each([
  ['nothing', ''],
  ['a list', '- on'],
  ['no trigger', 'jobs: {}'],
  [
    'a bomb',
    `on: push\nx: &a [1,1]\n${Array.from({ length: 25 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}`,
  ],
])('ends for %s', (_, text) => {
  expect(readWorkflow('x.yml', text).kind).not.toBe('workflow');
});

test('a matrix of too many cells is not counted out', () => {
  const list = `[${Array.from({ length: 200 }, (_, index) => index).join(', ')}]`;
  expect(matrix(`a: ${list}\nb: ${list}\nc: ${list}`)).toEqual(['~^test \\(.*\\)$']);
});
