/** Tree objects, read without a process each; trees never change, so each is read once. */
import type { GitRepository } from './git.ts';

export interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly oid: string;
  /** Bytes; `undefined` for trees and submodules. */
  readonly size: number | undefined;
}

/** A row of a tree object; a folder's mode is `40000` there. */
export interface TreeRow {
  readonly mode: string;
  readonly oid: string;
}

export const FOLDER = '40000';

/** The entries of a tree object: `mode name\0` and twenty bytes each. */
export function parseTree(content: Buffer): Map<string, TreeRow> {
  const entries = new Map<string, TreeRow>();
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(32, at);
    const end = content.indexOf(0, space);
    const mode = content.subarray(at, space).toString();
    const oid = content.subarray(end + 1, end + 21).toString('hex');
    entries.set(content.subarray(space + 1, end).toString(), { mode, oid });
    at = end + 21;
  }
  return entries;
}

/** The inverse of `parseTree`, in git's order. */
export function formatTree(entries: ReadonlyMap<string, TreeRow>): Buffer {
  // Git sorts a folder as if its name ended in a slash.
  const rows = [...entries].map(([name, entry]) => {
    const key = Buffer.from(entry.mode === FOLDER ? `${name}/` : name);
    const head = Buffer.from(`${entry.mode} ${name}\0`);
    return { key, row: Buffer.concat([head, Buffer.from(entry.oid, 'hex')]) };
  });
  rows.sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(rows.map(({ row }) => row));
}

/** Everything below a tree, folders included, in git's order. */
export async function listTree(
  repository: GitRepository,
  treeOid: string,
): Promise<readonly TreeEntry[]> {
  const known = repository.trees.get(treeOid);
  if (known !== undefined) return known;
  const object = await repository.objects.read(treeOid);
  const entries: TreeEntry[] = [];
  for (const [path, { mode, oid }] of parseTree(object?.content ?? Buffer.alloc(0))) {
    if (mode === FOLDER) {
      entries.push({ path, mode: '040000', type: 'tree', oid, size: undefined });
      for (const entry of await listTree(repository, oid)) {
        entries.push({ ...entry, path: `${path}/${entry.path}` });
      }
    } else if (mode === '160000') {
      entries.push({ path, mode, type: 'commit', oid, size: undefined });
    } else {
      entries.push({ path, mode, type: 'blob', oid, size: await sizeOf(repository, oid) });
    }
  }
  repository.trees.set(treeOid, entries);
  return entries;
}

async function sizeOf(repository: GitRepository, oid: string): Promise<number> {
  const known = repository.sizes.get(oid);
  if (known !== undefined) return known;
  const size = (await repository.objects.read(oid))?.content.length ?? 0;
  repository.sizes.set(oid, size);
  return size;
}
