import type { Kysely } from 'kysely';
import type { Schema } from './schema.ts';

/** Those of the GUIDs that were accepted before: their jobs are stored already. */
export async function knownDeliveries(
  db: Kysely<Schema>,
  guids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (guids.length === 0) return new Set();
  const rows = await db
    .selectFrom('delivery')
    .select('guid')
    .where('guid', 'in', [...guids])
    .execute();
  return new Set(rows.map(({ guid }) => guid));
}

/** Remembers accepted deliveries. Only call it when their jobs are stored. */
export async function rememberDeliveries(
  db: Kysely<Schema>,
  guids: readonly string[],
): Promise<void> {
  if (guids.length === 0) return;
  await db
    .insertInto('delivery')
    .values(guids.map((guid) => ({ guid })))
    .onConflict((conflict) => conflict.column('guid').doNothing())
    .execute();
}
