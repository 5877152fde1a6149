import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/app/queue.ts';
import { spreadRerun } from '../../src/app/rerun.ts';
import { useDouble } from '../github/double.ts';

const github = useDouble();
const EVENT = {
  kind: 'rerun',
  installationId: 1,
  repository: { id: 42, owner: 'acme', name: 'api' },
  headSha: 'abc',
} as const;

/** The jobs that a "Re-run" on a commit with these runs of ours makes. */
async function jobsFor(...ids: readonly string[]): Promise<readonly string[]> {
  github.on(/^GET .repos.acme.api.commits.abc.check-runs/, {
    body: {
      total_count: ids.length,
      check_runs: ids.map((external_id) => ({
        external_id,
        status: 'completed',
        conclusion: 'failure',
      })),
    },
  });
  const stored: Job[] = [];
  const client = github.client();
  await spreadRerun(
    { event: EVENT, delivery: 'd', receivedAt: 0 },
    { appId: 1, clients: { app: async () => client, installation: async () => client } },
    { store: async (jobs) => void stored.push(...jobs) },
  );
  return stored.map(({ event }) => JSON.stringify(event));
}

describe('"Re-run" on a commit runs again', () => {
  test('every pull request that was judged on it', async () => {
    const rest = 'base:main verdict:failure digest:ab at:1';
    expect(await jobsFor(`v1 pr:7 ${rest}`, `v1 pr:8 ${rest}`)).toMatchInlineSnapshot(`
      [
        "{"kind":"pull-request","installationId":1,"repository":{"id":42,"owner":"acme","name":"api"},"force":true,"number":7}",
        "{"kind":"pull-request","installationId":1,"repository":{"id":42,"owner":"acme","name":"api"},"force":true,"number":8}",
      ]
    `);
  });

  test('a merge group, from the commit that it was made on', async () => {
    expect(
      await jobsFor('v1 pr:none@5d0c8f base:main verdict:failure digest:ab at:1'),
    ).toMatchInlineSnapshot(`
      [
        "{"kind":"merge-group","installationId":1,"repository":{"id":42,"owner":"acme","name":"api"},"force":true,"headSha":"abc","baseSha":"5d0c8f","baseRef":"main"}",
      ]
    `);
  });

  test('nothing that others posted', async () => {
    expect(await jobsFor('something else')).toEqual([]);
  });
});
