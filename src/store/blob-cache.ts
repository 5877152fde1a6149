/** Texts and file lists by git object id: each is fetched from GitHub once, ever. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { type Kysely, sql } from 'kysely';
import type { BlobText, FileEntry, ObjectId } from '../gates/types.ts';
import type { BlobCache } from '../github/blob-cache.ts';
import type { Schema } from './schema.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A cache in the tables `blob` and `tree`. */
export function createBlobCache(db: Kysely<Schema>): BlobCache {
  async function getMany(oids: readonly ObjectId[]): Promise<Record<ObjectId, BlobText>> {
    if (oids.length === 0) return {};
    const rows = await db
      .updateTable('blob')
      .set({ used_at: sql`now()` })
      .where('oid', 'in', [...oids])
      .returning(['oid', 'kind', 'size', 'content'])
      .execute();
    const known: Record<ObjectId, BlobText> = {};
    for (const { oid, kind, size, content } of rows) {
      known[oid] = await fromRow(kind, size, content);
    }
    return known;
  }

  async function putMany(blobs: Readonly<Record<ObjectId, BlobText>>): Promise<void> {
    const rows = await Promise.all(
      // In one order everywhere, or two processes wait for each other's rows.
      Object.entries(blobs)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(async ([oid, blob]) => ({ oid, ...(await toRow(blob)) })),
    );
    if (rows.length === 0) return;
    await db
      .insertInto('blob')
      .values(rows)
      .onConflict((conflict) => conflict.column('oid').doNothing())
      .execute();
  }

  async function getTree(sha: ObjectId): Promise<readonly FileEntry[] | 'unknown'> {
    const row = await db
      .updateTable('tree')
      .set({ used_at: sql`now()` })
      .where('sha', '=', sha)
      .returning('content')
      .executeTakeFirst();
    if (row === undefined) return 'unknown';
    return JSON.parse((await decompress(row.content)).toString('utf8')) as FileEntry[];
  }

  async function putTree(sha: ObjectId, files: readonly FileEntry[]): Promise<void> {
    const content = await compress(JSON.stringify(files), { level: 1 });
    await db
      .insertInto('tree')
      .values({ sha, content })
      .onConflict((conflict) => conflict.column('sha').doNothing())
      .execute();
  }

  return { getMany, putMany, getTree, putTree };
}

async function toRow(blob: BlobText): Promise<{ kind: string; size: number; content: Buffer }> {
  switch (blob.kind) {
    case 'text':
      return { kind: 'text', size: 0, content: await compress(blob.text, { level: 1 }) };
    case 'not-utf8':
      return { kind: 'not-utf8', size: 0, content: Buffer.alloc(0) };
    case 'too-large':
      return { kind: 'too-large', size: blob.size, content: Buffer.from(String(blob.limit)) };
  }
}

async function fromRow(kind: string, size: number, content: Uint8Array): Promise<BlobText> {
  if (kind === 'text') return { kind: 'text', text: (await decompress(content)).toString('utf8') };
  if (kind === 'too-large') return { kind, size, limit: Number(Buffer.from(content).toString()) };
  return { kind: 'not-utf8' };
}

/** Nothing that was not used for this long is kept. */
const KEEP_DAYS = 30;

/** Compressed bytes of each of the two caches; what was not used for longest goes first. */
const KEEP_BYTES = 512 * 1024 * 1024;

/** Forgets old cache entries, those beyond the limit of bytes, and old delivery ids. */
export async function forgetUnused(db: Kysely<Schema>, keepBytes = KEEP_BYTES): Promise<void> {
  const limit = sql<Date>`now() - ${KEEP_DAYS} * interval '1 day'`;
  await db.deleteFrom('blob').where('used_at', '<', limit).execute();
  await db.deleteFrom('tree').where('used_at', '<', limit).execute();
  await db.deleteFrom('delivery').where('received_at', '<', limit).execute();
  for (const [table, id] of [
    ['blob', 'oid'],
    ['tree', 'sha'],
  ] as const) {
    await sql`
      delete from ${sql.table(table)} where ${sql.ref(id)} in (
        select id from (
          select ${sql.ref(id)} as id,
            sum(octet_length(content)) over (order by used_at desc, ${sql.ref(id)}) as bytes
          from ${sql.table(table)}
        ) as newest_first
        where bytes > ${keepBytes}
      )
    `.execute(db);
  }
}
