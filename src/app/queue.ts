/**
 * The durable queue. One key per pull request: at most one job waits and one runs, so thirty pushes
 * become two evaluations. A job pins no commit – it looks at GitHub when it runs – so the newest
 * head wins, and an event that finds a job waiting loses nothing when it is left out. An event that
 * comes while a job *runs* is stored and runs afterwards. What fails is tried again with growing
 * pauses, at last parked in a queue of its own: never dropped.
 */
import { sql } from 'kysely';
import { type JobInsert, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Database } from '../store/database.ts';
import type { Event } from './events.ts';
import type { Logger } from './log.ts';

export interface Job {
  readonly event: Exclude<Event, { readonly kind: 'sweep' }>;
  /** GUID of the webhook, or `sweep`: ties all log lines of one delivery together. */
  readonly delivery: string;
  /** Milliseconds since 1970, when the webhook arrived. */
  readonly receivedAt: number;
}

export interface Attempt {
  /** Counted from 0. */
  readonly number: number;
  readonly isLast: boolean;
}

export interface Queue {
  /** Stores the jobs in one statement; a job whose key waits already is left out. */
  store(jobs: readonly Job[]): Promise<void>;
  /** The same job again, not before `seconds` have passed. */
  postpone(job: Job, seconds: number): Promise<void>;
  /** Runs jobs until `stop`; a handler that throws is called again later. */
  work(handler: (job: Job, attempt: Attempt) => Promise<void>): Promise<void>;
  sizes(): Promise<Readonly<Record<string, number>>>;
  /** Takes no new jobs and waits for the running ones, at most `milliseconds`. */
  stop(milliseconds: number): Promise<void>;
}

export interface QueueOptions {
  readonly concurrency: number;
  readonly log: Logger;
  /** Of pg-boss's tables; the database's own when left out. */
  readonly schema?: string;
  readonly retries?: Retries;
}

export interface Retries {
  /** Tries after the first. */
  readonly limit: number;
  /** Before the second try; doubles with every further one. */
  readonly delaySeconds: number;
}

const EVALUATE = 'evaluate';
const PARKED = 'parked';

/** Over about an hour: longer than most of GitHub's troubles. */
const RETRIES: Retries = { limit: 12, delaySeconds: 2 };
const MAX_DELAY_SECONDS = 900;

export async function openQueue(
  { boss: connection, db, kind, queueSchema }: Database,
  { concurrency, log, schema = queueSchema, retries = RETRIES }: QueueOptions,
): Promise<Queue> {
  const boss = new PgBoss({
    ...connection,
    schema,
    useListenNotify: true,
    schedule: false,
    monitorVacuum: false,
    superviseIntervalSeconds: 15,
    openTelemetry: { enabled: false },
  });
  boss.on('error', (error) => log.error({ err: error }, 'The queue failed'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'The queue warns'));
  const jobs = sql.table(`${schema}.job`);
  const workers: string[] = [];
  await boss.start();
  await createQueues(boss, retries);
  if (kind === 'pglite') await reviveJobs();

  /**
   * Only this process uses the embedded database: what is active belongs to one that died. A job
   * that kills its process again and again runs out of tries like any other.
   */
  async function reviveJobs(): Promise<void> {
    const { rows } = await sql<{ id: string; singleton_key: string }>`
      select id, singleton_key from ${jobs} where name = ${EVALUATE} and state = 'active'
    `.execute(db);
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    for (const { id, singleton_key: key } of rows) {
      // One retry a key: what is left out here runs as that one.
      if (await isRetryWaiting(key)) await boss.deleteJob(EVALUATE, id);
    }
    await boss.fail(EVALUATE, ids, { message: 'The process died' });
    await sql`
      update ${jobs} set start_after = now()
      where name = ${EVALUATE} and state = 'retry' and id in (${sql.join(ids)})
    `.execute(db);
  }

  async function isRetryWaiting(key: string): Promise<boolean> {
    const { rows } = await sql`
      select 1 from ${jobs}
      where name = ${EVALUATE} and state = 'retry' and singleton_key = ${key}
    `.execute(db);
    return rows.length > 0;
  }

  async function store(added: readonly Job[]): Promise<void> {
    if (added.length === 0) return;
    await boss.insert(EVALUATE, added.map(toInsert), { returnId: false });
    // The database tells other processes; our own workers need not wait for that.
    for (const worker of workers) boss.notifyWorker(worker);
  }

  async function postpone(job: Job, seconds: number): Promise<void> {
    await boss.insert(EVALUATE, [
      { ...toInsert(job), startAfter: Math.max(1, Math.ceil(seconds)) },
    ]);
  }

  async function work(handler: (job: Job, attempt: Attempt) => Promise<void>): Promise<void> {
    const options = {
      includeMetadata: true,
      localConcurrency: concurrency,
      // One busy installation must not keep all workers from the others.
      localGroupConcurrency: Math.max(1, concurrency - 1),
      pollingIntervalSeconds: 1,
      // New jobs wake the workers; those that wait for another try are only found by looking.
      notifyPollingIntervalSeconds: 1,
    } as const;
    async function run({ data, retryCount, retryLimit }: JobWithMetadata<Job>): Promise<void> {
      try {
        await handler(data, { number: retryCount, isLast: retryCount >= retryLimit });
      } catch (error) {
        // One retry a key: a second one would be parked, though the first is still to run.
        if (!(await isRetryWaiting(keyOf(data)))) throw error;
      }
    }
    const id = await boss.work(EVALUATE, options, async (batch: JobWithMetadata<Job>[]) => {
      try {
        for (const job of batch) await run(job);
      } finally {
        lookAgain();
      }
    });
    workers.push(id);
  }

  /** Where one job was there may be more: pg-boss pauses after each before it looks. */
  function lookAgain(): void {
    for (const { id, name, count } of boss.getWipData()) {
      if (name === EVALUATE && count > 0) boss.notifyWorker(id);
    }
  }

  async function sizes(): Promise<Readonly<Record<string, number>>> {
    const { rows } = await sql<{ state: string; count: string }>`
      select case when name = ${PARKED} then ${PARKED} else state::text end as state, count(*) as count
      from ${jobs}
      where name in (${EVALUATE}, ${PARKED}) and state in ('created', 'retry', 'active')
      group by 1
    `.execute(db);
    const counts = { created: 0, retry: 0, active: 0, parked: 0 };
    return { ...counts, ...Object.fromEntries(rows.map((row) => [row.state, Number(row.count)])) };
  }

  async function stop(milliseconds: number): Promise<void> {
    await boss.stop({ graceful: true, timeout: milliseconds, close: true });
  }

  return { store, postpone, work, sizes, stop };
}

async function createQueues(boss: PgBoss, { limit, delaySeconds }: Retries): Promise<void> {
  await boss.createQueue(PARKED, { retentionSeconds: 30 * 24 * 3600 });
  await boss.createQueue(EVALUATE, {
    policy: 'stately',
    notify: true,
    deadLetter: PARKED,
    // A process that dies stops its heart: another one takes the job over.
    heartbeatSeconds: 30,
    expireInSeconds: 600,
    deleteAfterSeconds: 24 * 3600,
    retryLimit: limit,
    retryDelay: delaySeconds,
    retryBackoff: true,
    retryDelayMax: MAX_DELAY_SECONDS,
  });
}

const RUNS_TOOLS: ReadonlySet<Job['event']['kind']> = new Set(['bump', 'fix']);

function toInsert(job: Job): JobInsert<Job> {
  return {
    data: job,
    singletonKey: keyOf(job),
    group: { id: String(job.event.installationId) },
    // Lock tools may take minutes each, and a bump runs several.
    ...(RUNS_TOOLS.has(job.event.kind) ? { expireInSeconds: 3600 } : {}),
  };
}

function keyOf({ event }: Job): string {
  return `${event.repository.id}${subjectOf(event)}`;
}

function subjectOf(event: Job['event']): string {
  if (event.kind === 'rerun') return `@${event.headSha} again`;
  // Who may not ask must not take the place of who may.
  if (event.kind === 'fix') return `#${event.number} fix ${event.by}`;
  if (event.kind === 'command') {
    return `#${event.number} ${JSON.stringify(event.command)} ${event.by}`;
  }
  if (event.kind === 'bump') return ` bump ${event.occasion} ${event.lock}`;
  const subject =
    event.kind === 'pull-request' ? `#${event.number}` : `@${event.headSha} ${event.baseRef}`;
  // A forced run must not be taken for a plain one that waits already.
  return event.force ? `${subject} again` : subject;
}
