import { CONFIGURATION_PATH } from '../config/defaults.ts';
import { BUMP_STATE, closedQuery } from './bump-queries.ts';
import type { GitHubClient } from './client.ts';
import {
  type ConfigurationFile,
  type ConfigurationParts,
  configurationOf,
} from './configuration.ts';
import { NotFound } from './errors.ts';
import { query } from './query.ts';
import { type RepositoryParts, type RepositoryRef, renamed } from './repository.ts';

/** A branch of ours, and the pull request that is open from it. */
export interface BumpBranch {
  readonly branch: string;
  readonly head: string;
  /** Of the head. */
  readonly parents: readonly string[];
  readonly author: string;
  readonly pull: OpenBump | 'none';
  /**
   * A pull request was merged with this head, and none is open: nothing would be lost with the
   * branch. What is based on a merged one GitHub moves to its base, but closes with any other.
   */
  readonly isMerged: boolean;
}

export interface OpenBump {
  /** GraphQL's id. */
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly body: string;
}

/** What bumps of a repository depend on, as it is now. */
export interface BumpState {
  readonly repo: RepositoryRef;
  /** GraphQL's id. */
  readonly id: string;
  readonly archived: boolean;
  /** `MERGE`, `SQUASH` or `REBASE`: what is allowed here, and usual. */
  readonly mergeMethod: string;
  /** The default branch. */
  readonly base: { readonly ref: string; readonly sha: string };
  readonly configuration: ConfigurationFile | 'none';
  /** First lines of the last commits, newest first. */
  readonly headlines: readonly string[];
  readonly branches: readonly BumpBranch[];
}

interface Parts {
  readonly repository:
    | (RepositoryParts & {
        readonly id: string;
        readonly isArchived: boolean;
        readonly viewerDefaultMergeMethod: string;
        readonly defaultBranchRef: {
          readonly name: string;
          readonly target: {
            readonly oid: string;
            readonly history?: { readonly nodes: readonly { readonly messageHeadline: string }[] };
          } & Partial<ConfigurationParts>;
        } | null;
        readonly refs: { readonly nodes: readonly RefParts[] } | null;
      })
    | null;
}

interface RefParts {
  readonly name: string;
  readonly target: {
    readonly oid: string;
    readonly author?: { readonly name: string | null } | null;
    readonly parents?: { readonly nodes: readonly { readonly oid: string }[] };
  };
  readonly associatedPullRequests: {
    readonly nodes: readonly (OpenBump & {
      readonly baseRefName: string;
      readonly isCrossRepository: boolean;
    })[];
  };
  readonly merged: {
    readonly nodes: readonly { readonly headRefOid: string; readonly isCrossRepository: boolean }[];
  };
}

/**
 * Everything about bumps in one request.
 *
 * @param prefix of our branches, `lockkeeper/`
 * @throws {NotFound} when the repository is gone, or empty
 */
export async function readBumpState(
  client: GitHubClient,
  asked: RepositoryRef,
  prefix: string,
): Promise<BumpState> {
  const { repository } = await query<Parts>(client, BUMP_STATE, {
    owner: asked.owner,
    name: asked.name,
    configurationPath: CONFIGURATION_PATH,
    prefix: `refs/heads/${prefix}`,
  });
  const base = repository?.defaultBranchRef;
  if (!repository || !base) throw new NotFound(`${asked.owner}/${asked.name} has no branch`);
  return {
    repo: renamed(asked, repository),
    id: repository.id,
    archived: repository.isArchived,
    mergeMethod: repository.viewerDefaultMergeMethod,
    base: { ref: base.name, sha: base.target.oid },
    configuration: configurationOf(base.target),
    headlines: (base.target.history?.nodes ?? []).map((one) => one.messageHeadline),
    branches: (repository.refs?.nodes ?? []).map((ref) => branchOf(ref, prefix, base.name)),
  };
}

function branchOf(ref: RefParts, prefix: string, base: string): BumpBranch {
  const { name, target, associatedPullRequests, merged } = ref;
  const pull = associatedPullRequests.nodes.find(
    (one) => one.baseRefName === base && !one.isCrossRepository,
  );
  return {
    // With a prefix that ends in a slash GitHub gives what is behind it.
    branch: name.startsWith(prefix) ? name : `${prefix}${name}`,
    head: target.oid,
    parents: (target.parents?.nodes ?? []).map(({ oid }) => oid),
    author: target.author?.name ?? '',
    pull:
      pull === undefined
        ? 'none'
        : { id: pull.id, number: pull.number, title: pull.title, body: pull.body },
    isMerged:
      associatedPullRequests.nodes.length === 0 &&
      merged.nodes.some((one) => !one.isCrossRepository && one.headRefOid === target.oid),
  };
}

export interface ClosedBump {
  readonly number: number;
  readonly body: string;
}

/** Pull requests from these branches that somebody closed without merging, newest first. */
export async function readClosed(
  client: GitHubClient,
  repo: RepositoryRef,
  branches: readonly string[],
): Promise<readonly ClosedBump[]> {
  if (branches.length === 0) return [];
  const heads = branches.map((branch, index) => [`h${index}`, branch] as const);
  const { repository } = await query<{
    readonly repository: Readonly<
      Record<
        string,
        { readonly nodes: readonly (ClosedBump & { readonly isCrossRepository: boolean })[] }
      >
    > | null;
  }>(client, closedQuery(branches.length), {
    owner: repo.owner,
    name: repo.name,
    ...Object.fromEntries(heads),
  });
  return Object.values(repository ?? {})
    .flatMap(({ nodes }) => nodes)
    .filter(({ isCrossRepository }) => !isCrossRepository);
}
