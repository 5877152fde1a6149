import type { ObjectId } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { runGit } from './process.ts';
import type { Repository } from './repository.ts';

/** A commit, and the name under which it was found. */
export interface NamedCommit {
  readonly name: string;
  readonly commit: ObjectId;
}

/** What default branches are called where nothing records it. */
const USUAL_NAMES = ['main', 'master', 'trunk'];

/**
 * The branch that pull requests go to: what the clone recorded of its remote (`origin/HEAD`),
 * else the first usual name that exists, on the remote before here.
 */
export async function defaultBranch({
  objects,
  config,
}: Repository): Promise<NamedCommit | 'none'> {
  const names = [...new Set([config.defaultBranch, ...USUAL_NAMES])].filter((name) => name !== '');
  const refs = names.flatMap((name) => [`refs/remotes/origin/${name}`, `refs/heads/${name}`]);
  const found = await Promise.all(
    ['refs/remotes/origin/HEAD', ...refs].map(async (ref) => {
      const object = await objects.read(`${ref}^{commit}`);
      return object === 'missing' ? [] : [{ name: shortName(ref), commit: object.oid }];
    }),
  );
  return found.flat()[0] ?? 'none';
}

function shortName(ref: string): string {
  return ref.replace(/^refs\/(heads|remotes)\//, '');
}

/**
 * The commit that a user calls `name`.
 *
 * @throws {CannotRun} when there is none
 */
export async function commitCalled(name: string, repository: Repository): Promise<NamedCommit> {
  const object = name === '' ? 'missing' : await repository.objects.read(`${name}^{commit}`);
  if (object !== 'missing') return { name, commit: object.oid };
  if (name === '') {
    throw new CannotRun('The name of a commit is empty.', 'Give a branch, a tag or a commit.');
  }
  throw new CannotRun(
    `There is no commit called \`${name}\` in this repository.`,
    await remedyFor(name, repository),
  );
}

async function remedyFor(name: string, { directory, objects, shallow }: Repository) {
  const remote = await objects.read(`refs/remotes/origin/${name}^{commit}`);
  if (remote !== 'missing') return `Did you mean origin/${name}?`;
  // A name that looks similar is not what a shallow clone lacks.
  if (shallow) return fetchAdvice(name);
  const format = '--format=%(refname:short)';
  const { stdout } = await runGit(directory, ['for-each-ref', format]);
  const { suggest } = await import('../config/suggest.ts');
  const similar = suggest(name, stdout.trim().split('\n'));
  if (similar !== 'none' && similar !== '') return `Did you mean ${similar}?`;
  return 'See what there is: git branch --all. Perhaps it was not fetched yet: git fetch';
}

/** A shallow clone mostly knows one branch only: the other one is named. */
function fetchAdvice(name: string): string {
  const branch = name.replace(/^origin\//, '');
  const refspec = /^[\w./-]+$/.test(branch)
    ? ` origin ${branch}:refs/remotes/origin/${branch}`
    : '';
  return `This clone is shallow. Fetch the branch: git fetch --unshallow${refspec}, then: --base origin/${branch} (in GitHub Actions: fetch-depth: 0)`;
}

/** The best common ancestor; `none` where the histories have nothing in common, or are cut off. */
export async function mergeBase(
  { directory }: Repository,
  one: ObjectId,
  other: ObjectId,
): Promise<ObjectId | 'none'> {
  if (one === other) return one;
  const { code, stdout } = await runGit(directory, ['merge-base', one, other]);
  return code === 0 ? stdout.trim() : 'none';
}
