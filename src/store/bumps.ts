/** What is remembered of bumps beside the pull requests themselves. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Remembers for which moment bumps were started.
 *
 * @returns whether that is new. The first moment of a repository never is: its first pull requests
 * come with the next one, not with the installation.
 */
export async function isNewlyDue(
  db: Kysely<Schema>,
  repositoryId: number,
  dueAt: Date,
): Promise<boolean> {
  const id = String(repositoryId);
  const { numInsertedOrUpdatedRows: inserted } = await db
    .insertInto('bump_run')
    .values({ repository_id: id, due_at: dueAt })
    .onConflict((conflict) => conflict.column('repository_id').doNothing())
    .executeTakeFirstOrThrow();
  if (inserted === 1n) return false;
  const { numUpdatedRows } = await db
    .updateTable('bump_run')
    .set({ due_at: dueAt })
    .where('repository_id', '=', id)
    .where('due_at', '<', dueAt)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export interface AskedIgnore {
  readonly package: string;
  readonly until: string | 'none';
  readonly by: string;
  readonly pullRequest: number;
}

export async function rememberIgnore(
  db: Kysely<Schema>,
  repositoryId: number,
  { package: name, until, by, pullRequest }: AskedIgnore,
): Promise<void> {
  const said = {
    until: until === 'none' ? null : until,
    asked_by: by,
    pull_request: pullRequest,
  };
  await db
    .insertInto('bump_ignore')
    .values({ repository_id: String(repositoryId), package: name, ...said })
    .onConflict((conflict) => conflict.columns(['repository_id', 'package']).doUpdateSet(said))
    .execute();
}

export async function ignoresOf(
  db: Kysely<Schema>,
  repositoryId: number,
): Promise<readonly AskedIgnore[]> {
  const rows = await db
    .selectFrom('bump_ignore')
    .selectAll()
    .where('repository_id', '=', String(repositoryId))
    .orderBy('package')
    .execute();
  return rows.map((row) => ({
    package: row.package,
    until: row.until ?? 'none',
    by: row.asked_by,
    pullRequest: row.pull_request,
  }));
}
