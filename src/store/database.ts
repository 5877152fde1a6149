/**
 * One database behind two drivers: PGlite (PostgreSQL in this process, in a folder) when there is
 * no server, PostgreSQL for any number of processes. Everything above sees the same two handles.
 */
import { join } from 'node:path';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import type { Db } from 'pg-boss';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrations.ts';
import type { Schema } from './schema.ts';

export type DatabaseKind = 'pglite' | 'postgresql';

export interface Database {
  readonly kind: DatabaseKind;
  /** Of the server, such as `17.5`. */
  readonly version: string;
  readonly db: Kysely<Schema>;
  /** How pg-boss reaches the same database. */
  readonly boss: BossConnection;
  /** For its tables: two apps on one server must not take each other's jobs. */
  readonly queueSchema: string;
  /** Runs `job` when no other one with this key runs, in any process on this database. */
  exclusively<T>(key: string, job: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export type BossConnection =
  | { readonly db: Db; readonly backend: 'pglite' }
  | { readonly connectionString: string; readonly backend: 'postgres'; readonly max: number };

export type DatabaseOptions =
  | { readonly kind: 'pglite'; readonly folder: string }
  | { readonly kind: 'postgresql'; readonly url: string; readonly schema: string };

/** Opens and migrates. Throws `FolderInUse`, or an error that says that the server is not reached. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.kind === 'pglite' ? openEmbedded(options.folder) : openServer(options);
}

/**
 * PGlite's defaults reserve 128 MB of shared buffers and keep them resident; a queue and a cache of
 * small files need a fraction of that.
 */
const START_PARAMETERS = [
  '-c',
  'shared_buffers=8MB',
  '-c',
  'wal_buffers=1MB',
  '-c',
  'max_wal_size=64MB',
  '-c',
  'min_wal_size=32MB',
];

async function openEmbedded(folder: string): Promise<Database> {
  const lock = lockFolder(folder);
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const { fromPglite } = await import('pg-boss');
    const pglite = await PGlite.create(join(folder, 'database'), {
      startParams: [...PGlite.defaultStartParams, ...START_PARAMETERS],
      relaxedDurability: false,
    });
    const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
    await migrate(db, 'public');
    return {
      kind: 'pglite',
      version: await versionOf(db),
      db,
      boss: { db: fromPglite(pglite), backend: 'pglite' },
      queueSchema: 'queue',
      exclusively: createTurns(),
      async close() {
        await db.destroy();
        if (!pglite.closed) await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Turns within this process: the embedded database has no other. */
function createTurns(): Database['exclusively'] {
  const last = new Map<string, Promise<unknown>>();
  return async (key, job) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(job, job);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}

/** Connections of this process for its own queries, and as many for the queue. */
const POOL_SIZE = 10;

async function openServer({ url, schema }: { url: string; schema: string }): Promise<Database> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: POOL_SIZE,
    options: `-c search_path=${schema}`,
    connectionTimeoutMillis: 10_000,
  });
  // A connection that breaks while idle is replaced by the next query.
  pool.on('error', () => {});
  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  try {
    await createSchema(db, schema);
    await migrate(db, schema);
    return {
      kind: 'postgresql',
      version: await versionOf(db),
      db,
      boss: { connectionString: url, backend: 'postgres', max: POOL_SIZE },
      queueSchema: `${schema}_queue`,
      exclusively: (key, job) =>
        db.connection().execute(async (connection) => {
          const id = sql`hashtextextended(${`${schema} ${key}`}, 0)`;
          await sql`select pg_advisory_lock(${id})`.execute(connection);
          try {
            return await job();
          } finally {
            await sql`select pg_advisory_unlock(${id})`.execute(connection);
          }
        }),
      close: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** PostgreSQL's own "if not exists" fails when several processes start at once: they take turns. */
async function createSchema(db: Kysely<Schema>, schema: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`lockkeeper ${schema}`}))`.execute(
      transaction,
    );
    await transaction.schema.createSchema(schema).ifNotExists().execute();
  });
}

async function versionOf(db: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{
    version: string;
  }>`select current_setting('server_version') as version`.execute(db);
  return rows[0]?.version ?? 'unknown';
}
