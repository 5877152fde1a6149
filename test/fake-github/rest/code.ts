import { ApiError, notFound, unprocessable } from '../errors.ts';
import { readObject, resolveCommit } from '../git.ts';
import { compareCommits } from '../git-compare.ts';
import { listTree, type TreeEntry } from '../git-tree.ts';
import { nodeId } from '../views/accounts.ts';
import { commitView, gitCommitView, readCommit } from '../views/commits.ts';
import { apiUrl, repositoryView } from '../views/repositories.ts';
import { fileView } from './pulls.ts';
import { type Answer, ok, type RepositoryCall, type Route, repositoryRoute } from './route.ts';

const INLINE_LIMIT = 1024 * 1024;

function wantsRaw({ accept }: RepositoryCall): boolean {
  return /application\/vnd\.github(\.v3)?\.raw(\+json)?/.test(accept);
}

function raw(content: Buffer): Answer {
  const headers = { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' };
  return { status: 200, raw: content, headers };
}

async function getTree(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const { git } = repository;
  const name = params.tree_sha ?? '';
  const known = git.refs.get(`refs/heads/${name}`) ?? name;
  const tree = await readObject(git, `${known}^{tree}`);
  if (tree === undefined) throw notFound();
  const all = await listTree(git, tree.oid);
  const isRecursive = query.has('recursive');
  const entries = isRecursive ? all : all.filter(({ path }) => !path.includes('/'));
  const limit = isRecursive ? world.limits.treeEntries : Number.POSITIVE_INFINITY;
  const url = `${apiUrl(world, repository)}/git`;
  const view = ({ path, mode, type, oid, size }: TreeEntry) => ({
    path,
    mode,
    type,
    sha: oid,
    ...(size === undefined ? {} : { size }),
    ...(type === 'commit' ? {} : { url: `${url}/${type}s/${oid}` }),
  });
  return ok({
    sha: tree.oid,
    url: `${url}/trees/${tree.oid}`,
    tree: entries.slice(0, limit).map(view),
    truncated: entries.length > limit,
  });
}

async function getBlob(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const sha = params.file_sha ?? '';
  if (!/^[0-9a-f]{40}$/.test(sha))
    throw unprocessable(
      'The sha parameter must be exactly 40 characters and contain only [0-9a-f].',
    );
  const object = await readObject(repository.git, sha);
  if (object?.type !== 'blob') throw notFound();
  if (wantsRaw(call)) return raw(object.content);
  return ok({
    sha,
    node_id: nodeId('B', sha),
    size: object.content.length,
    url: `${apiUrl(world, repository)}/git/blobs/${sha}`,
    content: lines(object.content),
    encoding: 'base64',
  });
}

/** Base64 in lines of 60, as GitHub sends it. */
function lines(content: Buffer): string {
  return content.toString('base64').replaceAll(/.{1,60}/g, '$&\n');
}

async function getContents(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const { git } = repository;
  const ref = query.get('ref') ?? repository.defaultBranch;
  const sha = await resolveCommit(git, ref);
  if (sha === undefined) throw new ApiError(404, `No commit found for the ref ${ref}`);
  const path = (params.path ?? '').replace(/\/$/, '');
  const commit = await readCommit(git, sha);
  const all = await listTree(git, commit?.tree ?? '');
  const view = (entry: TreeEntry) => {
    const url = `${apiUrl(world, repository)}/contents/${entry.path}?ref=${ref}`;
    const html = `${repositoryView(world, repository).html_url}/blob/${ref}/${entry.path}`;
    const kind = entry.type === 'commit' ? 'submodule' : entry.type === 'tree' ? 'dir' : 'file';
    const data = `${apiUrl(world, repository)}/git/${entry.type}s/${entry.oid}`;
    return {
      name: entry.path.split('/').at(-1) ?? '',
      path: entry.path,
      sha: entry.oid,
      size: entry.size ?? 0,
      url,
      html_url: html,
      git_url: data,
      download_url: kind === 'file' ? html.replace('/blob/', '/raw/') : null,
      type: entry.mode === '120000' ? 'symlink' : kind,
      _links: { self: url, git: data, html },
    };
  };
  const entry = all.find((candidate) => candidate.path === path);
  if (path === '' || entry?.type === 'tree') {
    const prefix = path === '' ? '' : `${path}/`;
    const inside = all.filter(
      (candidate) =>
        candidate.path.startsWith(prefix) && !candidate.path.slice(prefix.length).includes('/'),
    );
    return ok(inside.slice(0, 1000).map(view));
  }
  if (entry === undefined) throw notFound();
  const object = await readObject(git, entry.oid);
  if (entry.type === 'commit') return ok({ ...view(entry), submodule_git_url: null });
  const content = object?.content ?? Buffer.alloc(0);
  if (wantsRaw(call)) return raw(content);
  if (entry.mode === '120000') return ok({ ...view(entry), target: content.toString() });
  if (content.length > INLINE_LIMIT) return ok({ ...view(entry), content: '', encoding: 'none' });
  return ok({ ...view(entry), content: lines(content), encoding: 'base64' });
}

/** `{base}...{head}`; files only on page 1 and at most 300. `owner:branch` names a fork's branch. */
async function compare(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params, query } = call;
  const { git } = repository;
  const names = (params.basehead ?? '').split('...').map((name) => name.replace(/^.*:/, ''));
  const [base, head] = await Promise.all(names.map((name) => resolveCommit(git, name)));
  if (base === undefined || head === undefined) throw notFound();
  const comparison = await compareCommits(git, base, head);
  if (comparison === undefined)
    throw new ApiError(404, `No common ancestor between ${names.join(' and ')}.`);
  const size = Number(query.get('per_page') ?? 250);
  const page = Number(query.get('page') ?? 1);
  const shown = comparison.commits.slice((page - 1) * size, page * size);
  const view = async (oid: string) => {
    const commit = await readCommit(git, oid);
    if (commit === undefined) throw notFound();
    return commitView(world, repository, commit);
  };
  const [baseCommit, mergeBase, ...commits] = await Promise.all(
    [base, comparison.mergeBase, ...shown].map(view),
  );
  const ahead = comparison.commits.length;
  const status =
    ahead > 0
      ? comparison.behindBy > 0
        ? 'diverged'
        : 'ahead'
      : comparison.behindBy > 0
        ? 'behind'
        : 'identical';
  const html = `${repositoryView(world, repository).html_url}/compare/${params.basehead}`;
  const files = comparison.files.slice(0, world.limits.compareFiles);
  return ok({
    url: `${apiUrl(world, repository)}/compare/${params.basehead}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: baseCommit,
    merge_base_commit: mergeBase,
    status,
    ahead_by: ahead,
    behind_by: comparison.behindBy,
    total_commits: ahead,
    commits,
    files: page === 1 ? files.map((file) => fileView(world, repository, head, file)) : [],
  });
}

export const codeRoutes: readonly Route[] = [
  repositoryRoute('GET', '/git/trees/{tree_sha}', ['contents:read'], getTree),
  repositoryRoute('GET', '/git/blobs/{file_sha}', ['contents:read'], getBlob),
  repositoryRoute('GET', '/git/commits/{commit_sha}', ['contents:read'], async (call) => {
    const { world, repository, params } = call;
    const commit = await readCommit(repository.git, params.commit_sha ?? '');
    if (commit === undefined) throw notFound();
    return ok(gitCommitView(world, repository, commit));
  }),
  repositoryRoute('GET', '/commits/{ref}', ['contents:read'], async (call) => {
    const { world, repository, params } = call;
    const sha = await resolveCommit(repository.git, params.ref ?? '');
    const commit = sha === undefined ? undefined : await readCommit(repository.git, sha);
    if (commit === undefined) throw unprocessable(`No commit found for SHA: ${params.ref}`);
    return ok(commitView(world, repository, commit));
  }),
  repositoryRoute('GET', '/contents/{path}', ['contents:read'], getContents),
  repositoryRoute('GET', '/compare/{basehead}', ['contents:read'], compare),
];
