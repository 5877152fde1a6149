import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

type Files = Readonly<Record<string, string | Uint8Array>>;

/** A git repository in a folder of its own, which is gone after the test. */
export interface TestRepository {
  readonly path: string;
  /** Runs git in it and gives what it printed. */
  git(...args: readonly string[]): string;
  write(files: Files): void;
  remove(...paths: readonly string[]): void;
  /** Writes and commits everything; gives the commit's id. */
  commit(files?: Files): string;
}

/** Nothing of the machine: fixed people and dates, no configuration but the repository's. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
  GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
};

/** An empty folder, gone after the test. */
export function createFolder(): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'lockkeeper-test-')));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** An empty repository on the branch `main`; further arguments go to `git init`. */
export function createRepository(...options: readonly string[]): TestRepository {
  const path = createFolder();
  const repository = openRepository(path);
  repository.git('init', '--quiet', '--initial-branch=main', ...options);
  return repository;
}

/** A clone as `git clone` makes it, such as with `--bare` or `--depth=1`. */
export function cloneOf(origin: TestRepository, ...options: readonly string[]): TestRepository {
  const path = createFolder();
  const repository = openRepository(path);
  repository.git('clone', '--quiet', '--no-local', ...options, `file://${origin.path}`, '.');
  return repository;
}

function openRepository(path: string): TestRepository {
  function git(...args: readonly string[]): string {
    const options = { cwd: path, env: GIT_ENVIRONMENT, encoding: 'utf8' } as const;
    return execFileSync('git', args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  }
  function write(files: Files): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
    }
  }
  return {
    path,
    git,
    write,
    remove: (...paths) => {
      for (const name of paths) rmSync(join(path, name), { recursive: true });
    },
    commit(files = {}) {
      write(files);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message=change');
      return git('rev-parse', 'HEAD');
    },
  };
}
