import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/gates/types.ts';
import { createBlobCache, forgetUnused } from '../../src/store/blob-cache.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { knownDeliveries, rememberDeliveries } from '../../src/store/deliveries.ts';
import { storeVerdict } from '../../src/store/verdicts.ts';
import { databaseKinds, type TestDatabase, testDatabase } from '../support/world.ts';

describe.each(await databaseKinds())('the store, on %s', (kind) => {
  let place: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    place = await testDatabase(kind);
    database = await openDatabase(place.options);
  });

  afterAll(async () => {
    await database.close();
    await place.remove();
  });

  it('gives back texts as they were, and knows only what it was given', async () => {
    const cache = createBlobCache(database.db);
    const blobs = {
      a1: { kind: 'text', text: '\u{feff}lines\r\nwith é and 😀' },
      b2: { kind: 'not-utf8' },
      c3: { kind: 'too-large', size: 30_000_000, limit: 20_000_000 },
      d4: { kind: 'text', text: 'x'.repeat(2_000_000) },
    } as const;
    await cache.putMany(blobs);
    await cache.putMany({ a1: blobs.a1 });
    expect(await cache.getMany(['a1', 'b2', 'c3', 'd4', 'e5'])).toEqual(blobs);
    expect(await cache.getMany([])).toEqual({});
  });

  it('gives back file lists', async () => {
    const cache = createBlobCache(database.db);
    const files = [{ path: 'a "b"\n', oid: 'a1', mode: '100644', size: 3 }];
    await cache.putTree('t1', files);
    await cache.putTree('t1', files);
    expect(await cache.getTree('t1')).toEqual(files);
    expect(await cache.getTree('t2')).toBe('unknown');
  });

  it('forgets what was not used for a month, and nothing else', async () => {
    const cache = createBlobCache(database.db);
    await cache.putMany({ old: { kind: 'not-utf8' }, new: { kind: 'not-utf8' } });
    const past = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    await database.db.updateTable('blob').set({ used_at: past }).where('oid', '=', 'old').execute();
    await forgetUnused(database.db);
    expect(Object.keys(await cache.getMany(['old', 'new']))).toEqual(['new']);
  });

  it('forgets what was not used for longest when there is too much', async () => {
    const cache = createBlobCache(database.db);
    const text = randomBytes(4000).toString('hex');
    for (const [oid, used] of [
      ['older', 1],
      ['newer', 2],
    ] as const) {
      await cache.putMany({ [oid]: { kind: 'text', text: `${oid}${text}` } });
      // Later than what the other tests left.
      const used_at = new Date(Date.now() + used * 3600 * 1000);
      await database.db.updateTable('blob').set({ used_at }).where('oid', '=', oid).execute();
    }
    await forgetUnused(database.db, 6000);
    expect(Object.keys(await cache.getMany(['older', 'newer']))).toEqual(['newer']);
  });

  it('knows the deliveries that it accepted', async () => {
    const guid = randomBytes(8).toString('hex');
    await rememberDeliveries(database.db, [guid]);
    await rememberDeliveries(database.db, [guid]);
    expect(await knownDeliveries(database.db, [guid, 'other'])).toEqual(new Set([guid]));
  });

  it('keeps verdicts for the outcome metrics', async () => {
    const verdict: Verdict = {
      repository: 'acme/api',
      base: 'b',
      head: 'h',
      conclusion: 'success',
      gates: [],
      configuration: [],
    };
    const subject = { repositoryId: 7, pullRequest: 3, baseRef: 'main', headSha: 'h' };
    await storeVerdict(database.db, subject, verdict);
    const rows = await database.db.selectFrom('verdict').selectAll().execute();
    expect(rows).toMatchObject([
      { pull_request: 3, head_sha: 'h', conclusion: 'success', gates: [] },
    ]);
  });

  it('opens again what it made before', async () => {
    await database.close();
    database = await openDatabase(place.options);
    const rows = await database.db.selectFrom('verdict').selectAll().execute();
    expect(rows).toHaveLength(1);
  });
});

it.runIf((await databaseKinds()).includes('postgresql'))(
  'processes that start at once on an empty server do not disturb each other',
  async () => {
    const place = await testDatabase('postgresql');
    const databases = await Promise.all(
      Array.from({ length: 5 }, () => openDatabase(place.options)),
    );
    await Promise.all(databases.map((one) => one.close()));
    await place.remove();
  },
);
