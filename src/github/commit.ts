import type { FileChange } from '../edits/file-change.ts';
import type { GitHubClient } from './client.ts';
import { CREATE_COMMIT } from './queries.ts';
import { query } from './query.ts';
import type { RepositoryRef } from './repository.ts';

export interface CommitOptions {
  readonly repo: RepositoryRef;
  /** Without `refs/heads/`; has to exist. */
  readonly branch: string;
  /** The branch's tip: GitHub refuses the commit where somebody else was faster. */
  readonly expectedHead: string;
  /** The first line is the headline. */
  readonly message: string;
  readonly changes: readonly Pick<FileChange, 'path' | 'after'>[];
}

interface Created {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string } };
}

/**
 * One commit on top of a branch, signed by GitHub as the app's; gives its id. Files become mode
 * 100644.
 *
 * @throws Octokit's errors; `classify` calls it `stale` when the branch is not at `expectedHead`
 * @see https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
 */
export async function commitOnBranch(
  client: GitHubClient,
  { repo, branch, expectedHead, message, changes }: CommitOptions,
): Promise<string> {
  const [headline = '', ...rest] = message.split('\n');
  const { createCommitOnBranch } = await query<Created>(client, CREATE_COMMIT, {
    input: {
      branch: { repositoryNameWithOwner: `${repo.owner}/${repo.name}`, branchName: branch },
      expectedHeadOid: expectedHead,
      message: { headline, body: rest.join('\n').trim() },
      fileChanges: {
        additions: changes.map(({ path, after }) => ({
          path,
          contents: Buffer.from(after).toString('base64'),
        })),
      },
    },
  });
  return createCommitOnBranch.commit.oid;
}
