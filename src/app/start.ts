/** Puts the app together: database, queue, workers, web server, sweep. Stops in reverse order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { advisorySource } from '../advisories/source.ts';
import { liveContext } from '../gates/context.ts';
import { gates } from '../gates/index.ts';
import type { LockkeeperOctokitOptions } from '../github/octokit.ts';
import { describeSandbox } from '../relock/sandbox/index.ts';
import { openEngine } from '../relock/settings.ts';
import { createBlobCache } from '../store/blob-cache.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { botNameOf, createClients } from './clients.ts';
import type { Environment } from './env.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { createIntake } from './intake.ts';
import type { Logger } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { openQueue, type Queue, type QueueOptions } from './queue.ts';
import { createStoring } from './storing.ts';
import { createSweeper } from './sweep.ts';
import { createHandler } from './worker.ts';

export interface App {
  readonly url: string;
  readonly database: Pick<Database, 'kind' | 'version'>;
  /** Sweeps now. */
  sweep(): void;
  /** Takes no more webhooks, lets running jobs end, closes everything. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Logger;
  /** Only the benchmark of the intake goes without workers and sweep. */
  readonly work?: boolean;
  /** For tests: pauses between requests to GitHub. */
  readonly octokit?: Pick<LockkeeperOctokitOptions, 'pacing' | 'retryBaseMs'>;
  /** For tests: where the queue is kept, and how long it waits. */
  readonly queue?: Pick<QueueOptions, 'schema' | 'retries'>;
}

/** GitHub redelivers what we answered too late, so draining may take this long. */
const DRAIN_MS = 30_000;

export async function startApp(env: Environment, options: StartOptions): Promise<App> {
  const { log, work = true } = options;
  const database = await openDatabase(env.database);
  let queue: Queue | undefined;
  try {
    queue = await openQueue(database, {
      concurrency: env.concurrency,
      log,
      ...options.queue,
    });
    const metrics = createMetrics(queue.sizes);
    return await run(env, { ...options, work }, database, queue, metrics);
  } catch (error) {
    await queue?.stop(0);
    await database.close();
    throw error;
  }
}

async function run(
  env: Environment,
  { log, work, octokit = {} }: StartOptions,
  database: Database,
  queue: Queue,
  metrics: Metrics,
): Promise<App> {
  const { db } = database;
  const { appId } = env;
  const context = liveContext();
  const clients = createClients(env, { ...octokit, onRequest: metrics.request });
  const sweeper = createSweeper({ appId, clients, queue, db, metrics, log }, env.sweepMinutes);
  const handler = createHandler(
    {
      appId,
      clients,
      gates,
      context,
      engine: openEngine(env.relock, context),
      advisories: advisorySource(env.osvUrl),
      cache: createBlobCache(db),
      db,
      exclusively: database.exclusively,
      metrics,
      botName: botNameOf(clients),
    },
    queue,
    log,
  );
  if (work === true) await queue.work(handler);
  const server: HttpServer = await startHttpServer({
    host: env.host,
    port: env.port,
    metrics,
    log,
    intake: createIntake({
      appId,
      secret: env.webhookSecret,
      log,
      metrics,
      store: createStoring(db, queue, sweeper.request),
    }),
    ready: async () => {
      await sql`select 1`.execute(db);
    },
    sandbox: describeSandbox(),
  });
  if (work === true) sweeper.start();
  return {
    url: server.url,
    database,
    sweep: sweeper.request,
    async stop() {
      const deadline = Date.now() + DRAIN_MS;
      await server.stop();
      // What a sweep did not get to, the next process's first one does.
      await Promise.race([sweeper.stop(), sleep(DRAIN_MS, undefined, { ref: false })]);
      await queue.stop(Math.max(1000, deadline - Date.now()));
      await database.close();
    },
  };
}
