/**
 * Stores what many webhooks ask for in few statements: those that arrive while one batch is being
 * written form the next. Every caller waits until its own batch is in the database.
 */
import type { Kysely } from 'kysely';
import { knownDeliveries, rememberDeliveries } from '../store/deliveries.ts';
import type { Schema } from '../store/schema.ts';
import type { Accepted } from './intake.ts';
import type { Job, Queue } from './queue.ts';

interface Waiting {
  readonly accepted: Accepted;
  resolve(): void;
  reject(error: unknown): void;
}

const MAX_BATCH = 200;

/** `onSweep` is called when an event asks for a look at everything. */
export function createStoring(
  db: Kysely<Schema>,
  queue: Queue,
  onSweep: () => void,
): (accepted: Accepted) => Promise<void> {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    const guids = batch.map(({ accepted }) => accepted.delivery);
    const known = await knownDeliveries(db, guids);
    const fresh = batch
      .map(({ accepted }) => accepted)
      .filter(({ delivery }) => !known.has(delivery));
    // First the jobs: should we die here, GitHub delivers again and the queue coalesces.
    await queue.store(fresh.flatMap(jobsOf));
    await rememberDeliveries(db, [...new Set(fresh.map(({ delivery }) => delivery))]);
    if (fresh.some(({ events }) => events.some(({ kind }) => kind === 'sweep'))) onSweep();
  }

  async function drain(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MAX_BATCH);
      waiting = waiting.slice(MAX_BATCH);
      try {
        await write(batch);
        for (const one of batch) one.resolve();
      } catch (error) {
        for (const one of batch) one.reject(error);
      }
    }
    isWriting = false;
  }

  return (accepted) =>
    new Promise((resolve, reject) => {
      waiting.push({ accepted, resolve, reject });
      // After the current turn, so that requests which arrived together share a batch.
      if (!isWriting) {
        isWriting = true;
        setImmediate(() => void drain());
      }
    });
}

function jobsOf({ events, delivery, receivedAt }: Accepted): readonly Job[] {
  return events.flatMap((event): readonly Job[] =>
    event.kind === 'sweep' ? [] : [{ event, delivery, receivedAt }],
  );
}
