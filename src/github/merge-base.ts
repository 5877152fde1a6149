import type { GitHubClient } from './client.ts';
import { isErrorLike } from './error-like.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/**
 * The commit that `head` was branched off from `base`; `base` itself when they share no history.
 * Files are listed on the first page only, so the second is asked for: it has the merge base too.
 *
 * @see https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export async function findMergeBase(
  client: GitHubClient,
  repo: RepositoryRef,
  base: string,
  head: string,
): Promise<string> {
  try {
    const { data } = await client.request('GET /repos/{owner}/{repo}/compare/{basehead}', {
      ...inRepository(repo),
      basehead: `${base}...${head}`,
      per_page: 1,
      page: 2,
    });
    return data.merge_base_commit.sha;
  } catch (error) {
    if (isUnrelated(error)) return base;
    throw error;
  }
}

/** Only this 404: a commit that is really missing must not be judged against the wrong state. */
function isUnrelated(error: unknown): boolean {
  if (!isErrorLike(error) || (error.status !== 404 && error.status !== 409)) return false;
  return /common ancestor|unrelated/i.test(error.message);
}
