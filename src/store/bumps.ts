/** What is remembered of bumps beside the pull requests themselves. */
import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

type Scope = Schema['bump_run']['scope'];

/** The moment for which a repository's bumps were started last; `never` for one that is new. */
export async function lastBumpRun(
  db: Kysely<Schema>,
  repositoryId: number,
  scope: Scope,
): Promise<Date | 'never'> {
  const row = await db
    .selectFrom('bump_run')
    .select('due_at')
    .where('repository_id', '=', String(repositoryId))
    .where('scope', '=', scope)
    .executeTakeFirst();
  return row === undefined ? 'never' : new Date(row.due_at);
}

export async function rememberBumpRun(
  db: Kysely<Schema>,
  repositoryId: number,
  scope: Scope,
  dueAt: Date,
): Promise<void> {
  await db
    .insertInto('bump_run')
    .values({ repository_id: String(repositoryId), scope, due_at: dueAt })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'scope']).doUpdateSet({ due_at: dueAt }),
    )
    .execute();
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

/** Why the last look for updates of a lock came to nothing, or to less. */
export interface BumpObstacles {
  readonly lock: string;
  readonly reasons: readonly string[];
  /** ISO 8601 date, UTC. */
  readonly day: string;
}

/** Remembers the sentences of the last look; none forgets those before. */
export async function rememberObstacles(
  db: Kysely<Schema>,
  repositoryId: number,
  lock: string,
  reasons: readonly string[],
): Promise<void> {
  const id = String(repositoryId);
  await db
    .deleteFrom('bump_obstacle')
    .where('repository_id', '=', id)
    .where('lock', '=', lock)
    .execute();
  if (reasons.length === 0) return;
  await db
    .insertInto('bump_obstacle')
    .values({ repository_id: id, lock, reasons: JSON.stringify(reasons) })
    .onConflict((conflict) => conflict.columns(['repository_id', 'lock']).doNothing())
    .execute();
}

export async function obstaclesOf(
  db: Kysely<Schema>,
  repositoryId: number,
): Promise<readonly BumpObstacles[]> {
  const rows = await db
    .selectFrom('bump_obstacle')
    .selectAll()
    .where('repository_id', '=', String(repositoryId))
    .orderBy('lock')
    .execute();
  return rows.map(({ lock, reasons, looked_at }) => ({
    lock,
    reasons: JSON.parse(reasons) as string[],
    day: new Date(looked_at).toISOString().slice(0, 10),
  }));
}
