/**
 * The real lock tools, for tests that run them: those of the folder LOCK_TOOLS, else in a virtual
 * environment that is made once. The versions are those that our verdicts are compared with.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/lock-tools', import.meta.url));

const REQUIREMENTS = [
  'uv==0.13.9',
  'poetry==2.5.1',
  'pdm[locked]==2.29.3',
  'pipenv==2026.8.0',
  'pip-tools==7.6.2',
];

const PROGRAMS = ['uv', 'poetry', 'pdm', 'pipenv', 'pip-compile'];

/** Vitest calls it once, before all tests. */
export function setup(): void {
  process.env.LOCK_TOOLS ??= `${FOLDER}/bin`;
  if (PROGRAMS.every((program) => existsSync(`${process.env.LOCK_TOOLS}/${program}`))) return;
  process.stderr.write('Installing the lock tools for the tests (once, about a minute) …\n');
  try {
    execFileSync('python3', ['-m', 'venv', FOLDER], { stdio: 'pipe' });
    execFileSync(`${FOLDER}/bin/pip`, ['install', '--quiet', ...REQUIREMENTS], { stdio: 'pipe' });
  } catch (error) {
    const { stderr, message } = error as { readonly stderr?: Buffer; readonly message: string };
    throw new Error(
      `The lock tools cannot be installed; give a folder that has them in LOCK_TOOLS.\n${stderr ?? message}`,
    );
  }
}
