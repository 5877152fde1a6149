/**
 * A webhook is only a hint. The sweep asks GitHub again for what failed to arrive, and queues every
 * open pull request whose head has no verdict, still waits for checks, or has to pass others than
 * before: a lost event, a restart, a new installation, another ruleset and a day without this
 * process all heal by themselves.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { GitHubClient } from '../github/client.ts';
import { listFailedDeliveries, redeliver } from '../github/deliveries.ts';
import { classify } from '../github/errors.ts';
import { listInstallations, listRepositories } from '../github/installations.ts';
import { isSettled } from '../github/own-check-runs.ts';
import { listOpenPullRequests, type PullRequestWithRuns } from '../github/pull-request.ts';
import { readRequired } from '../github/required.ts';
import { forgetUnused } from '../store/blob-cache.ts';
import type { Schema } from '../store/schema.ts';
import { awaitingPulls, forgetAwaited, requirementsChanged } from '../store/watches.ts';
import type { Clients } from './clients.ts';
import { queueDueBumps } from './due-bumps.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { EventRepository } from './payloads.ts';
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
    () => forgetAwaited(db),
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
  { appId, queue, db }: SweepDependencies,
): Promise<number> {
  const pulls: PullRequestWithRuns[] = [];
  for await (const pull of listOpenPullRequests(client, repository, appId)) pulls.push(pull);
  const toJob = ({ number }: PullRequestWithRuns): Job => ({
    event: { kind: 'pull-request', installationId, repository, number, force: false },
    delivery: 'sweep',
    receivedAt: Date.now(),
  });
  const [unsettled, settled] = partition(pulls, ({ number, base, checkRuns }) => {
    return !isSettled(checkRuns, { pullRequest: number, base: base.ref });
  });
  await queue.store(unsettled.map(toJob));
  // Those that have a verdict come second: what fails here must not keep the others back.
  const awaiting = await awaitingPulls(db, repository.id);
  const bases = new Set(pulls.map(({ base }) => base.ref));
  const changed = await changedBases(client, repository, bases, db);
  const again = settled.filter(({ number, base }) => awaiting.has(number) || changed.has(base.ref));
  await queue.store(again.map(toJob));
  const bumps = await queueDueBumps(client, installationId, repository, { queue, db });
  return unsettled.length + again.length + bumps;
}

function partition<T>(
  items: readonly T[],
  test: (item: T) => boolean,
): readonly [yes: readonly T[], no: readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}

/** Branches that require something else than at the last sweep: no webhook tells, without more rights. */
async function changedBases(
  client: GitHubClient,
  repository: EventRepository,
  branches: ReadonlySet<string>,
  db: Kysely<Schema>,
): Promise<ReadonlySet<string>> {
  const changed = new Set<string>();
  for (const branch of branches) {
    const { required, mergeQueue, requiredWorkflows } = await readRequired(
      client,
      repository,
      branch,
    );
    const digest = createHash('sha256')
      .update(JSON.stringify({ required, mergeQueue, requiredWorkflows }))
      .digest('hex');
    const where = { repositoryId: repository.id, branch };
    if (await requirementsChanged(db, where, digest)) changed.add(branch);
  }
  return changed;
}
