/** Branches: made, moved and removed. */
import { notFound, unprocessable } from '../errors.ts';
import { readObject, setRef, ZERO_OID } from '../git.ts';
import { createCommit } from '../git-commit.ts';
import { straightLine } from '../git-compare.ts';
import { writeTree } from '../git-write.ts';
import { botOf } from '../lookups.ts';
import { nodeId } from '../views/accounts.ts';
import { gitCommitView, readCommit } from '../views/commits.ts';
import { apiUrl } from '../views/repositories.ts';
import { type Answer, ok, type RepositoryCall, type Route, repositoryRoute } from './route.ts';

function refView({ world, repository }: RepositoryCall, ref: string, sha: string) {
  const url = `${apiUrl(world, repository)}/git`;
  return {
    ref,
    node_id: nodeId('REF', ref),
    url: `${url}/${ref}`,
    object: { type: 'commit', sha, url: `${url}/commits/${sha}` },
  };
}

function get(call: RepositoryCall): Answer {
  const ref = `refs/${call.params.ref}`;
  const sha = call.repository.git.refs.get(ref);
  if (sha === undefined) throw notFound();
  return ok(refView(call, ref, sha));
}

/** Tells who listens that a branch moved. */
async function moved(call: RepositoryCall, ref: string, after: string): Promise<void> {
  const { hub, repository } = call;
  const before = repository.git.refs.get(ref) ?? ZERO_OID;
  await setRef(repository.git, ref, after === ZERO_OID ? undefined : after);
  await hub.pushed(repository, { branch: ref.replace('refs/heads/', ''), before, after });
}

async function create(call: RepositoryCall): Promise<Answer> {
  const { ref, sha } = call.body as { readonly ref: string; readonly sha: string };
  const { git } = call.repository;
  if (git.refs.has(ref)) throw unprocessable('Reference already exists');
  if ((await readObject(git, `${sha}^{commit}`)) === undefined) {
    throw unprocessable('Object does not exist');
  }
  await moved(call, ref, sha);
  return { status: 201, body: refView(call, ref, sha) };
}

async function update(call: RepositoryCall): Promise<Answer> {
  const { sha, force = false } = call.body as { readonly sha: string; readonly force?: boolean };
  const ref = `refs/${call.params.ref}`;
  const { git } = call.repository;
  const before = git.refs.get(ref);
  if (before === undefined) throw unprocessable('Reference does not exist');
  if (!force && (await straightLine(git, before, sha)) === undefined) {
    throw unprocessable('Update is not a fast forward');
  }
  await moved(call, ref, sha);
  return ok(refView(call, ref, sha));
}

async function remove(call: RepositoryCall): Promise<Answer> {
  const ref = `refs/${call.params.ref}`;
  if (!call.repository.git.refs.has(ref)) throw unprocessable('Reference does not exist');
  await moved(call, ref, ZERO_OID);
  return { status: 204 };
}

interface NewTree {
  readonly base_tree?: string;
  readonly tree: readonly {
    readonly path: string;
    readonly content?: string;
    readonly mode: string;
  }[];
}

async function createTree(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { base_tree, tree } = call.body as NewTree;
  const changes = Object.fromEntries(tree.map(({ path, content = '' }) => [path, content]));
  const sha = await writeTree(repository.git, base_tree, changes);
  const url = `${apiUrl(world, repository)}/git/trees/${sha}`;
  return { status: 201, body: { sha, url, tree: [], truncated: false } };
}

interface NewCommit {
  readonly message: string;
  readonly tree: string;
  readonly parents?: readonly string[];
}

async function createCommitObject(call: RepositoryCall): Promise<Answer> {
  const { world, repository } = call;
  const { message, tree, parents = [] } = call.body as NewCommit;
  const author = botOf(world, world.app).login;
  const sha = await createCommit(repository.git, tree, parents, message, author);
  const commit = await readCommit(repository.git, sha);
  if (commit === undefined) throw notFound();
  return { status: 201, body: gitCommitView(world, repository, commit) };
}

export const refRoutes: readonly Route[] = [
  repositoryRoute('POST', '/git/trees', ['contents:write'], createTree),
  repositoryRoute('POST', '/git/commits', ['contents:write'], createCommitObject),
  repositoryRoute('GET', '/git/ref/{ref}', ['contents:read'], get),
  repositoryRoute('POST', '/git/refs', ['contents:write'], create),
  repositoryRoute('PATCH', '/git/refs/{ref}', ['contents:write'], update),
  repositoryRoute('DELETE', '/git/refs/{ref}', ['contents:write'], remove),
];
