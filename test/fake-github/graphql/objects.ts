/** Blobs, trees and commits as GraphQL shows them. */
import { readObject } from '../git.ts';
import type { GitObject } from '../git-process.ts';
import { listTree, type TreeEntry } from '../git-tree.ts';
import { nodeId } from '../views/accounts.ts';
import { readCommit } from '../views/commits.ts';
import { apiUrl } from '../views/repositories.ts';
import type { Repository, World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';

/** Fields that a commit gets from elsewhere (its checks). */
export type CommitFields = (oid: string) => Readonly<Record<string, unknown>>;

type Node = Readonly<Record<string, unknown>> | null;

const BINARY_WINDOW = 8000;

function blobFields(world: World, { content }: GitObject) {
  const limit = world.limits.blobText;
  const isBinary = content.subarray(0, BINARY_WINDOW).includes(0);
  return {
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > limit,
    text: isBinary ? null : content.subarray(0, limit).toString(),
  };
}

/** The object that an expression (`<oid>`, `<ref>`, `<oid>:path`) names, `null` when none. */
export async function objectNode(
  world: World,
  repository: Repository,
  expression: string,
  commitFields: CommitFields,
): Promise<Node> {
  const { git } = repository;
  const [start = '', ...path] = expression.split(':');
  const known =
    git.refs.get(`refs/heads/${start}`) ??
    git.refs.get(start) ??
    (start === 'HEAD' ? git.refs.get(`refs/heads/${repository.defaultBranch}`) : undefined) ??
    start;
  const object = await readObject(git, [known, ...path].join(':'));
  if (object === undefined) return null;
  return node(world, repository, object, commitFields);
}

async function node(
  world: World,
  repository: Repository,
  object: GitObject,
  commitFields: CommitFields,
): Promise<Node> {
  const { oid, type } = object;
  const url = `${apiUrl(world, repository)}/git/${type}s/${oid}`;
  const open = (name: string) => objectNode(world, repository, name, commitFields);
  const common = {
    id: nodeId(type, oid),
    oid,
    abbreviatedOid: oid.slice(0, 7),
    commitUrl: url,
    commitResourcePath: new URL(url).pathname,
  };
  if (type === 'blob') return { __typename: 'Blob', ...common, ...blobFields(world, object) };
  if (type === 'tree') {
    return { __typename: 'Tree', ...common, entries: () => treeEntries(repository, oid, open) };
  }
  const commit = await readCommit(repository.git, oid);
  if (commit === undefined) return null;
  const [headline = '', ...rest] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    ...common,
    url,
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    author: { name: commit.author.name, email: commit.author.email, date: commit.author.date },
    history: async (args: PageArguments) => connection(await firstParents(open, oid), args),
    tree: () => open(commit.tree),
    parents: (args: PageArguments) => connection(commit.parents.map(open), args),
    async file({ path }: { readonly path: string }) {
      const entries = await listTree(repository.git, commit.tree);
      const entry = entries.find((candidate) => candidate.path === path.replace(/\/$/, ''));
      return entry === undefined ? null : entryNode(entry, open);
    },
    ...commitFields(oid),
  };
}

/** More than anybody asks for. */
const MAX_HISTORY = 100;

/** The commit and those before it, as on a branch without merges. */
async function firstParents(open: Open, oid: string): Promise<readonly Node[]> {
  const found: Node[] = [];
  for (let name = oid; found.length < MAX_HISTORY; name = `${name}^`) {
    const one = await open(name);
    if (one === null) break;
    found.push(one);
  }
  return found;
}

type Open = (name: string) => Promise<Node>;

async function treeEntries(repository: Repository, oid: string, open: Open) {
  const entries = await listTree(repository.git, oid);
  return entries.filter(({ path }) => !path.includes('/')).map((entry) => entryNode(entry, open));
}

function entryNode(entry: TreeEntry, open: Open) {
  const name = entry.path.split('/').at(-1) ?? '';
  const extension = /\.[^.]*$/.exec(name)?.[0];
  return {
    name,
    path: entry.path,
    extension: extension ?? null,
    mode: Number.parseInt(entry.mode, 8),
    type: entry.type,
    oid: entry.oid,
    size: entry.size ?? 0,
    object: () => (entry.type === 'commit' ? null : open(entry.oid)),
  };
}
