import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/app/log.ts';
import { type Job, openQueue, type Queue } from '../../src/app/queue.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { databaseKinds, type TestDatabase, testDatabase } from '../support/world.ts';

const log = createLogger('silent');

function job(number: number, delivery: string): Job {
  const repository = { id: 7, owner: 'acme', name: 'api' };
  const installationId = number % 3;
  const event = { kind: 'pull-request', installationId, repository, number, force: false } as const;
  return { event, delivery, receivedAt: 0 };
}

describe.each(await databaseKinds())('a queue with much to do, on %s', (kind) => {
  let place: TestDatabase;
  let database: Database;
  let queue: Queue;

  beforeAll(async () => {
    place = await testDatabase(kind);
    database = await openDatabase(place.options);
    queue = await openQueue(database, {
      concurrency: 4,
      log,
      retries: { limit: 1, delaySeconds: 60 },
    });
  });

  afterAll(async () => {
    await queue.stop(1000);
    await database.close();
    await place.remove();
  });

  it('goes on with the next job at once, and never stops at a pull request that is running', {
    timeout: 8000,
  }, async () => {
    const [started, mayEnd, finished] = [gate(), gate(), gate()];
    let done = 0;
    await queue.work(async ({ delivery }) => {
      if (delivery === 'fails') throw new Error('no');
      if (delivery === 'long') {
        started.resolve();
        return mayEnd.promise;
      }
      done += 1;
      if (done === 60) finished.resolve();
    });
    await queue.store([job(1, 'long')]);
    await started.promise;
    await queue.store([job(1, 'waits for the running one')]);
    await queue.store(Array.from({ length: 60 }, (_, index) => job(100 + index, 'short')));
    await finished.promise;
    mayEnd.resolve();
    await expect.poll(() => queue.sizes()).toMatchObject({ created: 0, active: 0 });
    expect(done).toBe(61);
  });

  it('fails for the second time while a try is waiting: that one will run, nothing is parked', async () => {
    await queue.store([job(1, 'fails')]);
    await expect.poll(() => queue.sizes()).toMatchObject({ retry: 1, created: 0, active: 0 });
    await queue.store([job(1, 'fails')]);
    await expect.poll(() => queue.sizes()).toMatchObject({ created: 0, active: 0 });
    expect(await queue.sizes()).toMatchObject({ retry: 1, parked: 0 });
  });
});

describe('the embedded database after kill -9', () => {
  it('starts though the same pull request ran and waited for another try', async () => {
    const { queue, close } = await afterKill([
      { delivery: 'an earlier try', state: 'retry' },
      { delivery: 'the newer event', state: 'active' },
    ]);
    expect(await queue.sizes()).toEqual({ created: 0, retry: 1, active: 0, parked: 0 });
    await close();
  });

  it('parks a job that kills its process on every try', async () => {
    const { queue, close } = await afterKill([{ delivery: 'a', state: 'active', tries: 9 }]);
    expect(await queue.sizes()).toEqual({ created: 0, retry: 0, active: 0, parked: 1 });
    await close();
  });
});

interface Left {
  readonly delivery: string;
  readonly state: 'retry' | 'active';
  readonly tries?: number;
}

/** The queue as the next process finds it, with jobs of one pull request in these states. */
async function afterKill(jobs: readonly Left[]): Promise<{ queue: Queue; close(): Promise<void> }> {
  const place = await testDatabase('pglite');
  const database = await openDatabase(place.options);
  const retries = { limit: 9, delaySeconds: 1 };
  const dead = await openQueue(database, { concurrency: 1, log, retries });
  for (const { delivery, state, tries = 0 } of jobs) {
    await dead.store([job(1, delivery)]);
    await sql`
      update ${sql.table(`${database.queueSchema}.job`)}
      set state = ${state}, retry_count = ${tries}, started_on = now()
      where data->>'delivery' = ${delivery}
    `.execute(database.db);
  }
  await dead.stop(0);
  const queue = await openQueue(database, { concurrency: 1, log, retries });
  return {
    queue,
    async close() {
      await queue.stop(0);
      await database.close();
      await place.remove();
    },
  };
}

function gate() {
  return Promise.withResolvers<void>();
}
