import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from '../../src/app/log.ts';
import { type Job, openQueue, type Queue } from '../../src/app/queue.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { databaseKinds, type TestDatabase, testDatabase } from '../support/world.ts';

const log = createLogger('silent');

function job(number: number, delivery: string, force = false): Job {
  const repository = { id: 7, owner: 'acme', name: 'api' };
  const event = { kind: 'pull-request', installationId: 1, repository, number, force } as const;
  return { event, delivery, receivedAt: 0 };
}

/** A promise that is settled by hand. */
function gate() {
  return Promise.withResolvers<void>();
}

function open(database: Database, schema: string): Promise<Queue> {
  const retries = { limit: 2, delaySeconds: 1 };
  return openQueue(database, { concurrency: 2, log, schema, retries });
}

describe.each(await databaseKinds())('the queue, on %s', (kind) => {
  let place: TestDatabase;
  let database: Database;
  let queue: Queue;
  let count = 0;

  beforeAll(async () => {
    place = await testDatabase(kind);
    database = await openDatabase(place.options);
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  beforeEach(async () => {
    count += 1;
    queue = await open(database, `${place.queueSchema}_${count}`);
  });

  afterEach(() => queue.stop(1000));

  it('thirty events of one pull request wait as one job', async () => {
    for (let event = 0; event < 30; event++) await queue.store([job(1, `d${event}`)]);
    await queue.store([job(2, 'other')]);
    expect(await queue.sizes()).toEqual({ created: 2, retry: 0, active: 0, parked: 0 });
  });

  it('events of one batch coalesce, too', async () => {
    await queue.store([job(1, 'a'), job(1, 'b'), job(2, 'c')]);
    expect((await queue.sizes()).created).toBe(2);
  });

  it('an event that comes while its job runs is stored and runs afterwards, never beside it', async () => {
    const [started, mayEnd, second] = [gate(), gate(), gate()];
    const order: string[] = [];
    await queue.work(async ({ delivery }) => {
      order.push(`start ${delivery}`);
      if (delivery === 'a') {
        started.resolve();
        await mayEnd.promise;
      } else second.resolve();
      order.push(`end ${delivery}`);
    });
    await queue.store([job(1, 'a')]);
    await started.promise;
    await queue.store([job(1, 'b')]);
    await queue.store([job(1, 'c')]);
    expect(await queue.sizes()).toMatchObject({ created: 1, active: 1 });
    mayEnd.resolve();
    await second.promise;
    expect(order.slice(0, 3)).toEqual(['start a', 'end a', 'start b']);
  });

  it('a forced run is not taken for a plain one that waits', async () => {
    await queue.store([job(1, 'a')]);
    await queue.store([job(1, 'b', true)]);
    expect((await queue.sizes()).created).toBe(2);
  });

  it('a job that fails is tried again, then parked, never dropped', {
    timeout: 30_000,
  }, async () => {
    const parked = gate();
    const attempts: number[] = [];
    await queue.work(async (_, { number, isLast }) => {
      attempts.push(number);
      if (isLast) parked.resolve();
      throw new Error('no');
    });
    await queue.store([job(1, 'a')]);
    await parked.promise;
    await expect.poll(() => queue.sizes()).toMatchObject({ parked: 1, active: 0, retry: 0 });
    expect(attempts).toEqual([0, 1, 2]);
  });

  it('a postponed job lets the others go first', async () => {
    await queue.postpone(job(1, 'postponed'), 1);
    await queue.store([job(2, 'at once')]);
    const ran = gate();
    const order: string[] = [];
    await queue.work(async ({ delivery }) => {
      order.push(delivery);
      if (order.length === 2) ran.resolve();
    });
    await ran.promise;
    expect(order).toEqual(['at once', 'postponed']);
  });
});

describe('the embedded database', () => {
  it('runs at once again what ran when the process died', async () => {
    const place = await testDatabase('pglite');
    const database = await openDatabase(place.options);
    const dead = await open(database, place.queueSchema);
    const started = gate();
    await dead.work(() => {
      started.resolve();
      return new Promise(() => {});
    });
    await dead.store([job(1, 'a')]);
    await started.promise;
    // As after kill -9: the job is still marked as running.
    const next = await open(database, place.queueSchema);
    const again = gate();
    await next.work(async () => again.resolve());
    await again.promise;
    await next.stop(1000);
    await dead.stop(0);
    await database.close();
    await place.remove();
  });
});
