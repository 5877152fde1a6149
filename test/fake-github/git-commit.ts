import { type Changes, type GitRepository, readObject, setRef } from './git.ts';
import { straightLine } from './git-compare.ts';
import { tryGit } from './git-process.ts';
import { writeObject, writeTree } from './git-write.ts';

const FIRST_DATE = 1_767_225_600;

const PERSON = 'Robin Developer <robin@example.com>';

/** Who commits, and a date that grows by a minute a commit: ids stay the same. */
function signature(repository: GitRepository, author: string): string {
  repository.commits += 1;
  return `${author} ${FIRST_DATE + repository.commits * 60} +0000`;
}

/** An app, by its login. */
function personOf(login: string): string {
  return `${login} <${login.replaceAll(/[^a-z]+/g, '')}@users.noreply.example.com>`;
}

/** Commits `changes` on top of `parents` and moves `ref` there; gives the commit's id. */
export async function commitChanges(
  repository: GitRepository,
  ref: string,
  parents: readonly string[],
  changes: Changes,
  message: string,
  { author }: { readonly author?: string } = {},
): Promise<string> {
  const [first] = parents;
  const person = author === undefined ? PERSON : personOf(author);
  const from = first === undefined ? undefined : await treeOf(repository, first);
  const tree = await writeTree(repository, from, changes);
  const oid = await writeCommit(repository, tree, parents, signature(repository, person), message);
  await setRef(repository, ref, oid);
  return oid;
}

/**
 * The test merge of two commits; `undefined` when they conflict. With `ref` it is kept there, as
 * `refs/pull/N/merge` is on GitHub.
 */
export async function mergeCommits(
  repository: GitRepository,
  base: string,
  head: string,
  ref: string,
): Promise<string | undefined> {
  const tree = await mergedTree(repository, base, head);
  if (tree === undefined) return undefined;
  const newest = Math.max(await dateOf(repository, base), await dateOf(repository, head));
  const person = `GitHub <noreply@example.com> ${newest + 1} +0000`;
  const message = `Merge ${head} into ${base}`;
  const oid = await writeCommit(repository, tree, [base, head], person, message);
  await setRef(repository, ref, oid);
  return oid;
}

/** The tree of the merge; a head that is on top of the base needs none. */
async function mergedTree(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<string | undefined> {
  if ((await straightLine(repository, base, head)) !== undefined) return treeOf(repository, head);
  const merged = await tryGit(repository.dir, ['merge-tree', '--write-tree', base, head]);
  return merged.code === 0 ? merged.stdout.toString().split('\n')[0] : undefined;
}

/** A commit that no ref names yet. */
export function createCommit(
  repository: GitRepository,
  tree: string,
  parents: readonly string[],
  message: string,
  author: string,
): Promise<string> {
  return writeCommit(repository, tree, parents, signature(repository, personOf(author)), message);
}

async function treeOf(repository: GitRepository, commit: string): Promise<string | undefined> {
  return (await readObject(repository, `${commit}^{tree}`))?.oid;
}

function writeCommit(
  repository: GitRepository,
  tree: string,
  parents: readonly string[],
  person: string,
  message: string,
): Promise<string> {
  const head = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${person}`,
    `committer ${person}`,
  ];
  return writeObject(repository, 'commit', Buffer.from(`${head.join('\n')}\n\n${message}\n`));
}

async function dateOf(repository: GitRepository, oid: string): Promise<number> {
  const commit = await readObject(repository, oid);
  return Number(/^committer .*> (\d+)/m.exec(commit?.content.toString() ?? '')?.[1] ?? FIRST_DATE);
}
