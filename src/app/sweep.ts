/**
 * A webhook is only a hint. The sweep asks GitHub again for what failed to arrive, and queues every
 * open pull request whose head has no verdict: a lost event, a restart, a new installation and a
 * day without this process all heal by themselves.
 */
import type { Kysely } from 'kysely';
import type { GitHubClient } from '../github/client.ts';
import { listFailedDeliveries, redeliver } from '../github/deliveries.ts';
import { classify } from '../github/errors.ts';
import { listInstallations, listRepositories } from '../github/installations.ts';
import { isSettled } from '../github/own-check-runs.ts';
import { listOpenPullRequests } from '../github/pull-request.ts';
import { forgetUnused } from '../store/blob-cache.ts';
import type { Schema } from '../store/schema.ts';
import type { Clients } from './clients.ts';
import type { EventRepository } from './events.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Job, Queue } from './queue.ts';

export interface SweepDependencies {
  readonly appId: number;
  readonly clients: Clients;
  readonly queue: Pick<Queue, 'store'>;
  readonly db: Kysely<Schema>;
  readonly metrics: Pick<Metrics, 'swept'>;
  readonly log: Logger;
}

/** GitHub keeps failed deliveries for three days. */
const DELIVERY_DAYS = 3;
/** A delivery that failed this often fails for a reason of ours. */
const MAX_ATTEMPTS = 5;

export interface Sweeper {
  /** Sweeps now and then every so often, until `stop`. */
  start(): void;
  /** Sweeps now; a call during a sweep asks for one more after it. */
  request(): void;
  /** Waits for the running sweep. */
  stop(): Promise<void>;
}

export function createSweeper(dependencies: SweepDependencies, minutes: number): Sweeper {
  let running: Promise<void> | undefined;
  let isWanted = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  function start(): void {
    timer = setInterval(request, minutes * 60_000);
    request();
  }

  function request(): void {
    isWanted = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  }

  async function run(): Promise<void> {
    while (isWanted && !isStopped) {
      isWanted = false;
      await sweep(dependencies, () => isStopped);
    }
  }

  return {
    start,
    request,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** One pass; never throws: what fails is logged, and the next pass tries again. */
async function sweep(dependencies: SweepDependencies, isStopped: () => boolean): Promise<void> {
  const { log, metrics, db } = dependencies;
  const start = performance.now();
  let queued = 0;
  let redelivered = 0;
  const phases = [
    async () => {
      redelivered = await redeliverFailed(dependencies);
    },
    async () => {
      queued = await queueUnjudged(dependencies, isStopped);
    },
    () => forgetUnused(db),
  ];
  for (const phase of phases) {
    try {
      await phase();
    } catch (error) {
      log.error({ err: error, failure: classify(error).kind }, 'The sweep did not finish');
    }
  }
  metrics.swept(queued, redelivered);
  const milliseconds = Math.round(performance.now() - start);
  log.info({ queued, redelivered, milliseconds }, 'Swept');
}

async function redeliverFailed({ clients, log }: SweepDependencies): Promise<number> {
  const client = await clients.app();
  const since = new Date(Date.now() - DELIVERY_DAYS * 24 * 3600 * 1000);
  const failed = await listFailedDeliveries(client, since);
  const wanted = failed.filter(({ attempts }) => attempts < MAX_ATTEMPTS);
  let redelivered = 0;
  for (const { id } of wanted) {
    try {
      await redeliver(client, id);
      redelivered += 1;
    } catch (error) {
      // One that GitHub does not want to send again must not keep the others back.
      log.warn({ err: error, deliveryId: id }, 'A delivery was not asked for again');
    }
  }
  return redelivered;
}

async function queueUnjudged(
  dependencies: SweepDependencies,
  isStopped: () => boolean,
): Promise<number> {
  const { clients, log } = dependencies;
  let queued = 0;
  for await (const installation of listInstallations(await clients.app())) {
    if (isStopped()) break;
    if (installation.suspended) continue;
    try {
      queued += await queueInstallation(installation.id, dependencies, isStopped);
    } catch (error) {
      // One owner's trouble (rights taken away, a limit) is not the others'.
      log.warn({ err: error, installation: installation.id }, 'An installation was not swept');
    }
  }
  return queued;
}

async function queueInstallation(
  installationId: number,
  dependencies: SweepDependencies,
  isStopped: () => boolean,
): Promise<number> {
  const { clients, log } = dependencies;
  const client = await clients.installation(installationId);
  let queued = 0;
  for await (const { archived, ...repository } of listRepositories(client)) {
    if (archived) continue;
    if (isStopped()) break;
    try {
      queued += await queueRepository(client, installationId, repository, dependencies);
    } catch (error) {
      if (classify(error).kind === 'rate-limited') throw error;
      // A repository that is blocked or answers with errors is not the others'.
      const name = `${repository.owner}/${repository.name}`;
      log.warn({ err: error, repository: name }, 'A repository was not swept');
    }
  }
  return queued;
}

async function queueRepository(
  client: GitHubClient,
  installationId: number,
  repository: EventRepository,
  { appId, queue }: SweepDependencies,
): Promise<number> {
  const jobs: Job[] = [];
  for await (const pull of listOpenPullRequests(client, repository, appId)) {
    const subject = { pullRequest: pull.number, base: pull.base.ref };
    if (isSettled(pull.checkRuns, subject)) continue;
    jobs.push({
      event: {
        kind: 'pull-request',
        installationId,
        repository,
        number: pull.number,
        force: false,
      },
      delivery: 'sweep',
      receivedAt: Date.now(),
    });
  }
  await queue.store(jobs);
  return jobs.length;
}
