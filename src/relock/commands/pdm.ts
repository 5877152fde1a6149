/**
 * `pdm lock` and `pdm update --no-sync`.
 * Source: PDM 2.29 `lock --help`, `update --help`, `pdm/cli/hooks.py`.
 */
import type { RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { calls, type LockTool, type Setting } from './types.ts';

/** The first that has `--exclude-newer`. */
const FIRST_WITH_NEWEST = '2.13.0';

export const pdm: LockTool = {
  name: 'pdm',
  program: 'pdm',
  title: 'PDM',
  files: () => [],
  calls: (request, setting) =>
    calls(ENVIRONMENT, {
      args: [...command(request, setting), '--skip', ':all'],
      cwd: request.project.directory,
    }),
  bindsNewest: ({ upgrades }, { version }) =>
    (upgrades === 'none' || upgrades === 'all') && isAtLeast(version, FIRST_WITH_NEWEST),
};

const ENVIRONMENT: Readonly<Record<string, string>> = {
  // `.pdm-python` names a program to run.
  PDM_IGNORE_SAVED_PYTHON: '1',
  PDM_USE_VENV: 'false',
  PDM_CHECK_UPDATE: 'false',
  PYTHON_KEYRING_BACKEND: 'keyring.backends.null.Keyring',
};

function command(request: RelockRequest, setting: Setting): readonly string[] {
  const { upgrades, newest } = request;
  const cutOff =
    newest !== undefined && pdm.bindsNewest(request, setting) ? ['--exclude-newer', newest] : [];
  if (upgrades === 'none') return ['lock', '--update-reuse', ...cutOff];
  if (upgrades === 'all') return ['lock', ...cutOff];
  return ['update', '--no-sync', '--update-reuse', ...upgrades.map(({ name }) => name)];
}
