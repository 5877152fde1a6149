import { findCheckRuns } from '../github/own-check-runs.ts';
import type { Clients } from './clients.ts';
import type { Job, Queue } from './queue.ts';

interface RerunJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'rerun' }>;
}

/**
 * Queues a forced run of every pull request that we have judged on a commit. "Re-run all checks" on
 * a fork's commit names no pull request, but our own check runs on it do.
 */
export async function spreadRerun(
  job: RerunJob,
  { appId, clients }: { readonly appId: number; readonly clients: Clients },
  queue: Pick<Queue, 'store'>,
): Promise<void> {
  const { installationId, repository, headSha } = job.event;
  const client = await clients.installation(installationId);
  const runs = await findCheckRuns(client, repository, headSha, appId);
  const numbers = new Set(runs.map(({ externalId }) => externalId.pullRequest));
  numbers.delete('none');
  await queue.store(
    [...numbers].map(
      (number): Job => ({
        ...job,
        event: {
          kind: 'pull-request',
          installationId,
          repository,
          number: Number(number),
          force: true,
        },
      }),
    ),
  );
}
