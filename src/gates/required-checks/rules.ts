/** The rules of the required-checks gate: their words, examples and severities. */
import type { Facts, Rule } from '../types.ts';
import { ciWorkflow } from './examples.ts';
import type { CheckFacts, WorkflowFacts } from './facts.ts';
import { advice, remark, repair as repairOf, sentence } from './sentences.ts';

const message = (facts: Facts) => sentence(facts as CheckFacts);
const repair = (facts: Facts) => repairOf(facts as CheckFacts);
const comment = (facts: Facts) => remark(facts as WorkflowFacts);
const commentRepair = (facts: Facts) => advice(facts as WorkflowFacts);

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
  {
    id: 'required-checks/wrong-app',
    title: 'Required check is reported by another App',
    severity: 'violation',
    what: 'The ruleset says which App has to report the check, and the workflows, or another App, report it. Said only where GitHub tells which App is meant; what stands below is the workflow whose report would not count.',
    why: 'GitHub looks at reports of the named App only, and waits for ever.',
    message,
    repair,
    example: {
      kind: 'wrong-app',
      ...REQUIRED,
      app: 254,
      reporters: ['GitHub Actions'],
      instead: 15_368,
    } satisfies CheckFacts,
    bad: ciWorkflow(),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/waiting',
    title: 'Required check was not reported',
    severity: 'violation',
    what: 'All workflows of the commit have finished a quarter of an hour ago, and a required check is not there: its workflow is disabled or waits for an approval, or the system that reported it does so no more. Of checks that another system reports this is only remarked on.',
    why: 'GitHub waits for it without any time-out.',
    message,
    repair,
    example: { kind: 'waiting', ...REQUIRED, usual: 'GitHub Actions' } satisfies CheckFacts,
    bad: ciWorkflow(),
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/not-required',
    title: 'Tests are not required',
    severity: 'notice',
    what: 'Some checks are required, but neither the job that collects the results of the others, nor any that runs the tests.',
    why: 'A pull request whose tests fail can be merged.',
    message: comment,
    repair: commentRepair,
    example: {
      kind: 'not-required',
      name: 'unit',
      looksLike: 'tests',
    } satisfies WorkflowFacts,
    bad: {
      '.github/workflows/ci.yml':
        'on: pull_request\njobs:\n  test:\n    steps:\n      - run: ruff check\n  unit:\n    steps:\n      - run: pytest\n',
    },
    good: ciWorkflow(),
  },
  {
    id: 'required-checks/no-verification',
    title: 'Nothing looks at pull requests',
    severity: 'notice',
    what: 'A Python repository has no workflow for pull requests with a linter, tests, a type check or any script, and no file of another CI system.',
    why: 'Nothing would notice that a change breaks something.',
    message: comment,
    repair: commentRepair,
    example: { kind: 'no-verification', workflows: 1 } satisfies WorkflowFacts,
    bad: {
      'pyproject.toml': '[project]\nname = "app"\nversion = "1.0"\n',
      '.github/workflows/labels.yml':
        'on: pull_request\njobs:\n  test:\n    steps:\n      - uses: actions/labeler@v6\n',
    },
    good: { 'pyproject.toml': '[project]\nname = "app"\nversion = "1.0"\n', ...ciWorkflow() },
  },
] as const satisfies readonly Rule[];

export type RequiredCheckRuleId = (typeof rules)[number]['id'];
