/** Workflows to be damaged: those of the rules' pages, and one with everything that changes names. */
import { requiredChecks } from '../../src/gates/required-checks/index.ts';
import type { JudgeContext } from '../../src/gates/types.ts';
import { CONTEXT } from '../support/context.ts';
import type { Files } from './mutations.ts';

const RICH: Files = {
  '.github/workflows/ci.yml': `name: CI
on:
  pull_request:
    branches: [main, 'release/**']
    paths: ['src/**', '!src/docs/**']
  merge_group:
env: &env { A: b }
jobs:
  test:
    name: test \${{ matrix.os }} (\${{ matrix.python }})
    strategy:
      matrix:
        os: [ubuntu-latest, windows-latest]
        python: ["3.12", 3.13, true, null]
        include:
          - { os: ubuntu-latest, python: "3.14", extra: { deep: [1, 2] } }
        exclude:
          - { os: windows-latest, python: true }
    env: *env
    steps:
      - run: pytest
  called:
    if: github.event_name != 'push' && !contains(github.head_ref, 'x')
    uses: ./.github/workflows/called.yml
    with: { name: "\${{ github.base_ref }}" }
  all:
    needs: [test, called]
    if: always()
    steps:
      - run: exit 1
`,
  '.github/workflows/called.yml': `on:
  workflow_call:
    inputs:
      name: { type: string, default: none }
jobs:
  one:
    name: one \${{ inputs.name }}
  two:
    uses: ./.github/workflows/called.yml
`,
};

export function workflowProjects(): readonly { readonly name: string; readonly files: Files }[] {
  return [
    { name: 'workflows', files: RICH },
    ...requiredChecks.rules.flatMap(({ id, bad, good }) => [
      { name: `good example of ${id}`, files: good },
      { name: `bad example of ${id}`, files: bad },
    ]),
  ];
}

export const WORKFLOW_CONTEXT: JudgeContext = {
  ...CONTEXT,
  settings: { ...CONTEXT.settings, contexts: ['test', 'all', 'called / one main', 'zebra'] },
  surroundings: { ...CONTEXT.surroundings, mergeQueue: true },
  changed: ['src/a.py', '.github/workflows/ci.yml'],
};
