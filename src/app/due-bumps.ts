/** Whose bumps are due, by the schedule of its own configuration. */
import type { Kysely } from 'kysely';
import { lastDue } from '../bumps/schedule.ts';
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
  const { mode, schedule } = configuration.bumps;
  if (mode === 'off') return 0;
  const now = new Date();
  const due = lastDue(schedule, repository.id, now);
  const last = await lastBumpRun(db, repository.id);
  if (last !== 'never' && last >= due) return 0;
  // The first pull requests come with the next moment, not with the installation.
  const occasion = { kind: 'bump', lock: 'all', occasion: 'schedule' } as const;
  const event = { ...occasion, installationId, repository };
  const jobs: readonly Job[] =
    last === 'never' ? [] : [{ event, delivery: 'schedule', receivedAt: now.getTime() }];
  await queue.store(jobs);
  // Should we die before this, the job is stored twice, and the queue leaves one out.
  await rememberBumpRun(db, repository.id, due);
  return jobs.length;
}
