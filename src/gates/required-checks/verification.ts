/** Whether anything looks at pull requests: a rough look at the texts, which never alarms wrongly. */
import { isWorkflowPath } from '../../workflows/workflow.ts';
import { textAt } from '../tree.ts';
import type { Finding, Tree } from '../types.ts';
import type { RequiredCheckRuleId } from './rules.ts';

/** Anything that can run lint, tests, a type check or a smoke test; a script can be all of them. */
const VERIFIES =
  /\b(?:pytest|tox|nox|unittest|ruff|flake8|pylint|black|isort|mypy|pyright|pyrefly|ty check|pyre|pre-commit|prek|hatch|coverage|compileall|pip check|trial|manage\.py|stestr|zuul|bazel|pants|make|just|task|invoke|inv|poe|docker|bash|sh|npm|yarn|pnpm|earthly|dagger|nix|act)\b|\.\/[\w./-]+|\bpython[\d.]*\s+\S+\.py\b|uses:\s*\S+\/\.github\/workflows\/|\b(?:run|exec)\s+(?:test|lint|check)/;

const STARTS = /\b(?:pull_request|pull_request_target|merge_group)\b/;

/** Other systems that run on pull requests. */
const OTHER_CI =
  /^(?:\.travis\.yml|appveyor\.yml|\.appveyor\.yml|azure-pipelines\.yml|\.gitlab-ci\.yml|Jenkinsfile|\.cirrus\.yml|\.pre-commit-config\.yaml|bitbucket-pipelines\.yml|\.drone\.yml|\.zuul\.yaml|zuul\.yaml)$|^\.(?:circleci|buildkite|semaphore|woodpecker|builds|azure-pipelines|azuredevops|zuul\.d|packit|pipelines)\//;

const MANIFESTS =
  /^(?:pyproject\.toml|setup\.py|setup\.cfg|Pipfile|requirements[\w-]*\.(?:txt|in))$/;

/** A Python repository of which no system is known to look at pull requests. */
export function noVerification(tree: Tree): readonly Finding[] {
  const paths = [...tree.files.keys()];
  const isPython = paths.some((path) => MANIFESTS.test(path));
  if (!isPython || paths.some((path) => OTHER_CI.test(path))) return [];
  const workflows = paths.filter(isWorkflowPath);
  const isVerified = workflows.some((path) => {
    const text = textAt(tree, path);
    // What cannot be read may verify.
    return text === undefined || (STARTS.test(text) && VERIFIES.test(text));
  });
  if (isVerified) return [];
  return [
    {
      rule: 'required-checks/no-verification' satisfies RequiredCheckRuleId,
      subject: 'pull requests',
      about: '.github/workflows',
      at: { path: '.github/workflows' },
      facts: { kind: 'no-verification', workflows: workflows.length },
    },
  ];
}
