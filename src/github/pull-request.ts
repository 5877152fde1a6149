import type { GitHubClient } from './client.ts';
import { NotFound } from './errors.ts';
import {
  CHECK_NAME,
  type OwnCheckRun,
  type OwnCheckRunsParts,
  ownCheckRuns,
} from './own-check-runs.ts';
import { OPEN_PULL_REQUESTS } from './queries.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** A pull request as it is now. */
export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly draft: boolean;
  /** The head is in another repository: this installation cannot write to it. */
  readonly fork: boolean;
  readonly head: {
    readonly sha: string;
    readonly ref: string;
    /** `owner/name`, or `deleted`. */
    readonly repository: string | 'deleted';
  };
  readonly base: { readonly sha: string; readonly ref: string };
}

export interface PullRequestWithRuns extends PullRequest {
  /** Our check runs on the head. */
  readonly checkRuns: readonly OwnCheckRun[];
}

/** The fragment `PullRequestParts`. */
export interface PullRequestParts {
  readonly number: number;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly isCrossRepository: boolean;
  readonly headRefName: string;
  readonly headRefOid: string;
  readonly headRepository: { readonly nameWithOwner: string } | null;
  readonly baseRefName: string;
  readonly baseRefOid: string;
  readonly baseRef: { readonly target: { readonly oid: string } | null } | null;
  readonly commits: { readonly nodes: readonly { readonly commit: OwnCheckRunsParts }[] };
}

/**
 * Reads one pull request. `base.sha` is what GitHub stored at the last push, not the branch's tip.
 *
 * @see https://docs.github.com/en/rest/pulls/pulls#get-a-pull-request
 */
export async function readPullRequest(
  client: GitHubClient,
  repo: RepositoryRef,
  number: number,
): Promise<PullRequest> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    ...inRepository(repo),
    pull_number: number,
  });
  const { head, base } = data;
  // GitHub's description says that `head.repo` is always there; for deleted forks it is null.
  const headRepository = head.repo as typeof head.repo | null;
  return {
    number: data.number,
    open: data.state === 'open',
    draft: data.draft === true,
    fork: headRepository?.id !== base.repo.id,
    head: { sha: head.sha, ref: head.ref, repository: headRepository?.full_name ?? 'deleted' },
    base: { sha: base.sha, ref: base.ref },
  };
}

/** From the fragment `PullRequestParts`; `base.sha` is the tip of the base branch. */
export function pullRequestOf(parts: PullRequestParts): PullRequestWithRuns {
  const commit = parts.commits.nodes[0]?.commit;
  // A push between two reads inside GitHub: runs of the other commit are not about this head.
  const isHead = commit?.oid === parts.headRefOid;
  return {
    number: parts.number,
    open: parts.state === 'OPEN',
    draft: parts.isDraft,
    fork: parts.isCrossRepository || parts.headRepository === null,
    head: {
      sha: parts.headRefOid,
      ref: parts.headRefName,
      repository: parts.headRepository?.nameWithOwner ?? 'deleted',
    },
    base: { sha: parts.baseRef?.target?.oid ?? parts.baseRefOid, ref: parts.baseRefName },
    checkRuns: isHead ? ownCheckRuns(commit) : [],
  };
}

interface OpenPullRequests {
  readonly repository: {
    readonly pullRequests: {
      readonly nodes: readonly PullRequestParts[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    };
  } | null;
}

/** All open pull requests with our check runs on their heads: one request for 50 of them. */
export async function* listOpenPullRequests(
  client: GitHubClient,
  repo: RepositoryRef,
  appId: number,
): AsyncGenerator<PullRequestWithRuns> {
  let after: string | null = null;
  do {
    const page: OpenPullRequests = await client.graphql(OPEN_PULL_REQUESTS, {
      owner: repo.owner,
      name: repo.name,
      appId,
      checkName: CHECK_NAME,
      after,
    });
    if (page.repository === null) throw new NotFound(`${repo.owner}/${repo.name} is not visible`);
    const { nodes, pageInfo } = page.repository.pullRequests;
    for (const node of nodes) yield pullRequestOf(node);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}
