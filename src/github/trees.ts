import type { FileEntry, ObjectId } from '../gates/types.ts';
import type { BlobCache } from './blob-cache.ts';
import type { GitHubClient } from './client.ts';
import { TooLarge } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { readBytes } from './raw.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** Bounds for trees that GitHub cuts off (at 100,000 entries or 7 MB each). */
const MAX_REQUESTS = 300;
const MAX_FILES = 1_000_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

interface TreeAnswer {
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly type: string;
    readonly sha: string;
    readonly size?: number;
  }[];
  readonly truncated: boolean;
}

interface Folder {
  readonly sha: ObjectId;
  /** With a slash at the end; empty for the root. */
  readonly prefix: string;
}

/**
 * All files of a commit or tree, sorted by path. A tree that GitHub cuts off is walked folder by
 * folder.
 *
 * @throws {TooLarge} when even that does not end
 * @see https://docs.github.com/en/rest/git/trees#get-a-tree
 */
export async function readTree(
  client: GitHubClient,
  repo: RepositoryRef,
  sha: ObjectId,
  cache: BlobCache,
): Promise<readonly FileEntry[]> {
  const known = await cache.getTree(sha);
  if (known !== 'unknown') return known;
  const files: FileEntry[] = [];
  let requests = 0;

  async function list(folder: Folder, isRecursive: boolean): Promise<TreeAnswer> {
    requests++;
    if (requests > MAX_REQUESTS || files.length > MAX_FILES) {
      throw new TooLarge(`${repo.owner}/${repo.name} has too many files to be judged`);
    }
    return listTree(client, repo, folder.sha, isRecursive);
  }

  /** Puts the folder's files into `files` and gives the folders that are still to be walked. */
  async function walk(folder: Folder): Promise<readonly Folder[]> {
    const whole = await list(folder, true);
    if (!whole.truncated) {
      collect(whole, folder.prefix, files);
      return [];
    }
    const level = await list(folder, false);
    collect(level, folder.prefix, files);
    return level.tree
      .filter(({ type }) => type === 'tree')
      .map(({ path, sha: subtree }) => ({ sha: subtree, prefix: `${folder.prefix}${path}/` }));
  }

  let folders: Folder[] = [{ sha, prefix: '' }];
  while (folders.length > 0) {
    const deeper: Folder[] = [];
    await inParallel(folders, async (folder) => {
      deeper.push(...(await walk(folder)));
    });
    folders = deeper;
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  await cache.putTree(sha, files);
  return files;
}

async function listTree(
  client: GitHubClient,
  repo: RepositoryRef,
  sha: ObjectId,
  isRecursive: boolean,
): Promise<TreeAnswer> {
  const bytes = await readBytes(
    client,
    'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
    { ...inRepository(repo), tree_sha: sha, ...(isRecursive ? { recursive: '1' } : {}) },
    MAX_ANSWER_BYTES,
  );
  return JSON.parse(bytes.toString('utf8'));
}

function collect({ tree }: TreeAnswer, prefix: string, files: FileEntry[]): void {
  for (const { path, mode, type, sha, size = 0 } of tree) {
    if (type !== 'tree') files.push({ path: prefix + path, oid: sha, mode, size });
  }
}
