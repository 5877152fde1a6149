import { unprocessable } from './errors.ts';
import { setRef, ZERO_OID } from './git.ts';
import { mergeCommits } from './git-commit.ts';
import { tryGit } from './git-process.ts';
import type { Push } from './hub.ts';
import type { Account, Pull, Repository, World } from './world.ts';

export interface NewPull {
  readonly title: string;
  readonly body: string | undefined;
  readonly base: string;
  readonly branch: string;
  readonly isDraft: boolean;
  readonly author: Account;
  /** Where the branch is, when that is a fork. */
  readonly fork?: Repository;
}

export interface PullEdits {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
}

/** The tip of a branch; 422 when there is no such branch. */
export function branchHead(repository: Repository, branch: string): string {
  const sha = repository.git.refs.get(`refs/heads/${branch}`);
  if (sha === undefined) throw unprocessable(`Validation Failed: branch ${branch} does not exist`);
  return sha;
}

/** Sets `refs/pull/N/head` and `/merge`, and finds out whether base and head can be merged. */
export async function refresh(pull: Pull): Promise<void> {
  const { git } = pull.repository;
  const ref = `refs/pull/${pull.number}`;
  if (git.refs.get(`${ref}/head`) !== pull.headSha) await setRef(git, `${ref}/head`, pull.headSha);
  const base = git.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha;
  const merged = await mergeCommits(git, base, pull.headSha, `${ref}/merge`);
  pull.mergeSha = merged ?? 'conflict';
  if (merged === undefined && git.refs.has(`${ref}/merge`)) {
    await setRef(git, `${ref}/merge`, undefined);
  }
}

export async function openPull(
  world: World,
  repository: Repository,
  input: NewPull,
): Promise<Pull> {
  const source = input.fork ?? repository;
  const headSha = branchHead(source, input.branch);
  const baseSha = branchHead(repository, input.base);
  if (headSha === baseSha)
    throw unprocessable(`No commits between ${input.base} and ${input.branch}`);
  const isTwin = ({ state, headRepository, headRef, baseRef }: Pull) =>
    state === 'open' &&
    headRepository === source &&
    headRef === input.branch &&
    baseRef === input.base;
  if ([...repository.pulls.values()].some(isTwin)) {
    throw unprocessable(`A pull request already exists for ${source.owner.login}:${input.branch}.`);
  }
  const pull: Pull = {
    id: world.nextId(),
    number: repository.nextNumber++,
    repository,
    title: input.title,
    body: input.body,
    state: 'open',
    isDraft: input.isDraft,
    isMerged: false,
    baseRef: input.base,
    baseSha,
    headRef: input.branch,
    headSha,
    headRepository: source,
    mergeSha: 'conflict',
    author: input.author,
    comments: [],
    labels: [],
    assignees: [],
    reviewers: [],
    autoMerge: undefined,
    createdAt: world.clock(),
    updatedAt: world.clock(),
    closedAt: undefined,
  };
  await refresh(pull);
  repository.pulls.set(pull.number, pull);
  return pull;
}

/** Changes title, body or base; gives the webhook's `changes`. */
export async function editPull(
  pull: Pull,
  { title, body, base }: PullEdits,
): Promise<Readonly<Record<string, unknown>>> {
  const changes: Record<string, unknown> = {};
  if (title !== undefined) {
    changes.title = { from: pull.title };
    pull.title = title;
  }
  if (body !== undefined) {
    changes.body = { from: pull.body ?? '' };
    pull.body = body;
  }
  if (base !== undefined && base !== pull.baseRef) {
    changes.base = { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } };
    pull.baseSha = branchHead(pull.repository, base);
    pull.baseRef = base;
    await refresh(pull);
  }
  return changes;
}

/** Follows a push to the head; only now does GitHub look again where the base branch is. */
export async function moveHead(pull: Pull, sha: string): Promise<void> {
  pull.headSha = sha;
  pull.baseSha = pull.repository.git.refs.get(`refs/heads/${pull.baseRef}`) ?? pull.baseSha;
  await refresh(pull);
}

/**
 * Follows a push to a base branch; gives the pull requests that it merged. The others keep the
 * `base.sha` that they had: it is older than the branch, as on GitHub.
 */
export async function moveBase(
  world: World,
  repository: Repository,
  push: Push,
): Promise<readonly Pull[]> {
  if (push.after === ZERO_OID) return [];
  const onBase = [...repository.pulls.values()].filter(
    (pull) => pull.state === 'open' && pull.baseRef === push.branch,
  );
  const merged: Pull[] = [];
  for (const pull of onBase) {
    const args = ['merge-base', '--is-ancestor', pull.headSha, push.after];
    if ((await tryGit(repository.git.dir, args)).code === 0) {
      pull.state = 'closed';
      pull.isMerged = true;
      pull.closedAt = world.clock();
      pull.mergeSha = push.after;
      merged.push(pull);
    } else {
      await refresh(pull);
    }
  }
  return merged;
}
