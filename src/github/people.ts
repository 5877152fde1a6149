/** What people may do, and what they are told. */
import type { GitHubClient } from './client.ts';
import { classify } from './errors.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/**
 * Whether somebody may push to the repository. `maintain` counts as `write` here.
 *
 * @see https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export async function mayWrite(
  client: GitHubClient,
  repo: RepositoryRef,
  login: string,
): Promise<boolean> {
  try {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      { ...inRepository(repo), username: login },
    );
    return data.permission === 'admin' || data.permission === 'write';
  } catch (error) {
    // Other apps and deleted accounts are no users.
    if (classify(error).kind === 'not-found') return false;
    throw error;
  }
}

/**
 * Writes a comment on an issue or a pull request.
 *
 * @see https://docs.github.com/en/rest/issues/comments#create-an-issue-comment
 */
export async function comment(
  client: GitHubClient,
  repo: RepositoryRef,
  number: number,
  body: string,
): Promise<void> {
  await client.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...inRepository(repo),
    issue_number: number,
    body,
  });
}
