/**
 * `poetry lock` and `poetry update --lock`.
 * Source: Poetry 2.5 `lock --help`, `update --help`; https://python-poetry.org/docs/configuration/
 */
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { calls, type LockTool } from './types.ts';

/** The first that has `solver.min-release-age`. */
const FIRST_WITH_AGE = '2.4.0';

export const poetry: LockTool = {
  name: 'poetry',
  program: 'poetry',
  title: 'Poetry',
  files: () => [],
  calls: (request, { version }) =>
    calls(environment(request), {
      args: ['--no-plugins', '--no-interaction', ...command(request, version)],
      cwd: request.project.directory,
    }),
  bindsNewest: (_, { version }) => isAtLeast(version, FIRST_WITH_AGE),
};

function command({ upgrades }: RelockRequest, version: string): readonly string[] {
  // Before 2.0 a plain `lock` moved everything.
  if (upgrades === 'none') return isAtLeast(version, '2.0.0') ? ['lock'] : ['lock', '--no-update'];
  if (upgrades === 'all') return ['update', '--lock'];
  return ['update', '--lock', '--', ...upgrades.map(({ name }) => name)];
}

function environment({ newest }: RelockRequest): Readonly<Record<string, string>> {
  return {
    POETRY_KEYRING_ENABLED: 'false',
    PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
    // Poetry locks in no Python that the project does not accept, and takes another one so only.
    POETRY_VIRTUALENVS_CREATE: 'true',
    POETRY_VIRTUALENVS_OPTIONS_NO_PIP: 'true',
    POETRY_NO_INTERACTION: '1',
    ...(newest === undefined
      ? {}
      : { POETRY_SOLVER_MIN_RELEASE_AGE: `${daysSince(newest, Date.now())}` }),
  };
}

/** Poetry counts whole days. */
function daysSince(instant: string, now: number): number {
  return Math.max(0, Math.ceil((now - Date.parse(instant)) / 86_400_000));
}
