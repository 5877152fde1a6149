import { findCheckRuns } from '../github/own-check-runs.ts';
import type { Clients } from './clients.ts';
import type { Job, Queue } from './queue.ts';

interface RerunJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'rerun' }>;
}

/**
 * Queues a forced run of every pull request and merge group that we have judged on a commit. "Re-run all checks" on
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
  const again = { installationId, repository, force: true } as const;
  const events = runs.flatMap(({ externalId }): readonly Job['event'][] => {
    const { pullRequest: number, base: baseRef, baseSha } = externalId;
    if (number !== 'none') return [{ kind: 'pull-request', ...again, number }];
    return baseSha === undefined
      ? []
      : [{ kind: 'merge-group', ...again, headSha, baseSha, baseRef }];
  });
  // The queue leaves out what it has already.
  await queue.store(events.map((event) => ({ ...job, event })));
}
