/** A workflow that verifies pull requests of a Python repository: one job for each question. */
import { pinned } from '../actions.ts';
import { resultStep } from '../changes/results.ts';
import type { CiFacts, Command } from './facts.ts';
import { installOf } from './install.ts';

/** The one check to require. */
export const PYTHON_CI_CHECK = 'python-ci';
export const PYTHON_CI_PATH = '.github/workflows/python-ci.yml';

interface CiJob {
  readonly id: string;
  readonly lines: readonly string[];
}

/** The text of `python-ci.yml`. */
export function renderPythonCi(facts: CiFacts): string {
  const jobs = [
    job('lint', facts, facts.lint),
    ...(facts.types.length > 0 ? [job('types', facts, facts.types)] : []),
    ...(facts.test.length > 0 ? [testJob(facts)] : []),
    smokeJob(facts),
  ];
  const lines = [
    '# Written by `lockkeeper init --workflow`; change it as you like. Require the check `python-ci`.',
    'name: python-ci',
    '',
    'on:',
    '  pull_request:',
    '  merge_group:',
    '  push:',
    `    branches: [${facts.branch}]`,
    '',
    'permissions: {}',
    '',
    'concurrency:',
    `  group: \${{ github.workflow }}-\${{ github.ref }}`,
    `  cancel-in-progress: \${{ github.event_name == 'pull_request' }}`,
    '',
    'jobs:',
    ...[...jobs, collectingJob(jobs)].flatMap(({ id, lines: own }, index) => [
      ...(index === 0 ? [] : ['']),
      `  ${id}:`,
      ...own.map((line) => `    ${line}`),
    ]),
    '',
  ];
  return lines.join('\n');
}

function job(id: string, facts: CiFacts, commands: readonly Command[]): CiJob {
  const { steps, prefix } = installOf(facts);
  return {
    id,
    lines: jobLines(
      [],
      steps,
      commands.map(({ run }) => prefix + run),
    ),
  };
}

/** On every supported version, so that no newer one is a surprise. */
function testJob(facts: CiFacts): CiJob {
  if (facts.minors.length < 2) return job('test', facts, facts.test);
  const { steps, prefix } = installOf(facts, `\${{ matrix.python }}`);
  const matrix = [
    'strategy:',
    '  fail-fast: false',
    '  matrix:',
    `    python: [${facts.minors.map((minor) => `"${minor}"`).join(', ')}]`,
  ];
  return {
    id: 'test',
    lines: jobLines(
      matrix,
      steps,
      facts.test.map(({ run }) => prefix + run),
    ),
  };
}

/** Whether what is installed fits together, and can be imported. */
function smokeJob(facts: CiFacts): CiJob {
  const { steps, prefix, verify } = installOf(facts);
  const imports =
    facts.modules.length > 0 ? [`${prefix}python -c "import ${facts.modules.join(', ')}"`] : [];
  return { id: 'smoke', lines: jobLines([], steps, [verify, ...imports]) };
}

function jobLines(
  settings: readonly string[],
  steps: readonly string[],
  commands: readonly string[],
): readonly string[] {
  return [
    'runs-on: ubuntu-latest',
    'timeout-minutes: 20',
    'permissions:',
    '  contents: read',
    ...settings,
    'steps:',
    `  - uses: ${pinned('actions/checkout')}`,
    '    with:',
    '      persist-credentials: false',
    ...steps.map((line) => `  ${line}`),
    ...commands.map((command) => `  - run: ${command}`),
  ];
}

/** The only check to require: jobs can be added and renamed without anybody waiting for ever. */
function collectingJob(jobs: readonly CiJob[]): CiJob {
  return {
    id: PYTHON_CI_CHECK,
    lines: [
      `needs: [${jobs.map(({ id }) => id).join(', ')}]`,
      'if: always()',
      'runs-on: ubuntu-latest',
      'permissions: {}',
      'steps:',
      ...resultStep(['failure', 'cancelled', 'skipped']).map((line) => `  ${line}`),
    ],
  };
}
