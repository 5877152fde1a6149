/** A pull request as the issues API shows it, with labels and comments. */
import type { Comment, Pull, Repository, World } from '../world.ts';
import { nodeId, time, userView } from './accounts.ts';
import { apiUrl, repositoryView } from './repositories.ts';

export function labelView(world: World, repository: Repository, name: string) {
  return {
    id: name.length,
    node_id: nodeId('LA', name),
    url: `${apiUrl(world, repository)}/labels/${encodeURIComponent(name)}`,
    name,
    color: 'ededed',
    default: false,
    description: '',
  };
}

export function commentView(world: World, pull: Pull, comment: Comment) {
  const url = `${apiUrl(world, pull.repository)}/issues`;
  const html = `${repositoryView(world, pull.repository).html_url}/pull/${pull.number}`;
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${url}/comments/${comment.id}`,
    html_url: `${html}#issuecomment-${comment.id}`,
    issue_url: `${url}/${pull.number}`,
    body: comment.body,
    user: userView(world, comment.author),
    created_at: time(comment.createdAt),
    updated_at: time(comment.createdAt),
    author_association: 'NONE' as const,
    performed_via_github_app: null,
  };
}

const REACTIONS = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'];

export function reactionsView(url: string) {
  const counts = Object.fromEntries(REACTIONS.map((name) => [name, 0]));
  return { url: `${url}/reactions`, total_count: 0, ...counts };
}

export function issueView(world: World, pull: Pull) {
  const { repository } = pull;
  const url = `${apiUrl(world, repository)}/issues/${pull.number}`;
  const html = `${repositoryView(world, repository).html_url}/pull/${pull.number}`;
  return {
    id: pull.id,
    node_id: nodeId('I', pull.id),
    url,
    repository_url: apiUrl(world, repository),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    number: pull.number,
    state: pull.state,
    state_reason: null,
    title: pull.title,
    body: pull.body ?? null,
    user: userView(world, pull.author),
    labels: pull.labels.map((name) => labelView(world, repository, name)),
    assignee: null,
    assignees: [],
    milestone: null,
    locked: false,
    active_lock_reason: null,
    comments: pull.comments.length,
    pull_request: {
      url: `${apiUrl(world, repository)}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: null,
    },
    closed_at: pull.closedAt === undefined ? null : time(pull.closedAt),
    created_at: time(pull.createdAt),
    updated_at: time(pull.updatedAt),
    author_association: 'NONE' as const,
    reactions: reactionsView(url),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    draft: pull.isDraft,
  };
}
