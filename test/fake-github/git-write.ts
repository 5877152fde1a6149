/** Writes git objects as git does, without a process each: compressed files named by their hash. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Changes, GitRepository } from './git.ts';
import { FOLDER, formatTree, parseTree, type TreeRow } from './git-tree.ts';

export async function writeObject(
  repository: GitRepository,
  type: 'blob' | 'tree' | 'commit',
  content: Uint8Array,
): Promise<string> {
  const bytes = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
  const oid = createHash('sha1').update(bytes).digest('hex');
  const folder = join(repository.dir, 'objects', oid.slice(0, 2));
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(join(folder, oid.slice(2)), deflateSync(bytes, { level: 1 }), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return oid;
}

async function writeFileEntry(
  repository: GitRepository,
  change: NonNullable<Changes[string]>,
): Promise<TreeRow> {
  const isLink = typeof change === 'object' && 'symlink' in change;
  const content = Buffer.from(isLink ? change.symlink : change);
  const oid = await writeObject(repository, 'blob', content);
  repository.sizes.set(oid, content.length);
  return { mode: isLink ? '120000' : '100644', oid };
}

/** The tree that `changes` make of a tree (of nothing when `undefined`); empty folders vanish. */
export async function writeTree(
  repository: GitRepository,
  from: string | undefined,
  changes: Changes,
): Promise<string> {
  const object = from === undefined ? undefined : await repository.objects.read(from);
  const entries = parseTree(object?.content ?? Buffer.alloc(0));
  const folders = new Map<string, Record<string, Changes[string]>>();
  for (const [path, change] of Object.entries(changes)) {
    const slash = path.indexOf('/');
    if (slash >= 0) {
      const inside = folders.get(path.slice(0, slash)) ?? {};
      inside[path.slice(slash + 1)] = change;
      folders.set(path.slice(0, slash), inside);
    } else if (change === null) entries.delete(path);
    else entries.set(path, await writeFileEntry(repository, change));
  }
  for (const [name, inside] of folders) {
    const known = entries.get(name);
    const below = known?.mode === FOLDER ? known.oid : undefined;
    const oid = await writeTree(repository, below, inside);
    if (oid === EMPTY_TREE) entries.delete(name);
    else entries.set(name, { mode: FOLDER, oid });
  }
  return writeObject(repository, 'tree', formatTree(entries));
}

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
