/** The rules of the required-checks gate: their words, examples and severities. */
import type { Facts, Rule } from '../types.ts';
import { ciWorkflow } from './examples.ts';
import type { CheckFacts } from './facts.ts';
import { repair as repairOf, sentence } from './sentences.ts';

const message = (facts: Facts) => sentence(facts as CheckFacts);
const repair = (facts: Facts) => repairOf(facts as CheckFacts);

/** In the examples `test` is required, as `required-checks.contexts` would say. */
const REQUIRED = { context: 'test', source: 'ruleset' } as const;
const CI = { workflow: '.github/workflows/ci.yml', job: 'test' };

export const rules = [
  {
    id: 'required-checks/ghost',
    title: 'Required check that nothing reports',
    severity: 'violation',
    what: 'A check is required that no workflow reports, while one with nearly its name exists: a job got a matrix, a version moved on, a name was mistyped. Names that nothing here resembles may belong to another system; of these it is only said that they cannot be decided.',
    why: 'GitHub waits for a required check without any time-out: no pull request can be merged.',
    message,
    repair,
    example: {
      kind: 'ghost',
      ...REQUIRED,
      likely: ['test (3.12)', 'test (3.13)'],
      siblings: [],
    } satisfies CheckFacts,
    bad: ciWorkflow({ matrix: ['3.12', '3.13'] }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/renamed-here',
    title: 'Required check is renamed by this change',
    severity: 'violation',
    what: 'Before this change a job reported the required check; after it none does. What GitHub requires is not in the repository, so it has to follow by hand.',
    why: 'Once this is merged every pull request waits for the old name for ever.',
    message,
    repair,
    example: {
      kind: 'renamed-here',
      ...REQUIRED,
      likely: ['test (3.12)', 'test (3.13)'],
    } satisfies CheckFacts,
    before: ciWorkflow(),
    bad: ciWorkflow({ matrix: ['3.12', '3.13'] }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/filtered',
    title: 'Required check behind a filter',
    severity: 'violation',
    what: 'The workflow that reports the required check has a filter of paths or branches that this pull request does not pass. Where it passes, the filter is only remarked on.',
    why: 'A workflow that does not start reports nothing, and GitHub waits for ever.',
    message,
    repair,
    example: {
      kind: 'filtered',
      ...REQUIRED,
      ...CI,
      cause: 'paths',
      isNow: true,
    } satisfies CheckFacts,
    bad: ciWorkflow({ on: 'on:\n  pull_request:\n    branches: [release]\n' }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/types',
    title: 'Required check is not reported on new commits',
    severity: 'violation',
    what: 'The `types` of `pull_request` in the workflow that reports the required check lack `synchronize`.',
    why: 'Each push needs the check again, and nothing reports it.',
    message,
    repair,
    example: { kind: 'types', ...REQUIRED, ...CI, cause: 'type', isNow: true } satisfies CheckFacts,
    bad: ciWorkflow({ on: 'on:\n  pull_request:\n    types: [opened]\n' }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/no-merge-group',
    title: 'Required check is not reported in the merge queue',
    severity: 'violation',
    what: 'The base branch has a merge queue, and the workflow that reports the required check does not start for `merge_group`. Said only where GitHub tells that there is a queue; what stands below is the same mistake in the workflow.',
    why: 'The queue waits for the check until its time-out, and takes the pull request out.',
    message,
    repair,
    example: { kind: 'no-merge-group', ...REQUIRED, ...CI } satisfies CheckFacts,
    bad: ciWorkflow({ on: 'on: pull_request\n' }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/skip-passes',
    title: 'Required check passes when it is skipped',
    severity: 'violation',
    what: 'The job of the required check needs another one that is not required, and has no `if: always()`. When the other one fails, the job is skipped.',
    why: 'GitHub takes a skipped check for a passed one: a pull request with failing tests can be merged.',
    message,
    repair,
    example: { kind: 'skip-passes', ...REQUIRED, ...CI, needs: ['unit'] } satisfies CheckFacts,
    bad: ciWorkflow({ needs: true }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/skip-waits',
    title: 'Required check has another name when it is skipped',
    severity: 'violation',
    what: 'The required check is a cell of a matrix, or a job of a called workflow, whose job is skipped on this pull request. A skipped matrix is not expanded and reports under its name as it is written. Where it only may be skipped that is remarked on.',
    why: 'The required name is never reported, and GitHub waits for ever.',
    message,
    repair,
    example: {
      kind: 'skip-waits',
      ...REQUIRED,
      ...CI,
      instead: 'test (${{ matrix.python }})',
      isNow: true,
    } satisfies CheckFacts,
    bad: ciWorkflow({
      name: 'test${{ matrix.none }}',
      matrix: ['3.12'],
      condition: "github.event_name == 'push'",
    }),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/ambiguous',
    title: 'Two jobs report one required check',
    severity: 'violation',
    what: 'Jobs of two workflows have the name of the required check, and both start on this pull request.',
    why: 'GitHub looks at the newest one only: a green one hides a red one.',
    message,
    repair,
    example: {
      kind: 'ambiguous',
      ...REQUIRED,
      producers: ['`ci.yml`', '`nightly.yml`'],
    } satisfies CheckFacts,
    bad: {
      ...ciWorkflow(),
      '.github/workflows/nightly.yml': ciWorkflow()['.github/workflows/ci.yml'] ?? '',
    },
    good: ciWorkflow(),
  },
] as const satisfies readonly Rule[];

export type RequiredCheckRuleId = (typeof rules)[number]['id'];
