/** What a job is for, as far as its steps and its name tell. */
import { type DocumentNode, entriesAt, itemsAt, nodeAt, scalarAt } from '../../../edits/nodes.ts';

/** `unknown`: it may run the tests, through something that is not looked at. */
export type JobKind = 'tests' | 'tooling' | 'unknown';

const TEST_COMMAND =
  /\b(?:pytest|py\.test|unittest|stestr|nose2|coverage run|manage\.py test|runtests|run_tests)\b|^\s*(?:\w+ run |python3? -m )?(?:trial|ward|green|behave)\b/m;

/** `make test`, `just tests`, `poe test-all`, `hatch run test:run`, `./scripts/test.sh`. */
const TEST_TARGET =
  /\b(?:make|just|task|poe|poetry run|pdm run|uv run|hatch run|hatch|rye run|inv|invoke|doit|bash|sh)\s[^\n|;&]*\btests?\b|^\s*(?:python3? )?(?:\.\/|[\w.-]+\/)*(?:run[-_])?tests?\.(?:sh|py)(?:\s|$)|^\s*(?:\.\/|[\w.-]+\/)+(?:run[-_])?tests?(?:\s|$)/m;

/** tox and nox, unless the call names only environments that test nothing. */
const RUNNER = /\b(?:tox|nox)\b([^\n|;&]*)/g;
const NO_TEST =
  /(?:-e|-s|-m|--session|--sessions|-t|--tags)[= ]*['"]?(?:lint\w*|doc\w*|html|mypy|types?|typing|type-?check\w*|format\w*|style|pre-commit|build|pkg\w*|package|flake8|pep8|black|ruff|pylint|manifest|security|publish|release|twine|check|changelog|readme|dist|coverage-report|report)\b/i;

/** An environment or session, literally. */
const NAMED = /(?:-e|-s|--session|--sessions)[= ]*['"]?([\w.,-]+)/;

/** Calls only what is called like no tests. */
function namesOther(call: string): boolean {
  const name = NAMED.exec(call)?.[1];
  return NO_TEST.test(call) || (name !== undefined && !/py|\d|test|unit|integ|cov|all/i.test(name));
}

/** What names a job that does something else. */
const TOOLING_NAME =
  /(?:^|[^a-z])(?:lint\w*|doc|docs|documentation|build\w*|wheels?|sdist|dist|publish\w*|release\w*|deploy\w*|format\w*|style|typing|type-?check\w*|types?|mypy|pyright|pre-?commit|quality|ruff|black|flake8|pylint|codeql|security|audit|bandit|changelog|labels?|stale|upload|package|pages|benchmarks?|coverage|report|sync|update|translations?|notify|check-?manifest|spell\w*|lock|locks?)(?:[^a-z]|$)/i;

export function kindOf(id: string, job: DocumentNode): JobKind {
  const steps = itemsAt(job, 'steps');
  const commands = steps.flatMap((step) => scalarAt(step, 'run')?.text ?? []);
  if (commands.some(runsTests)) return 'tests';
  if (steps.some(usesTests)) return 'tests';
  const names = [id, scalarAt(job, 'name')?.text ?? ''];
  if (names.some((name) => /(?:^|[^a-z])tests?(?:[^a-z]|$)/i.test(name))) return 'unknown';
  // What a called workflow, or an action of this repository, does is not looked at.
  const isOpaque = nodeAt(job, 'uses') !== undefined || steps.some(usesOwnAction);
  if (names.some((name) => TOOLING_NAME.test(name))) return 'tooling';
  if (isOpaque) return 'unknown';
  return commands.some(mayRunTests) ? 'unknown' : 'tooling';
}

/** Runs something that is not looked at. */
function mayRunTests(command: string): boolean {
  const runners = [...withoutInstalls(command).matchAll(RUNNER)];
  return (
    /\b(?:make|just|task|poe|inv|invoke)\b|(?:^|\s)\.\//.test(command) ||
    runners.some(([, rest = '']) => !NO_TEST.test(rest))
  );
}

function runsTests(command: string): boolean {
  if (TEST_COMMAND.test(withoutInstalls(command)) || TEST_TARGET.test(command)) return true;
  return [...withoutInstalls(command).matchAll(RUNNER)].some(([, rest = '']) => {
    return !namesOther(rest) && !/^[-\w]*==|^-/.test(rest);
  });
}

/** `pip install pytest tox` runs nothing. */
function withoutInstalls(command: string): string {
  return command.replace(/\b(?:install|add|inject|upgrade)\b[^\n&|;]*/g, '');
}

function usesTests(step: DocumentNode): boolean {
  const uses = scalarAt(step, 'uses')?.text ?? '';
  const given = entriesAt(step, 'with').flatMap(([, value]) =>
    value.kind === 'scalar' ? [value.text] : [],
  );
  return /pytest|tox|nox/.test(uses) || given.some(runsTests);
}

function usesOwnAction(step: DocumentNode): boolean {
  return (scalarAt(step, 'uses')?.text ?? '').startsWith('./');
}
