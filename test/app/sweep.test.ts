import { describe, expect, test } from 'vitest';
import { createLogger } from '../../src/app/log.ts';
import type { Job } from '../../src/app/queue.ts';
import { createSweeper } from '../../src/app/sweep.ts';
import { openDatabase } from '../../src/store/database.ts';
import { useDouble } from '../github/double.ts';
import { testDatabase } from '../support/world.ts';

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

function serve(): void {
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
  github.on('graphql OpenPullRequests', {
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
  });
}

/** The repositories whose pull request a sweep queues. */
async function swept(): Promise<readonly string[]> {
  const place = await testDatabase('pglite');
  const { db, close } = await openDatabase(place.options);
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
  await close();
  await place.remove();
  return stored.map(({ event }) => event.repository.name);
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
