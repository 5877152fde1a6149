import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../../src/app/log.ts';
import type { Job } from '../../src/app/queue.ts';
import { createSweeper } from '../../src/app/sweep.ts';
import { rememberBumpRun } from '../../src/store/bumps.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { awaitChecks, stopAwaiting } from '../../src/store/watches.ts';
import { useDouble } from '../github/double.ts';
import { type TestDatabase, testDatabase } from '../support/world.ts';

const github = useDouble();

const PULL_REQUEST = {
  number: 1,
  state: 'OPEN',
  isDraft: false,
  isCrossRepository: false,
  headRefName: 'topic',
  headRefOid: 'a',
  headRepository: null,
  baseRefName: 'main',
  baseRefOid: 'b',
  baseRef: null,
  commits: { nodes: [] },
};

function serve(pullRequest: object = PULL_REQUEST): void {
  serveRequired();
  const repository = (name: string, id: number) => {
    return { id, name, owner: { login: 'acme' }, archived: false };
  };
  github.on(/^GET .app.hook.deliveries/, { body: [] });
  github.on(/^GET .app.installations/, {
    body: [{ id: 1, account: { login: 'acme' }, suspended_at: null }],
  });
  github.on(/^GET .installation.repositories/, {
    body: { total_count: 2, repositories: [repository('first', 1), repository('second', 2)] },
  });
  serveConfiguration('bumps:\n  security: "off"\n');
  github.on('graphql OpenPullRequests', {
    body: {
      data: {
        repository: {
          pullRequests: {
            nodes: [pullRequest],
            pageInfo: { hasNextPage: false, endCursor: null },
          },
        },
      },
    },
  });
}

/** What `main` requires, in every repository. */
function serveRequired(...contexts: readonly string[]): void {
  github.on(/^GET .repos.acme.\w+.rules.branches.main/, {
    body: [
      {
        type: 'required_status_checks',
        parameters: { required_status_checks: contexts.map((context) => ({ context })) },
      },
    ],
  });
  github.on(/^GET .repos.acme.\w+.branches.main/, {
    body: { name: 'main', protected: false, protection: {} },
  });
}

/** What `.github/lockkeeper.yml` says, in every repository. */
function serveConfiguration(text: string | 'none'): void {
  const file = text === 'none' ? null : { object: { text } };
  github.on('graphql ConfigurationAt', { body: { data: { repository: { base: { file } } } } });
}

/** The repositories whose pull request a sweep queues, or whose bumps: `first: schedule`. */
async function swept(): Promise<readonly string[]> {
  const place = await testDatabase('pglite');
  const database = await openDatabase(place.options);
  const queued = await sweptIn(database.db);
  await database.close();
  await place.remove();
  return queued;
}

async function sweptIn(db: Database['db']): Promise<readonly string[]> {
  const stored: Job[] = [];
  const client = github.client();
  const queue = { store: async (jobs: readonly Job[]) => void stored.push(...jobs) };
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const sweeper = createSweeper(
    {
      appId: 1,
      clients: { app: async () => client, installation: async () => client },
      queue,
      db,
      metrics: { swept: () => resolve() },
      log: createLogger('silent'),
    },
    60,
  );
  sweeper.start();
  await done;
  await sweeper.stop();
  return stored.map(({ event }) =>
    event.kind === 'bump' ? `${event.repository.name}: ${event.occasion}` : event.repository.name,
  );
}

describe('a sweep queues what has no verdict', () => {
  test('in every repository', async () => {
    serve();
    expect(await swept()).toEqual(['first', 'second']);
  });

  test('also when GitHub refuses to send a delivery again', async () => {
    serve();
    const failed = { id: 9, guid: 'g', delivered_at: new Date().toISOString(), status: 'x' };
    github.on(/^GET .app.hook.deliveries.*failure/, { body: [failed] });
    github.on(/^POST .app.hook.deliveries/, { status: 422, body: { message: 'Too old' } });
    expect(await swept()).toEqual(['first', 'second']);
  });

  test('also when one repository is blocked', async () => {
    serve();
    github.on(
      'graphql OpenPullRequests',
      { status: 403, body: { message: 'Blocked' } },
      {
        body: {
          data: {
            repository: {
              pullRequests: {
                nodes: [PULL_REQUEST],
                pageInfo: { hasNextPage: false, endCursor: null },
              },
            },
          },
        },
      },
    );
    expect(await swept()).toEqual(['second']);
  });
});

describe('a sweep queues again', () => {
  const verdict = 'v1 pr:1 base:main verdict:success digest:ab at:1';
  const run = { externalId: verdict, status: 'COMPLETED', conclusion: 'SUCCESS' };
  const checkSuites = { nodes: [{ checkRuns: { nodes: [run] } }] };
  const settled = { ...PULL_REQUEST, commits: { nodes: [{ commit: { oid: 'a', checkSuites } }] } };

  let place: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    place = await testDatabase('pglite');
    database = await openDatabase(place.options);
  });
  afterEach(async () => {
    await database.close();
    await place.remove();
  });

  test('what has a verdict, once something else is required', async () => {
    const { db } = database;
    serve(settled);
    serveRequired('test');
    expect(await sweptIn(db)).toEqual([]);
    expect(await sweptIn(db)).toEqual([]);
    serveRequired('test', 'lint');
    expect(await sweptIn(db)).toEqual(['first', 'second']);
    expect(await sweptIn(db)).toEqual([]);
  });

  test('a repository whose bumps are due, once, and not as soon as it is installed', async () => {
    const { db } = database;
    serve(settled);
    expect(await sweptIn(db)).toEqual([]);
    await rememberBumpRun(db, 2, 'all', new Date('2026-01-05T05:00:00Z'));
    expect(await sweptIn(db)).toEqual(['second: schedule']);
    expect(await sweptIn(db)).toEqual([]);
    await rememberBumpRun(db, 2, 'all', new Date('2026-01-05T05:00:00Z'));
    serveConfiguration('bumps:\n  mode: "off"\n');
    expect(await sweptIn(db)).toEqual([]);
  });

  test('every repository for security updates, at once and then every day', async () => {
    const { db } = database;
    serve(settled);
    serveConfiguration('none');
    expect(await sweptIn(db)).toEqual(['first: security', 'second: security']);
    expect(await sweptIn(db)).toEqual([]);
    await rememberBumpRun(db, 1, 'security', new Date(Date.now() - 2 * 86_400_000));
    expect(await sweptIn(db)).toEqual(['first: security']);
    // What is due every week looks after security, too.
    await rememberBumpRun(db, 2, 'security', new Date('2026-01-05T05:00:00Z'));
    await rememberBumpRun(db, 2, 'all', new Date('2026-01-05T05:00:00Z'));
    expect(await sweptIn(db)).toEqual(['second: schedule']);
    expect(await sweptIn(db)).toEqual([]);
  });

  test('what has a verdict, while its checks have not come', async () => {
    const { db } = database;
    serve(settled);
    const pull = { repositoryId: 2, pullRequest: 1, headSha: 'a' };
    await awaitChecks(db, pull);
    await awaitChecks(db, { ...pull, pullRequest: 7 });
    expect(await sweptIn(db)).toEqual(['second']);
    await stopAwaiting(db, pull);
    expect(await sweptIn(db)).toEqual([]);
  });
});
