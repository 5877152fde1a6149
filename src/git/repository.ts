import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { ObjectId } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { type GitConfig, parseConfig } from './config.ts';
import { type Objects, openObjects } from './objects.ts';
import { type GitResult, runGit } from './process.ts';

export interface Repository {
  /** The folder's name. */
  readonly name: string;
  /** Where git is run: the top of the working tree, or the folder of a bare repository. */
  readonly directory: string;
  /** Whether there is no working tree. */
  readonly bare: boolean;
  readonly shallow: boolean;
  readonly hash: 'sha1' | 'sha256';
  /** The commit that is checked out; `none` before the first one. */
  readonly head: ObjectId | 'none';
  readonly config: GitConfig;
  readonly objects: Objects;
}

const QUESTIONS = [
  '--show-object-format',
  '--is-shallow-repository',
  '--is-bare-repository',
  '--absolute-git-dir',
  // Fails where there is no working tree, so it comes last.
  '--show-toplevel',
];

/**
 * The repository that contains `path`, or `none`. Its object reader must be closed.
 *
 * @throws {CannotRun} when there is no such folder, or git refuses it
 */
export async function openRepository(path: string): Promise<Repository | 'none'> {
  requireFolder(path);
  const objects = openObjects(path);
  try {
    const [answers, config, head] = await Promise.all([
      runGit(path, ['rev-parse', ...QUESTIONS]),
      runGit(path, ['config', '--list', '-z']),
      // Fails outside a repository, which the other answers explain better.
      objects.read('HEAD^{commit}').catch(() => 'missing' as const),
    ]);
    const [hash, shallow, , gitDirectory, top] = answers.stdout.split('\n');
    if (gitDirectory === undefined || gitDirectory === '') return noRepository(answers, objects);
    const bare = answers.code !== 0 || top === undefined || top === '';
    return {
      name: basename(bare ? gitDirectory.replace(/\/?\.git$/, '') : top),
      directory: bare ? gitDirectory : top,
      bare,
      shallow: shallow === 'true',
      hash: hash === 'sha256' ? 'sha256' : 'sha1',
      head: head === 'missing' ? 'none' : head.oid,
      config: parseConfig(config.stdout),
      objects,
    };
  } catch (error) {
    objects.close();
    throw error;
  }
}

function noRepository({ stderr }: GitResult, objects: Objects): 'none' {
  objects.close();
  if (stderr.includes('not a git repository')) return 'none';
  if (stderr.includes('dubious ownership')) {
    const command = /git config --global --add safe\.directory .*/.exec(stderr)?.[0];
    throw new CannotRun(
      'The repository belongs to another user, so git refuses to read it.',
      `If you trust it: ${command ?? 'see git help config, safe.directory'}`,
    );
  }
  throw new CannotRun(`Git cannot open the repository (${stderr.trim()}).`, 'Try: git status');
}

function requireFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new CannotRun(`There is no folder ${path}.`, 'Give the path of a clone.');
  }
  if (!found.isDirectory()) {
    throw new CannotRun(
      `${path} is a file.`,
      'Give the folder: the whole repository is judged at once.',
    );
  }
}
