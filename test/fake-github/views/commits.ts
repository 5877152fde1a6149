import { type GitRepository, readObject } from '../git.ts';
import type { Repository, World } from '../world.ts';
import { nodeId, time } from './accounts.ts';
import { apiUrl } from './repositories.ts';

interface Person {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

export interface Commit {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Person;
  readonly committer: Person;
  readonly message: string;
}

function person(line: string): Person {
  const [, name = '', email = '', seconds = '0'] = /^\S+ (.*) <(.*)> (\d+)/.exec(line) ?? [];
  return { name, email, date: time(new Date(Number(seconds) * 1000)) };
}

/** The commit with this id; `undefined` when there is no such commit. */
export async function readCommit(
  repository: GitRepository,
  oid: string,
): Promise<Commit | undefined> {
  const object = await readObject(repository, oid);
  if (object?.type !== 'commit') return undefined;
  const text = object.content.toString();
  const split = text.indexOf('\n\n');
  const head = text.slice(0, split).split('\n');
  const values = (key: string) => head.filter((line) => line.startsWith(`${key} `));
  return {
    oid: object.oid,
    tree: values('tree')[0]?.slice(5) ?? '',
    parents: values('parent').map((line) => line.slice(7)),
    author: person(values('author')[0] ?? ''),
    committer: person(values('committer')[0] ?? ''),
    message: text.slice(split + 2).replace(/\n$/, ''),
  };
}

const UNSIGNED = {
  verified: false,
  reason: 'unsigned',
  signature: null,
  payload: null,
  verified_at: null,
};

/** As the Git data API shows a commit. */
export function gitCommitView(world: World, repository: Repository, commit: Commit) {
  const url = apiUrl(world, repository);
  return {
    sha: commit.oid,
    node_id: nodeId('C', commit.oid),
    url: `${url}/git/commits/${commit.oid}`,
    html_url: `${url}/commit/${commit.oid}`,
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/git/commits/${sha}`,
      html_url: `${url}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  };
}

/** As the commits API shows a commit. */
export function commitView(world: World, repository: Repository, commit: Commit) {
  const url = apiUrl(world, repository);
  return {
    sha: commit.oid,
    node_id: nodeId('C', commit.oid),
    url: `${url}/commits/${commit.oid}`,
    html_url: `${url}/commit/${commit.oid}`,
    comments_url: `${url}/commits/${commit.oid}/comments`,
    commit: {
      url: `${url}/git/commits/${commit.oid}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${url}/git/trees/${commit.tree}` },
      verification: UNSIGNED,
    },
    author: null,
    committer: null,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${url}/commit/${sha}`,
    })),
  };
}

/** As webhooks and check suites show a commit. */
export function simpleCommitView(commit: Commit) {
  const { name, email } = commit.author;
  return {
    id: commit.oid,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name, email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}
