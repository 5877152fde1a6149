import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { CannotRun } from './cannot-run.ts';

/** Settings of a repository that would make git run a program are overruled. */
const OVERRULED = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

const ENVIRONMENT: NodeJS.ProcessEnv = {
  // Git's own words are recognised in places.
  LC_ALL: 'C',
  // Judging writes nothing, not even a refreshed index.
  GIT_OPTIONAL_LOCKS: '0',
  // GitHub knows no replacement objects.
  GIT_NO_REPLACE_OBJECTS: '1',
  // Offline, whatever the remotes of a partial clone promise.
  GIT_ALLOW_PROTOCOL: '',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
};

/** Set by git for hooks: they would name another repository than the path that was asked for. */
const FOREIGN = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_PREFIX',
  'GIT_LITERAL_PATHSPECS',
  'GIT_GLOB_PATHSPECS',
  'GIT_NOGLOB_PATHSPECS',
  'GIT_ICASE_PATHSPECS',
];

/** A whole repository's file list is some megabytes (bytes). */
const MAX_OUTPUT = 1024 * 1024 * 1024;

export interface GitResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs git without a shell, hooks, prompts, pager or network. `settings` overrule the
 * configuration of the repository.
 *
 * @throws {CannotRun} when git is not installed
 */
export function runGit(
  cwd: string,
  args: readonly string[],
  settings: readonly (readonly [key: string, value: string])[] = [],
): Promise<GitResult> {
  const options = {
    cwd,
    env: { ...environment(), ...asEnvironment(settings) },
    maxBuffer: MAX_OUTPUT,
  };
  return new Promise((resolve, reject) => {
    execFile('git', [...OVERRULED, ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ code: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr });
      else reject(explained(error));
    });
  });
}

/** Starts a git process that is talked to; the same safety as `runGit`. */
export function startGit(cwd: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn('git', [...OVERRULED, ...args], { cwd, env: environment(), stdio: 'pipe' });
}

export function explained(error: Error): Error {
  if (!('code' in error) || error.code !== 'ENOENT') return error;
  return new CannotRun('The program git was not found.', 'Install git, or put it on the PATH.');
}

function environment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !FOREIGN.includes(name));
  return { ...Object.fromEntries(kept), ...ENVIRONMENT };
}

/** Behind settings that the surroundings give in the same way; the last one wins. */
function asEnvironment(settings: readonly (readonly [string, string])[]): NodeJS.ProcessEnv {
  const first = Number(process.env.GIT_CONFIG_COUNT ?? 0) || 0;
  const pairs = settings.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${first + index}`, key],
    [`GIT_CONFIG_VALUE_${first + index}`, value],
  ]);
  if (pairs.length === 0) return {};
  return { ...Object.fromEntries(pairs), GIT_CONFIG_COUNT: `${first + settings.length}` };
}
