import { notFound, unprocessable } from '../errors.ts';
import { compareCommits, type FileChange } from '../git-compare.ts';
import { botOf } from '../lookups.ts';
import { commentView, issueView, labelView } from '../views/issues.ts';
import { pullView, simplePullView } from '../views/pulls.ts';
import { apiUrl, repositoryView } from '../views/repositories.ts';
import type { Pull, Repository, World } from '../world.ts';
import {
  type Answer,
  ok,
  paged,
  type RepositoryCall,
  type Route,
  repositoryRoute,
} from './route.ts';

/** GitHub lists no more files of a pull request than this. */
const MAX_FILES = 3000;

function pullOf({ repository, params }: RepositoryCall): Pull {
  const pull = repository.pulls.get(Number(params.pull_number ?? params.issue_number));
  if (pull === undefined) throw notFound();
  return pull;
}

export function fileView(world: World, repository: Repository, sha: string, file: FileChange) {
  const html = repositoryView(world, repository).html_url;
  const path = encodeURI(file.path);
  return {
    sha: file.oid,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${html}/blob/${sha}/${path}`,
    raw_url: `${html}/raw/${sha}/${path}`,
    contents_url: `${apiUrl(world, repository)}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

function list(call: RepositoryCall): Answer {
  const { world, repository, query } = call;
  const state = query.get('state') ?? 'open';
  const base = query.get('base');
  const head = query.get('head');
  const found = [...repository.pulls.values()]
    .filter((pull) => state === 'all' || pull.state === state)
    .filter((pull) => base === null || pull.baseRef === base)
    .filter((pull) => head === null || simplePullView(world, pull).head.label === head)
    .sort((a, b) => b.number - a.number);
  if (query.get('direction') === 'asc') found.reverse();
  return paged(call, found, (page) => page.map((pull) => simplePullView(world, pull)));
}

interface NewPull {
  readonly title?: string;
  readonly head: string;
  readonly base: string;
  readonly body?: string;
  readonly draft?: boolean;
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { hub, world, repository } = call;
  const { title = '', head, base, body, draft } = call.body as NewPull;
  const pull = await hub.openPull(repository, {
    title,
    body,
    base,
    branch: head.replace(`${repository.owner.login}:`, ''),
    isDraft: draft ?? false,
    author: botOf(world, world.app),
  });
  return { status: 201, body: await pullView(world, pull) };
}

interface PullUpdate {
  readonly title?: string;
  readonly body?: string;
  readonly state?: 'open' | 'closed';
  readonly base?: string;
}

async function update(call: RepositoryCall): Promise<Answer> {
  const pull = pullOf(call);
  const { state, ...edits } = call.body as PullUpdate;
  if (Object.keys(edits).length > 0) await call.hub.editPull(pull, edits);
  if (state === 'closed' && pull.state === 'open') await call.hub.closePull(pull);
  if (state === 'open' && pull.state === 'closed') await call.hub.reopenPull(pull);
  return ok(await pullView(call.world, pull));
}

async function listFiles(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const pull = pullOf(call);
  const comparison = await compareCommits(repository.git, pull.baseSha, pull.headSha);
  if (comparison === undefined) throw unprocessable('No common ancestor');
  return paged(call, comparison.files.slice(0, MAX_FILES), (page) =>
    page.map((file) => fileView(world, repository, pull.headSha, file)),
  );
}

function comment(call: RepositoryCall): Answer {
  const { world } = call;
  const pull = pullOf(call);
  const { body } = call.body as { readonly body: string };
  const added = call.hub.comment(pull, botOf(world, world.app), body);
  return { status: 201, body: commentView(world, pull, added) };
}

/** Labels, assignees and reviewers: added to what is there. */
function addTo(names: (pull: Pull) => string[], key: string) {
  return (call: RepositoryCall): Pull => {
    const pull = pullOf(call);
    const list = names(pull);
    const added = (call.body as Readonly<Record<string, readonly string[]>>)[key] ?? [];
    list.push(...added.filter((name) => !list.includes(name)));
    return pull;
  };
}

const addLabels = addTo(({ labels }) => labels, 'labels');
const addAssignees = addTo(({ assignees }) => assignees, 'assignees');
const addReviewers = addTo(({ reviewers }) => reviewers, 'reviewers');

const READ = ['pull_requests:read'];
const WRITE = ['pull_requests:write'];

export const pullRoutes: readonly Route[] = [
  repositoryRoute('GET', '/pulls', READ, list),
  repositoryRoute('POST', '/pulls', WRITE, create),
  repositoryRoute('GET', '/pulls/{pull_number}', READ, async (call) =>
    ok(await pullView(call.world, pullOf(call))),
  ),
  repositoryRoute('PATCH', '/pulls/{pull_number}', WRITE, update),
  repositoryRoute('GET', '/pulls/{pull_number}/files', READ, listFiles),
  repositoryRoute(
    'GET',
    '/issues/{issue_number}/comments',
    ['issues:read', 'pull_requests:read'],
    (call) => {
      const pull = pullOf(call);
      return paged(call, pull.comments, (page) =>
        page.map((item) => commentView(call.world, pull, item)),
      );
    },
  ),
  repositoryRoute(
    'POST',
    '/issues/{issue_number}/comments',
    ['issues:write', 'pull_requests:write'],
    comment,
  ),
  repositoryRoute('POST', '/issues/{issue_number}/labels', WRITE, (call) => {
    const { labels } = addLabels(call);
    return ok(labels.map((name) => labelView(call.world, call.repository, name)));
  }),
  repositoryRoute('POST', '/issues/{issue_number}/assignees', WRITE, async (call) => {
    const pull = addAssignees(call);
    return { status: 201, body: issueView(call.world, pull) };
  }),
  repositoryRoute('POST', '/pulls/{pull_number}/requested_reviewers', WRITE, (call) => {
    const pull = addReviewers(call);
    return { status: 201, body: simplePullView(call.world, pull) };
  }),
];
