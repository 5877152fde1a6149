/** Writes bump pull requests: one commit on the base, a branch, the text, what people asked for. */
import type { FileChange } from '../edits/file-change.ts';
import { ENABLE_AUTO_MERGE, UPDATE_REFS } from './bump-queries.ts';
import type { BumpState } from './bump-state.ts';
import type { GitHubClient } from './client.ts';
import { classify } from './errors.ts';
import { inRepository } from './repository.ts';

/** All zeros, as the place of a branch: there is none. */
export const NO_COMMIT = '0'.repeat(40);

export interface BranchMove {
  readonly branch: string;
  readonly from: string;
  readonly to: string;
}

/**
 * A commit on the default branch's tip, signed by GitHub as the app's since it names no author;
 * belongs to no branch yet. Files keep their modes.
 *
 * @see https://docs.github.com/en/rest/git/commits#create-a-commit
 */
export async function createCommit(
  client: GitHubClient,
  { repo, base }: BumpState,
  changes: readonly (Pick<FileChange, 'path' | 'after'> & { readonly mode: string })[],
  message: string,
): Promise<string> {
  const { data: parent } = await client.request(
    'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
    {
      ...inRepository(repo),
      commit_sha: base.sha,
    },
  );
  const { data: tree } = await client.request('POST /repos/{owner}/{repo}/git/trees', {
    ...inRepository(repo),
    base_tree: parent.tree.sha,
    tree: changes.map(({ path, after, mode }) => ({
      path,
      mode: mode === '100755' ? ('100755' as const) : ('100644' as const),
      type: 'blob' as const,
      content: after,
    })),
  });
  const { data: commit } = await client.request('POST /repos/{owner}/{repo}/git/commits', {
    ...inRepository(repo),
    message,
    tree: tree.sha,
    parents: [base.sha],
  });
  return commit.sha;
}

/**
 * Moves a branch to a commit, by force, unless somebody else moved it first. A branch can come from
 * `NO_COMMIT`, and goes away with it.
 *
 * @throws Octokit's errors; `classify` calls it `stale` when the branch is not at `from`
 * @see https://docs.github.com/en/graphql/reference/mutations#updaterefs
 */
export async function moveBranch(
  client: GitHubClient,
  { id }: BumpState,
  { branch, from, to }: BranchMove,
): Promise<void> {
  const update = { name: `refs/heads/${branch}`, beforeOid: from, afterOid: to, force: true };
  await client.graphql(UPDATE_REFS, { input: { repositoryId: id, refUpdates: [update] } });
}

export interface PullText {
  readonly title: string;
  readonly body: string;
}

export interface NewPull extends PullText {
  readonly branch: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
}

/**
 * Opens a pull request into the default branch; gives its number and GraphQL's id. What cannot be
 * added (a reviewer who left) is given back, not thrown.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls#create-a-pull-request
 */
export async function openPull(
  client: GitHubClient,
  { repo, base }: BumpState,
  { branch, title, body, labels, assignees, reviewers }: NewPull,
): Promise<{ readonly number: number; readonly id: string; readonly missed: readonly string[] }> {
  const where = inRepository(repo);
  const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
    ...where,
    head: branch,
    base: base.ref,
    title,
    body,
  });
  const missed: string[] = [];
  const add = async (what: string, names: readonly string[], request: () => Promise<unknown>) => {
    if (names.length === 0) return;
    try {
      await request();
    } catch (error) {
      missed.push(`${what} ${names.join(', ')}: ${error instanceof Error ? error.message : error}`);
    }
  };
  const issue = { ...where, issue_number: data.number };
  await add('labels', labels, () =>
    client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/labels', {
      ...issue,
      labels: [...labels],
    }),
  );
  await add('assignees', assignees, () =>
    client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/assignees', {
      ...issue,
      assignees: [...assignees],
    }),
  );
  await add('reviewers', reviewers, () =>
    client.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers', {
      ...where,
      pull_number: data.number,
      reviewers: [...reviewers],
    }),
  );
  return { number: data.number, id: data.node_id, missed };
}

export async function editPull(
  client: GitHubClient,
  { repo }: BumpState,
  number: number,
  { title, body }: PullText,
): Promise<void> {
  await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...inRepository(repo),
    pull_number: number,
    title,
    body,
  });
}

/** Closes a pull request and takes its branch away; `body` is its text from then on. */
export async function closePull(
  client: GitHubClient,
  { repo }: BumpState,
  number: number,
  { branch, body }: { readonly branch: string; readonly body: string },
): Promise<void> {
  const where = inRepository(repo);
  await client.request('PATCH /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...where,
    pull_number: number,
    state: 'closed',
    body,
  });
  try {
    await client.request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', {
      ...where,
      ref: `heads/${branch}`,
    });
  } catch (error) {
    // Somebody, or an earlier try, was faster.
    const { kind } = classify(error);
    if (kind !== 'not-found' && kind !== 'invalid') throw error;
  }
}

/** The text of a pull request, also of a closed one; empty where it has none. */
export async function readPullBody(
  client: GitHubClient,
  { repo }: BumpState,
  number: number,
): Promise<string> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...inRepository(repo),
    pull_number: number,
  });
  return data.body ?? '';
}

/** @see https://docs.github.com/en/graphql/reference/mutations#enablepullrequestautomerge */
export async function enableAutoMerge(
  client: GitHubClient,
  { mergeMethod }: BumpState,
  pullRequestId: string,
): Promise<void> {
  await client.graphql(ENABLE_AUTO_MERGE, { input: { pullRequestId, mergeMethod } });
}
