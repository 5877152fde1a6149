/** Whose bumps are due, by the schedule of its own configuration. */
import type { Kysely } from 'kysely';
import { lastDue, type Recurrence } from '../bumps/plan/schedule.ts';
import { loadConfiguration } from '../config/load.ts';
import type { GitHubClient } from '../github/client.ts';
import { readConfiguration } from '../github/configuration.ts';
import { lastBumpRun, rememberBumpRun } from '../store/bumps.ts';
import type { Schema } from '../store/schema.ts';
import type { EventRepository } from './payloads.ts';
import type { Job, Queue } from './queue.ts';

/** A schedule is looked up here, not kept in a queue: what was due while nothing ran still is. */
export async function queueDueBumps(
  client: GitHubClient,
  installationId: number,
  repository: EventRepository,
  { queue, db }: { readonly queue: Pick<Queue, 'store'>; readonly db: Kysely<Schema> },
): Promise<number> {
  const file = await readConfiguration(client, repository, 'HEAD');
  const [text, path] = file === 'none' ? (['none', ''] as const) : [file.text, file.path];
  const { configuration } = await loadConfiguration(text, path, 'base');
  const { mode, schedule, security } = configuration.bumps;
  if (mode === 'off') return 0;
  const now = new Date();
  const where = { db, repositoryId: repository.id, now };
  const weekly = await dueRun('all', schedule, where);
  // The first pull requests come with the next moment, not with the installation; what is
  // vulnerable does not wait for it.
  const daily = security === 'off' ? NOT_DUE : await dueRun('security', EVERY_DAY, where);
  const occasion = weekly.isDue && !weekly.isFirst ? 'schedule' : daily.isDue ? 'security' : 'none';
  const event = { kind: 'bump', lock: 'all', installationId, repository } as const;
  const jobs: readonly Job[] =
    occasion === 'none'
      ? []
      : [{ event: { ...event, occasion }, delivery: 'schedule', receivedAt: now.getTime() }];
  await queue.store(jobs);
  // Should we die before this, the job is stored twice, and the queue leaves one out.
  await weekly.remember();
  await daily.remember();
  return jobs.length;
}

/** Repositories are spread over the hours after it, too. */
const EVERY_DAY: Recurrence = { every: 'day', hour: 4, timezone: 'UTC' };

interface DueRun {
  readonly isDue: boolean;
  /** Nothing was ever due here. */
  readonly isFirst: boolean;
  remember(): Promise<void>;
}

const NOT_DUE: DueRun = { isDue: false, isFirst: false, remember: async () => {} };

async function dueRun(
  scope: 'all' | 'security',
  recurrence: Recurrence,
  { db, repositoryId, now }: { readonly db: Kysely<Schema>; repositoryId: number; now: Date },
): Promise<DueRun> {
  const due = lastDue(recurrence, repositoryId, now);
  const last = await lastBumpRun(db, repositoryId, scope);
  if (last !== 'never' && last >= due) return NOT_DUE;
  const remember = () => rememberBumpRun(db, repositoryId, scope, due);
  return { isDue: true, isFirst: last === 'never', remember };
}
