import { type Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Schema } from './schema.ts';

/** Applied in the order of their names; never changed once released. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-tables': {
    async up(db) {
      const now = sql`now()`;
      await db.schema
        .createTable('delivery')
        .addColumn('guid', 'text', (column) => column.primaryKey())
        .addColumn('received_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema
        .createTable('blob')
        .addColumn('oid', 'text', (column) => column.primaryKey())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('size', 'integer', (column) => column.notNull())
        .addColumn('content', 'bytea', (column) => column.notNull())
        .addColumn('used_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema
        .createTable('tree')
        .addColumn('sha', 'text', (column) => column.primaryKey())
        .addColumn('content', 'bytea', (column) => column.notNull())
        .addColumn('used_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .execute();
      await db.schema
        .createTable('verdict')
        .addColumn('id', 'bigserial', (column) => column.primaryKey())
        .addColumn('repository_id', 'bigint', (column) => column.notNull())
        .addColumn('pull_request', 'integer', (column) => column.notNull())
        .addColumn('base_ref', 'text', (column) => column.notNull())
        .addColumn('head_sha', 'text', (column) => column.notNull())
        .addColumn('conclusion', 'text', (column) => column.notNull())
        .addColumn('gates', 'jsonb', (column) => column.notNull())
        .addColumn('judged_at', 'timestamptz', (column) => column.notNull().defaultTo(now))
        .execute();
      for (const [table, column] of [
        ['delivery', 'received_at'],
        ['blob', 'used_at'],
        ['tree', 'used_at'],
      ] as const) {
        await db.schema.createIndex(`${table}_${column}`).on(table).column(column).execute();
      }
      await db.schema
        .createIndex('verdict_pull_request')
        .on('verdict')
        .columns(['repository_id', 'pull_request', 'judged_at'])
        .execute();
    },
  },
  '0002-watches': {
    async up(db) {
      await db.schema
        .createTable('awaited')
        .addColumn('repository_id', 'bigint', (column) => column.notNull())
        .addColumn('pull_request', 'integer', (column) => column.notNull())
        .addColumn('head_sha', 'text', (column) => column.notNull())
        .addColumn('since', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .addPrimaryKeyConstraint('awaited_key', ['repository_id', 'pull_request'])
        .execute();
      await db.schema
        .createTable('requirement')
        .addColumn('repository_id', 'bigint', (column) => column.notNull())
        .addColumn('branch', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('requirement_key', ['repository_id', 'branch'])
        .execute();
    },
  },
  '0003-bumps': {
    async up(db) {
      await db.schema
        .createTable('bump_run')
        .addColumn('repository_id', 'bigint', (column) => column.primaryKey())
        .addColumn('due_at', 'timestamptz', (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('bump_ignore')
        .addColumn('repository_id', 'bigint', (column) => column.notNull())
        .addColumn('package', 'text', (column) => column.notNull())
        .addColumn('until', 'text')
        .addColumn('asked_by', 'text', (column) => column.notNull())
        .addColumn('pull_request', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('bump_ignore_key', ['repository_id', 'package'])
        .execute();
      await db.schema
        .createTable('bump_obstacle')
        .addColumn('repository_id', 'bigint', (column) => column.notNull())
        .addColumn('lock', 'text', (column) => column.notNull())
        .addColumn('reasons', 'text', (column) => column.notNull())
        .addColumn('looked_at', 'timestamptz', (column) => column.notNull().defaultTo(sql`now()`))
        .addPrimaryKeyConstraint('bump_obstacle_key', ['repository_id', 'lock'])
        .execute();
    },
  },
  '0004-security-runs': {
    async up(db) {
      await db.schema
        .alterTable('bump_run')
        .addColumn('scope', 'text', (column) => column.notNull().defaultTo('all'))
        .execute();
      await db.schema.alterTable('bump_run').dropConstraint('bump_run_pkey').execute();
      await db.schema
        .alterTable('bump_run')
        .addPrimaryKeyConstraint('bump_run_key', ['repository_id', 'scope'])
        .execute();
    },
  },
};

/** Brings the tables up to date; several processes may start at once. Throws what went wrong. */
export async function migrate(db: Kysely<Schema>, schema: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
    migrationTableSchema: schema,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
