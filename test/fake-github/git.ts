/** A bare repository on disk, with the questions that GitHub's API asks of it. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Comparison } from './git-compare.ts';
import { type GitObject, git, type ObjectReader, openObjectReader } from './git-process.ts';
import type { TreeEntry } from './git-tree.ts';

export const ZERO_OID = '0'.repeat(40);

/** New content by path; `null` deletes. Bytes for what is no text, `symlink` for a link. */
export type Changes = Readonly<
  Record<string, string | Uint8Array | { readonly symlink: string } | null>
>;

export interface GitRepository {
  readonly dir: string;
  /** All refs (`refs/heads/main`) in memory; `reloadRefs` after anything else wrote them. */
  readonly refs: Map<string, string>;
  readonly objects: ObjectReader;
  readonly trees: Map<string, readonly TreeEntry[]>;
  /** Bytes of blobs, by id. */
  readonly sizes: Map<string, number>;
  readonly comparisons: Map<string, Promise<Comparison | undefined>>;
  /** Commits made here; the clock of their dates, so that commit ids are stable. */
  commits: number;
}

const CONFIG = `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = true
\tquotePath = false
[http]
\treceivepack = true
[uploadpack]
\tallowAnySHA1InWant = true
[receive]
\thideRefs = refs/pull
[gc]
\tauto = 0
`;

/** Creates a bare repository; a fork shares its parent's objects, as on GitHub. */
export async function createGitRepository(
  dir: string,
  defaultBranch: string,
  parent?: GitRepository,
): Promise<GitRepository> {
  await mkdir(join(dir, 'refs/heads'), { recursive: true });
  await mkdir(join(dir, 'info'));
  await writeFile(join(dir, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
  await writeFile(join(dir, 'config'), CONFIG);
  if (parent === undefined) await mkdir(join(dir, 'objects/pack'), { recursive: true });
  else await symlink(join(parent.dir, 'objects'), join(dir, 'objects'));
  return {
    dir,
    refs: new Map(),
    objects: openObjectReader(dir),
    trees: parent?.trees ?? new Map(),
    sizes: parent?.sizes ?? new Map(),
    comparisons: new Map(),
    commits: parent?.commits ?? 0,
  };
}

export async function reloadRefs(repository: GitRepository): Promise<void> {
  const format = '--format=%(objectname) %(refname)';
  const lines = (await git(repository.dir, ['for-each-ref', format])).toString().split('\n');
  repository.refs.clear();
  for (const line of lines) {
    const [oid = '', ref] = line.split(' ');
    if (ref !== undefined) repository.refs.set(ref, oid);
  }
}

/** Creates, moves (by force) or, with `undefined`, deletes a ref: a file each, nothing is packed. */
export async function setRef(
  repository: GitRepository,
  ref: string,
  oid: string | undefined,
): Promise<void> {
  const file = join(repository.dir, ref);
  if (oid === undefined) {
    await rm(file, { force: true });
    repository.refs.delete(ref);
    return;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${oid}\n`);
  repository.refs.set(ref, oid);
}

/** The commit that a branch, tag, full ref or (abbreviated) object id names. */
export async function resolveCommit(
  repository: GitRepository,
  name: string,
): Promise<string | undefined> {
  const { refs } = repository;
  const known =
    refs.get(`refs/heads/${name}`) ?? refs.get(name) ?? refs.get(`refs/${name}`) ?? name;
  const object = await repository.objects.read(`${known}^{commit}`);
  return object?.oid;
}

/** The object called `name`, `undefined` when there is none. */
export function readObject(
  repository: GitRepository,
  name: string,
): Promise<GitObject | undefined> {
  return repository.objects.read(name);
}
