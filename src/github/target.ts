import { CONFIGURATION_PATH } from '../config/defaults.ts';
import type { GitHubClient } from './client.ts';
import {
  type ConfigurationFile,
  type ConfigurationParts,
  configurationOf,
} from './configuration.ts';
import { NotFound } from './errors.ts';
import {
  CHECK_NAME,
  type OwnCheckRun,
  type OwnCheckRunsParts,
  ownCheckRuns,
} from './own-check-runs.ts';
import { type PullRequest, type PullRequestParts, pullRequestOf } from './pull-request.ts';
import { COMMITS_TARGET, PULL_REQUEST_TARGET } from './queries.ts';
import { query } from './query.ts';
import { type RepositoryParts, type RepositoryRef, renamed } from './repository.ts';

/** What is to be judged, and what is known before any file is read. */
export interface Target {
  /** Under its current names. */
  readonly repo: RepositoryRef;
  /** `none` for a merge group. */
  readonly pullRequest: PullRequest | 'none';
  readonly head: { readonly sha: string };
  /** The tip of the base branch. */
  readonly base: { readonly sha: string; readonly ref: string };
  /** At the tip of the base branch. */
  readonly configuration: ConfigurationFile | 'none';
  /** Our check runs on the head. */
  readonly checkRuns: readonly OwnCheckRun[];
}

interface PullRequestTarget {
  readonly repository:
    | (RepositoryParts & {
        readonly pullRequest:
          | (PullRequestParts & {
              readonly baseRef: {
                readonly target: ({ readonly oid: string } & Partial<ConfigurationParts>) | null;
              } | null;
            })
          | null;
      })
    | null;
}

/**
 * A pull request, its base's configuration and our check runs on its head, in one request.
 *
 * @throws {NotFound} when the pull request or the repository is gone or no longer visible
 */
export async function readTarget(
  client: GitHubClient,
  repo: RepositoryRef,
  number: number,
  appId: number,
): Promise<Target> {
  const { repository } = await query<PullRequestTarget>(client, PULL_REQUEST_TARGET, {
    owner: repo.owner,
    name: repo.name,
    number,
    appId,
    checkName: CHECK_NAME,
    configurationPath: CONFIGURATION_PATH,
  });
  const parts = repository?.pullRequest;
  if (!repository || !parts) throw new NotFound(`${repo.owner}/${repo.name}#${number} is gone`);
  const { checkRuns, ...pullRequest } = pullRequestOf(parts);
  return {
    repo: renamed(repo, repository),
    pullRequest,
    head: { sha: pullRequest.head.sha },
    base: pullRequest.base,
    configuration: configurationOf(parts.baseRef?.target),
    checkRuns,
  };
}

interface CommitsTarget {
  readonly repository:
    | (RepositoryParts & {
        readonly head: Partial<OwnCheckRunsParts> | null;
        readonly base: Partial<ConfigurationParts> | null;
      })
    | null;
}

export interface MergeGroup {
  readonly headSha: string;
  readonly baseSha: string;
  /** The branch that the group will be merged into, without `refs/heads/`. */
  readonly baseRef: string;
}

/**
 * The same for a merge group, which has no pull request.
 *
 * @throws {NotFound} when the group is gone, as it is after its time-out
 */
export async function readMergeGroup(
  client: GitHubClient,
  repo: RepositoryRef,
  { headSha, baseSha, baseRef }: MergeGroup,
  appId: number,
): Promise<Target> {
  const { repository } = await query<CommitsTarget>(client, COMMITS_TARGET, {
    owner: repo.owner,
    name: repo.name,
    head: headSha,
    base: baseSha,
    appId,
    checkName: CHECK_NAME,
    configurationPath: CONFIGURATION_PATH,
  });
  if (!repository?.head) throw new NotFound(`${headSha} is gone from ${repo.owner}/${repo.name}`);
  const { oid = headSha, checkSuites = null } = repository.head;
  return {
    repo: renamed(repo, repository),
    pullRequest: 'none',
    head: { sha: headSha },
    base: { sha: baseSha, ref: baseRef },
    configuration: configurationOf(repository.base),
    checkRuns: ownCheckRuns({ oid, checkSuites }),
  };
}
