/** How each tool installs what its lock says, and refuses a stale one. */
import { pinned } from '../actions.ts';
import type { CiFacts } from './facts.ts';

/** Those that our verdicts are compared with; a lock that names its writer decides. */
const RELEASES = { poetry: '2.5.1', pipenv: '2026.10.3' } as const;
/** From this one on `poetry install` refuses a stale lock. */
const FIRST_STRICT_POETRY = [1, 8] as const;

export interface Install {
  readonly steps: readonly string[];
  /** In front of every command. */
  readonly prefix: string;
  /** Says whether what is installed fits together. */
  readonly verify: string;
}

/** `version`: what the job runs on; the file or version of the facts where it is left out. */
export function installOf(facts: CiFacts, version?: string): Install {
  switch (facts.tool) {
    case 'uv':
      return {
        steps: [
          `- uses: ${pinned('astral-sh/setup-uv')}`,
          '  with:',
          '    enable-cache: true',
          // uv reads `.python-version` itself.
          ...(version === undefined && facts.python.kind === 'file'
            ? []
            : [`    python-version: ${version ?? quoted(facts.python.value)}`]),
          `- run: uv sync --locked${facts.hasExtras ? ' --all-extras' : ''}${facts.hasGroups ? ' --all-groups' : ''}`,
        ],
        prefix: 'uv run --no-sync ',
        verify: 'uv pip check',
      };
    case 'poetry':
      return {
        steps: [
          `- run: pipx install poetry==${poetryVersion(facts.toolVersion)}`,
          ...setupPython(facts, version, 'poetry'),
          `- run: poetry install${facts.hasExtras ? ' --all-extras' : ''}`,
        ],
        prefix: 'poetry run ',
        verify: 'poetry run pip check',
      };
    case 'pdm':
      return {
        steps: [
          `- uses: ${pinned('pdm-project/setup-pdm')}`,
          '  with:',
          '    cache: true',
          pythonInput(facts, version),
          `- run: pdm install --check${facts.hasExtras || facts.hasGroups ? ' -G :all' : ''}`,
        ],
        prefix: 'pdm run ',
        verify: 'pdm run python -m pip check',
      };
    case 'pipenv':
      return {
        steps: [
          ...setupPython(facts, version, 'pipenv'),
          `- run: pipx install pipenv==${RELEASES.pipenv}`,
          '- run: pipenv install --deploy --dev',
        ],
        prefix: 'pipenv run ',
        verify: 'pipenv run python -m pip check',
      };
    case 'pip':
      return {
        steps: [
          ...setupPython(facts, version, 'pip'),
          `- run: python -m pip install ${facts.locks.map((path) => `-r ${path}`).join(' ')}`,
        ],
        prefix: '',
        verify: 'python -m pip check',
      };
  }
}

function setupPython(facts: CiFacts, version: string | undefined, cache: string) {
  return [
    `- uses: ${pinned('actions/setup-python')}`,
    '  with:',
    pythonInput(facts, version),
    `    cache: ${cache}`,
    ...(cache === 'pip' ? ['    cache-dependency-path: "**/*.txt"'] : []),
  ];
}

function pythonInput({ python }: CiFacts, version: string | undefined): string {
  if (version !== undefined) return `    python-version: ${version}`;
  return python.kind === 'file'
    ? `    python-version-file: ${python.value}`
    : `    python-version: ${quoted(python.value)}`;
}

/** YAML reads 3.10 as 3.1. */
function quoted(version: string): string {
  return `"${version}"`;
}

function poetryVersion(writer: string | undefined): string {
  const [major = 0, minor = 0] = (writer ?? '').split('.').map(Number);
  const [strictMajor, strictMinor] = FIRST_STRICT_POETRY;
  const isStrict = major > strictMajor || (major === strictMajor && minor >= strictMinor);
  return writer !== undefined && isStrict ? writer : RELEASES.poetry;
}
