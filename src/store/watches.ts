/** What the sweep has to look at again though nothing was pushed. */
import { type Kysely, sql } from 'kysely';
import type { Schema } from './schema.ts';

export interface WatchedPull {
  readonly repositoryId: number;
  readonly pullRequest: number;
  readonly headSha: string;
}

/** After a day nobody watches whether a missing check still arrives. */
const AWAITED = sql<Date>`now() - interval '1 day'`;

/** Remembers that a head waits for checks; the time of the first look stays. */
export async function awaitChecks(db: Kysely<Schema>, pull: WatchedPull): Promise<void> {
  const { repositoryId, pullRequest, headSha } = pull;
  await db
    .insertInto('awaited')
    .values({
      repository_id: String(repositoryId),
      pull_request: pullRequest,
      head_sha: headSha,
    })
    .onConflict((conflict) =>
      conflict.columns(['repository_id', 'pull_request']).doUpdateSet({
        head_sha: headSha,
        since: sql`case when awaited.head_sha = excluded.head_sha then awaited.since else now() end`,
      }),
    )
    .execute();
}

/** Everything has been reported, or it is known that nothing will be. */
export async function stopAwaiting(
  db: Kysely<Schema>,
  { repositoryId, pullRequest }: Omit<WatchedPull, 'headSha'>,
): Promise<void> {
  await db
    .deleteFrom('awaited')
    .where('repository_id', '=', String(repositoryId))
    .where('pull_request', '=', pullRequest)
    .execute();
}

/** Numbers of the pull requests that wait for checks since less than a day. */
export async function awaitingPulls(
  db: Kysely<Schema>,
  repositoryId: number,
): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('awaited')
    .select('pull_request')
    .where('repository_id', '=', String(repositoryId))
    .where('since', '>', AWAITED)
    .execute();
  return new Set(rows.map((row) => row.pull_request));
}

/**
 * Remembers what a branch requires.
 *
 * @param digest of what is required
 * @returns whether something else was remembered before
 */
export async function requirementsChanged(
  db: Kysely<Schema>,
  { repositoryId, branch }: { readonly repositoryId: number; readonly branch: string },
  digest: string,
): Promise<boolean> {
  const before = await db
    .selectFrom('requirement')
    .select('digest')
    .where('repository_id', '=', String(repositoryId))
    .where('branch', '=', branch)
    .executeTakeFirst();
  if (before?.digest === digest) return false;
  await db
    .insertInto('requirement')
    .values({ repository_id: String(repositoryId), branch, digest })
    .onConflict((conflict) => conflict.columns(['repository_id', 'branch']).doUpdateSet({ digest }))
    .execute();
  return before !== undefined;
}

/** Deletes what is not watched any more. */
export async function forgetAwaited(db: Kysely<Schema>): Promise<void> {
  await db.deleteFrom('awaited').where('since', '<=', AWAITED).execute();
}
