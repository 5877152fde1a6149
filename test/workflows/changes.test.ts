/** Repairs of workflows: what people wrote stays, byte for byte, and the result means what it should. */
import { createTwoFilesPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { spliced } from '../../src/edits/splice.ts';
import { filterInJobs } from '../../src/workflows/changes/filters.ts';
import { collectResults, failWithNeeds } from '../../src/workflows/changes/results.ts';
import { startFor, startForType } from '../../src/workflows/changes/triggers.ts';
import { readWorkflow, type Workflow } from '../../src/workflows/workflow.ts';

function workflow(text: string): Workflow {
  const read = readWorkflow('.github/workflows/ci.yml', text);
  if (read.kind !== 'workflow') throw new Error(read.reason);
  return read.workflow;
}

const JOBS = 'jobs:\n  test:\n    runs-on: x\n';

/** The lines that a change adds and takes away; `none` where it is refused. */
function changed(
  text: string,
  change: (workflow: Workflow) => Parameters<typeof spliced>[1] | undefined,
): string {
  const splices = change(workflow(text));
  if (splices === undefined) return 'none';
  const after = spliced(text, splices) ?? '';
  return createTwoFilesPatch('', '', text, after, '', '', { context: 0 })
    .split('\n')
    .filter(
      (line) => /^[+-](?![+-])|^[+-]--? /.test(line) && !/^(?:---|\+\+\+)(?: |\t|$)/.test(line),
    )
    .join('\n');
}

describe('another event', () => {
  test.each([
    ['one word', 'on: pull_request\n', '-on: pull_request\n+on: [pull_request, merge_group]'],
    ['one word in quotes', 'on: "pull_request"\n', 'none'],
    [
      'a list',
      'on: [push, pull_request] # all\n',
      '-on: [push, pull_request] # all\n+on: [push, pull_request, merge_group] # all',
    ],
    ['a list of lines', 'on:\n  - push\n  - pull_request # ours\n', '+  - merge_group'],
    [
      'a map',
      'on:\n  # main only\n  push:\n    branches: [main]\n  pull_request:\n',
      '+  merge_group:',
    ],
    [
      'a map in one line',
      'on: { pull_request: {} }\n',
      '-on: { pull_request: {} }\n+on: { pull_request: {}, merge_group: {} }',
    ],
  ])('%s', (_, on, expected) => {
    expect(changed(on + JOBS, (one) => startFor(one, 'merge_group'))).toBe(expected);
  });

  test('line ends stay as they are', () => {
    const text = `on:\n  - push\n${JOBS}`.replaceAll('\n', '\r\n');
    const after = spliced(text, startFor(workflow(text), 'merge_group') ?? []);
    expect(after).toBe(`on:\n  - push\n  - merge_group\n${JOBS}`.replaceAll('\n', '\r\n'));
  });
});

test.each([
  ['one', 'types: opened', '-    types: opened\n+    types: [opened, synchronize]'],
  ['a list', 'types: [opened]', '-    types: [opened]\n+    types: [opened, synchronize]'],
  ['lines', 'types:\n      - opened', '+      - synchronize'],
])('another type of activity: %s', (_, types, expected) => {
  const text = `on:\n  pull_request:\n    ${types}\n${JOBS}`;
  expect(changed(text, (one) => startForType(one, 'pull_request', 'synchronize'))).toBe(expected);
});

describe('results', () => {
  const PAIR = `on: push
jobs:
  unit:
    steps: [{ run: pytest }]
  all: # required
    needs: unit
    runs-on: x
    steps:
      # nothing to do
      - run: echo done
`;

  test('a job fails with those that it needs', () => {
    const fail = (one: Workflow) => {
      const job = one.jobs.find(({ id }) => id === 'all');
      return job && failWithNeeds(one, job);
    };
    expect(changed(PAIR, fail)).toMatchInlineSnapshot(`
      "+    if: always()
      +      - name: Fail unless the needed jobs succeeded
      +        if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled') || contains(needs.*.result, 'skipped')
      +        run: exit 1"
    `);
    expect(changed(PAIR.replace('needs: unit', 'needs: unit\n    if: failure()'), fail)).toBe(
      'none',
    );
    expect(changed(PAIR.replace(/steps:\n[\s\S]*$/, 'steps: [{ run: x }]\n'), fail)).toBe('none');
  });

  test('a job collects the results of others', () => {
    const collect = (name: string) => (one: Workflow) =>
      collectResults(one, ['unit'], name)?.splices;
    expect(changed(PAIR, collect('test'))).toMatchInlineSnapshot(`
      "+
      +  required:
      +    name: test
      +    needs: [unit]
      +    if: always()
      +    runs-on: ubuntu-latest
      +    permissions: {}
      +    steps:
      +      - name: Fail unless the needed jobs succeeded
      +        if: contains(needs.*.result, 'failure') || contains(needs.*.result, 'cancelled')
      +        run: exit 1"
    `);
    // What YAML would read as a number.
    expect(changed(PAIR, collect('3.10'))).toContain('+    name: "3.10"');
    expect(changed(PAIR, collect('a: ${{ b }}'))).toBe('none');
    expect(changed('on: push\njobs: { unit: {} }\n', collect('test'))).toBe('none');
  });
});

describe('a filter of paths moves into the jobs', () => {
  const FILTERED = `on:
  push:
  pull_request:
    # only the package
    paths:
      - src/**
      - pyproject.toml
jobs:
  lint:
    runs-on: x
  test:
    needs: lint
    runs-on: x
`;

  test('so that plain jobs are skipped under their names', () => {
    expect(changed(FILTERED, filterInJobs)).toMatchInlineSnapshot(`
      "-    paths:
      -      - src/**
      -      - pyproject.toml
      +  changes:
      +    runs-on: ubuntu-latest
      +    permissions:
      +      contents: read
      +    outputs:
      +      relevant: \${{ steps.diff.outputs.relevant }}
      +    steps:
      +      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      +        with:
      +          fetch-depth: 2
      +          persist-credentials: false
      +      - id: diff
      +        # The first parent of the merge commit is the base.
      +        run: |
      +          if git diff --quiet HEAD^1 HEAD -- ':(glob)src/**' ':(glob)pyproject.toml'; then relevant=false; else relevant=true; fi
      +          echo "relevant=$relevant" >> "$GITHUB_OUTPUT"
      +
      +    needs: changes
      +    if: always() && (github.event_name != 'pull_request' || needs.changes.outputs.relevant != 'false')"
    `);
    expect(changed(FILTERED.replace('paths', 'paths-ignore'), filterInJobs)).toContain(
      "-- ':(glob)**' ':(exclude,glob)src/**' ':(exclude,glob)pyproject.toml'",
    );
  });

  test.each([
    [
      'a matrix would be skipped under another name',
      FILTERED.replace('lint:\n', 'lint:\n    strategy: { matrix: { a: [1] } }\n'),
    ],
    ['a job has a condition', FILTERED.replace('needs: lint', 'needs: lint\n    if: always()')],
    ['git has no such pattern', FILTERED.replace('src/**', 'src/**.py')],
    ['what is excluded', FILTERED.replace('- pyproject.toml', '- "!src/docs/**"')],
    ['it is in one line', 'on: { pull_request: { paths: [a] } }\njobs:\n  a:\n    runs-on: x\n'],
  ])('not where %s', (_, text) => {
    expect(changed(text, filterInJobs)).toBe('none');
  });
});
