import type { BlobText, FileEntry, ObjectId } from '../gates/types.ts';

/** Git objects never change, so what was read once need never be read again. */
export interface BlobCache {
  /** Those of `oids` that are known. */
  getMany(oids: readonly ObjectId[]): Promise<Readonly<Record<ObjectId, BlobText>>>;
  putMany(blobs: Readonly<Record<ObjectId, BlobText>>): Promise<void>;
  /** All files of the commit or tree `sha`, sorted by path. */
  getTree(sha: ObjectId): Promise<readonly FileEntry[] | 'unknown'>;
  putTree(sha: ObjectId, files: readonly FileEntry[]): Promise<void>;
}

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_TREES = 50;

/** A cache in memory that forgets the oldest. */
export function createMemoryCache(maxBytes: number = MAX_BYTES): BlobCache {
  const blobs = new Map<ObjectId, BlobText>();
  const trees = new Map<ObjectId, readonly FileEntry[]>();
  let bytes = 0;

  async function getMany(oids: readonly ObjectId[]) {
    const known: Record<ObjectId, BlobText> = {};
    for (const oid of oids) {
      const blob = blobs.get(oid);
      if (blob !== undefined) known[oid] = blob;
    }
    return known;
  }

  async function putMany(added: Readonly<Record<ObjectId, BlobText>>) {
    for (const [oid, blob] of Object.entries(added)) {
      if (blobs.has(oid)) continue;
      blobs.set(oid, blob);
      bytes += sizeOf(blob);
    }
    for (const [oid, blob] of blobs) {
      if (bytes <= maxBytes) return;
      blobs.delete(oid);
      bytes -= sizeOf(blob);
    }
  }

  async function getTree(sha: ObjectId) {
    return trees.get(sha) ?? 'unknown';
  }

  async function putTree(sha: ObjectId, files: readonly FileEntry[]) {
    trees.set(sha, files);
    const [oldest] = trees.keys();
    if (trees.size > MAX_TREES && oldest !== undefined) trees.delete(oldest);
  }

  return { getMany, putMany, getTree, putTree };
}

function sizeOf(blob: BlobText): number {
  return blob.kind === 'text' ? 2 * blob.text.length : 64;
}
