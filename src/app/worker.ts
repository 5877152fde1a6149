/** What a worker does with a job: run it, and turn what GitHub fails with into a later try. */
import { classify, isGone } from '../github/errors.ts';
import { bumpJob } from './bump-job.ts';
import type { BumpDependencies } from './bump-scene.ts';
import { commandJob } from './command-job.ts';
import { evaluateJob } from './evaluate-job.ts';
import { type FixDependencies, fixJob } from './fix-job.ts';
import type { Logger } from './log.ts';
import type { JobOutcome } from './metrics.ts';
import type { Attempt, Job, Queue } from './queue.ts';
import { spreadRerun } from './rerun.ts';

/** GitHub's parts can disagree about a head for a moment. */
const STALE_HEAD_SECONDS = 2;

export type Handler = (job: Job, attempt: Attempt) => Promise<void>;

export function createHandler(
  dependencies: BumpDependencies & FixDependencies,
  queue: Pick<Queue, 'postpone' | 'store'>,
  log: Logger,
): Handler {
  const { metrics } = dependencies;

  return async (job, attempt) => {
    const own = log.child(fieldsOf(job));
    try {
      metrics.job(await run(job, own));
    } catch (error) {
      await failed(error, job, attempt, own);
    }
  };

  async function run({ event, ...rest }: Job, own: Logger): Promise<JobOutcome> {
    if (event.kind === 'rerun') {
      await spreadRerun({ event, ...rest }, dependencies, queue);
      return 'spread';
    }
    if (event.kind === 'command') {
      return await commandJob({ event, ...rest }, dependencies, queue, own);
    }
    if (event.kind === 'bump') {
      const outcome = await bumpJob({ event, ...rest }, dependencies, queue, own);
      if (outcome === 'stale-head') await queue.postpone({ event, ...rest }, STALE_HEAD_SECONDS);
      return outcome;
    }
    if (event.kind === 'fix') return await fixJob({ event, ...rest }, dependencies, own);
    const outcome = await evaluateJob({ event, ...rest }, dependencies, own);
    // Somebody pushed meanwhile; the webhook of that push may be lost.
    if (outcome === 'stale-head') await queue.postpone({ event, ...rest }, STALE_HEAD_SECONDS);
    return outcome;
  }

  async function failed(error: unknown, job: Job, attempt: Attempt, own: Logger): Promise<void> {
    const failure = classify(error);
    const { kind, retryAfterSeconds, acceptedPermissions } = failure;
    if (kind === 'rate-limited' && retryAfterSeconds !== undefined) {
      own.warn({ failure: kind, retryAfterSeconds }, 'Waits for the limit of GitHub');
      metrics.job('retried');
      await queue.postpone(job, retryAfterSeconds);
      return;
    }
    if (isGone(error)) {
      own.info({ failure: kind }, 'The pull request, its repository or our access to it is gone');
      metrics.job('closed');
      return;
    }
    metrics.job(attempt.isLast ? 'parked' : 'retried');
    const message = attempt.isLast ? 'Parked after the last try' : 'Failed, will be tried again';
    own[attempt.isLast ? 'error' : 'warn'](
      { err: error, failure: kind, acceptedPermissions, attempt: attempt.number },
      message,
    );
    throw error;
  }
}

function fieldsOf({ event, delivery }: Job): Record<string, unknown> {
  const { owner, name } = event.repository;
  const subject =
    'number' in event
      ? { pullRequest: event.number }
      : 'lock' in event
        ? { lock: event.lock }
        : { commit: event.headSha };
  return { delivery, repository: `${owner}/${name}`, ...subject };
}
