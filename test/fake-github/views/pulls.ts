import { compareCommits } from '../git-compare.ts';
import { mergeableState } from '../mergeability.ts';
import type { Pull, Repository, World } from '../world.ts';
import { nodeId, time, userView } from './accounts.ts';
import { labelView } from './issues.ts';
import { apiUrl, repositoryView } from './repositories.ts';

function side(world: World, repository: Repository | 'deleted', ref: string, sha: string) {
  if (repository === 'deleted') {
    return { label: 'unknown repository', ref, sha, user: null, repo: null };
  }
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userView(world, repository.owner),
    repo: repositoryView(world, repository),
  };
}

/** A pull request as lists show it. */
export function simplePullView(world: World, pull: Pull) {
  const url = `${apiUrl(world, pull.repository)}/pulls/${pull.number}`;
  const issue = `${apiUrl(world, pull.repository)}/issues/${pull.number}`;
  const html = `${repositoryView(world, pull.repository).html_url}/pull/${pull.number}`;
  const statuses = `${apiUrl(world, pull.repository)}/statuses/${pull.headSha}`;
  const comment = `${apiUrl(world, pull.repository)}/pulls/comments{/number}`;
  return {
    url,
    id: pull.id,
    node_id: nodeId('PR', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: comment,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    active_lock_reason: null,
    title: pull.title,
    user: userView(world, pull.author),
    body: pull.body ?? null,
    labels: pull.labels.map((name) => labelView(world, pull.repository, name)),
    milestone: null,
    created_at: time(pull.createdAt),
    updated_at: time(pull.updatedAt),
    closed_at: pull.closedAt === undefined ? null : time(pull.closedAt),
    merged_at: pull.isMerged && pull.closedAt !== undefined ? time(pull.closedAt) : null,
    merge_commit_sha: pull.mergeSha === 'conflict' ? null : pull.mergeSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    head: side(world, pull.headRepository, pull.headRef, pull.headSha),
    base: side(world, pull.repository, pull.baseRef, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: comment },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: pull.headRepository === pull.repository ? 'MEMBER' : 'NONE',
    auto_merge: null,
    draft: pull.isDraft,
  };
}

/** A pull request by itself, with its numbers and whether it can be merged. */
export async function pullView(world: World, pull: Pull) {
  const { git } = pull.repository;
  const comparison = await compareCommits(git, pull.baseSha, pull.headSha);
  const files = comparison?.files ?? [];
  const isMergeable = pull.mergeSha !== 'conflict';
  return {
    ...simplePullView(world, pull),
    merged: pull.isMerged,
    mergeable: pull.state === 'open' ? isMergeable : null,
    rebaseable: isMergeable,
    mergeable_state: mergeableState(world, pull),
    merged_by: pull.isMerged ? userView(world, world.developer) : null,
    comments: pull.comments.length,
    review_comments: 0,
    maintainer_can_modify: pull.headRepository !== pull.repository,
    commits: comparison?.commits.length ?? 0,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** A pull request inside a check run or suite; empty for forks, whose pushes are not seen here. */
export function checkedPulls(world: World, repository: Repository, sha: string) {
  return [...repository.pulls.values()]
    .filter((pull) => pull.state === 'open' && pull.headSha === sha)
    .filter((pull) => pull.headRepository === repository)
    .map((pull) => {
      const { id, name } = repository;
      const repo = { id, name, url: apiUrl(world, repository) };
      return {
        id: pull.id,
        number: pull.number,
        url: `${apiUrl(world, repository)}/pulls/${pull.number}`,
        head: { ref: pull.headRef, sha: pull.headSha, repo },
        base: { ref: pull.baseRef, sha: pull.baseSha, repo },
      };
    });
}
