/** Webhook payloads, made from the state of the moment. */
import { ZERO_OID } from './git.ts';
import type { Push } from './hub.ts';
import { installationOf } from './lookups.ts';
import { appView, installationView, nodeId, time, userView } from './views/accounts.ts';
import { runView, simpleSuiteView, suiteView } from './views/checks.ts';
import { readCommit, simpleCommitView } from './views/commits.ts';
import { commentView, issueView, reactionsView } from './views/issues.ts';
import { pullView } from './views/pulls.ts';
import { repositoryView } from './views/repositories.ts';
import type {
  Account,
  Comment,
  Installation,
  Pull,
  Repository,
  Run,
  Suite,
  World,
} from './world.ts';

/** An event on its way out. */
export interface Outgoing {
  readonly event: string;
  readonly action: string | undefined;
  readonly repository: Repository | undefined;
  readonly installation: Installation | undefined;
  readonly payload: Readonly<Record<string, unknown>>;
}

export type PullAction =
  | 'opened'
  | 'synchronize'
  | 'reopened'
  | 'ready_for_review'
  | 'edited'
  | 'closed';

/** What every event about a repository carries. */
function about(world: World, repository: Repository, sender: Account = world.developer) {
  const installation = installationOf(world, repository);
  const id = installation?.id ?? 0;
  return {
    repository: repositoryView(world, repository),
    sender: userView(world, sender),
    ...(installation && { installation: { id, node_id: nodeId('I', id) } }),
  };
}

function outgoing(
  world: World,
  event: string,
  repository: Repository,
  payload: Readonly<Record<string, unknown>>,
  sender?: Account,
): Outgoing {
  const installation = installationOf(world, repository);
  const action = typeof payload.action === 'string' ? payload.action : undefined;
  const whole = { ...payload, ...about(world, repository, sender) };
  return { event, action, repository, installation, payload: whole };
}

export async function pullRequest(
  world: World,
  pull: Pull,
  action: PullAction,
  extra: Readonly<Record<string, unknown>>,
  sender: Account = pull.author,
): Promise<Outgoing> {
  const view = await pullView(world, pull);
  const payload = { action, number: pull.number, pull_request: view, ...extra };
  return outgoing(world, 'pull_request', pull.repository, payload, sender);
}

export async function push(
  world: World,
  repository: Repository,
  { branch, before, after }: Push,
): Promise<Outgoing> {
  const commit = after === ZERO_OID ? undefined : await readCommit(repository.git, after);
  const { name, email } = { name: world.developer.login, email: 'robin@example.com' };
  const head = commit && {
    ...simpleCommitView(commit),
    distinct: true,
    url: `${repositoryView(world, repository).html_url}/commit/${after}`,
    added: [],
    removed: [],
    modified: [],
  };
  const base = outgoing(world, 'push', repository, {
    ref: `refs/heads/${branch}`,
    before,
    after,
    created: before === ZERO_OID,
    deleted: after === ZERO_OID,
    forced: false,
    base_ref: null,
    compare: `${repositoryView(world, repository).html_url}/compare/${before}...${after}`,
    commits: head === undefined ? [] : [head],
    head_commit: head ?? null,
    pusher: { name, email },
  });
  const seconds = Math.floor(repository.pushedAt.getTime() / 1000);
  const own = { ...repositoryView(world, repository), created_at: seconds, pushed_at: seconds };
  return { ...base, payload: { ...base.payload, repository: own } };
}

export function checkRun(
  world: World,
  run: Run,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  pressed?: { readonly identifier: string; readonly sender: Account },
): Outgoing {
  const view = { ...runView(world, run), check_suite: simpleSuiteView(world, run.suite) };
  const extra = pressed && { requested_action: { identifier: pressed.identifier } };
  const payload = { action, check_run: view, ...extra };
  return outgoing(world, 'check_run', run.suite.repository, payload, pressed?.sender);
}

export async function checkSuite(
  world: World,
  suite: Suite,
  action: 'requested' | 'rerequested',
): Promise<Outgoing> {
  const { repository, ...view } = await suiteView(world, suite);
  const payload = { action, check_suite: { ...view, app: appView(world, suite.app) } };
  return outgoing(world, 'check_suite', suite.repository, payload);
}

export interface MergeGroup {
  readonly ref: string;
  readonly sha: string;
  readonly baseRef: string;
  readonly baseSha: string;
}

export async function mergeGroup(
  world: World,
  repository: Repository,
  group: MergeGroup,
  action: 'checks_requested' | 'destroyed',
  reason?: 'merged' | 'invalidated' | 'dequeued',
): Promise<Outgoing> {
  const commit = await readCommit(repository.git, group.sha);
  return outgoing(world, 'merge_group', repository, {
    action,
    ...(reason === undefined ? {} : { reason }),
    merge_group: {
      head_sha: group.sha,
      head_ref: group.ref,
      base_sha: group.baseSha,
      base_ref: `refs/heads/${group.baseRef}`,
      head_commit: commit && simpleCommitView(commit),
    },
  });
}

export function issueComment(world: World, pull: Pull, comment: Comment): Outgoing {
  const view = commentView(world, pull, comment);
  const payload = {
    action: 'created',
    issue: issueView(world, pull),
    comment: { ...view, reactions: reactionsView(view.url) },
  };
  return outgoing(world, 'issue_comment', pull.repository, payload, comment.author);
}

function briefRepository(world: World, repository: Repository) {
  const view = repositoryView(world, repository);
  const { id, node_id, name, full_name } = view;
  return { id, node_id, name, full_name, private: view.private };
}

/** The app was installed: `installation.created`, with its first repositories. */
export function installed(
  world: World,
  installation: Installation,
  repositories: readonly Repository[],
): Outgoing {
  const payload = {
    action: 'created',
    installation: installationView(world, installation),
    repositories: repositories.map((repository) => briefRepository(world, repository)),
    requester: null,
    sender: userView(world, world.developer),
  };
  return {
    event: 'installation',
    action: 'created',
    repository: undefined,
    installation,
    payload,
  };
}

/** Repositories were added to an installation that exists. */
export function repositoriesAdded(
  world: World,
  installation: Installation,
  repositories: readonly Repository[],
): Outgoing {
  const payload = {
    action: 'added',
    installation: installationView(world, installation),
    repository_selection: 'selected',
    repositories_added: repositories.map((repository) => briefRepository(world, repository)),
    repositories_removed: [],
    requester: null,
    sender: userView(world, world.developer),
  };
  return {
    event: 'installation_repositories',
    action: 'added',
    repository: undefined,
    installation,
    payload,
  };
}

export function ping(world: World): Outgoing {
  const hook = {
    type: 'App',
    id: 1,
    name: 'web',
    active: true,
    app_id: world.app.id,
    events: world.app.events,
    config: { content_type: 'json', insecure_ssl: '0', url: world.app.webhookUrl ?? world.url },
    created_at: time(world.app.createdAt),
    updated_at: time(world.app.createdAt),
  };
  const payload = { zen: 'Keep it logically awesome.', hook_id: 1, hook };
  return {
    event: 'ping',
    action: undefined,
    repository: undefined,
    installation: undefined,
    payload,
  };
}
