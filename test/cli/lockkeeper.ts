import { type ExecFileOptions, execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRepository, GIT_ENVIRONMENT, type TestRepository } from '../support/repository.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const COMMAND = fileURLToPath(new URL('../../src/lockkeeper.js', import.meta.url));

/** Colours depend on the surroundings; these are a pipe's. Nobody outside is asked. */
const ENVIRONMENT = {
  ...GIT_ENVIRONMENT,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
  OSV_URL: 'off',
};

/** Runs the real command as a process of its own. */
export function lockkeeper(
  args: readonly string[],
  { env = {}, node = process.execPath, ...options }: ExecFileOptions & { node?: string } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const settings = { ...options, env: { ...ENVIRONMENT, ...env }, encoding: 'utf8' } as const;
    execFile(node, [COMMAND, ...args], settings, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/repos/uv-app/${path}`, import.meta.url), 'utf8');
}

/** A project whose lock is in step, and the same with a requirement that the lock was not made for. */
export const LOCK = fixture('uv.lock');
export const MANIFEST = fixture('pyproject.toml');
export const CHANGED_MANIFEST = MANIFEST.replace('httpx>=0.27', 'httpx>=0.28');

/** A repository with the project on `main`, everything in step. */
export function createProject(): TestRepository {
  const repository = createRepository();
  repository.commit({
    'pyproject.toml': MANIFEST,
    'uv.lock': LOCK,
    '.python-version': fixture('.python-version'),
  });
  return repository;
}
