/** What somebody asked for in a comment about bumps. Only for people who may push themselves. */
import { comment, mayWrite } from '../github/people.ts';
import { code } from '../report/escape.ts';
import { rememberIgnore } from '../store/bumps.ts';
import type { EvaluateDependencies } from './evaluate-job.ts';
import type { Logger } from './log.ts';
import type { JobOutcome } from './metrics.ts';
import type { Job, Queue } from './queue.ts';

export type CommandDependencies = Pick<EvaluateDependencies, 'clients' | 'db'>;

interface CommandJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'command' }>;
}

export async function commandJob(
  job: CommandJob,
  { clients, db }: CommandDependencies,
  queue: Pick<Queue, 'store'>,
  log: Logger,
): Promise<JobOutcome> {
  const { installationId, repository, number, by, command } = job.event;
  const client = await clients.installation(installationId);
  if (!(await mayWrite(client, repository, by))) {
    const words = `Nothing was done: ${code(by)} may not write to this repository.`;
    await comment(client, repository, number, words);
    return 'refused';
  }
  if (command.kind === 'ignore') {
    const { package: name, until } = command;
    await rememberIgnore(db, repository.id, { package: name, until, by, pullRequest: number });
    const end = until === 'none' ? '' : ` until ${until}`;
    const words = `${code(name)} is left alone${end}. A rule in \`bumps.ignore\` of \`.github/lockkeeper.yml\` does the same for everybody to see.`;
    await comment(client, repository, number, words);
  }
  log.info({ by, command: command.kind }, 'Asked about bumps');
  const occasion = command.kind === 'now' ? 'asked' : 'kept';
  const event = { kind: 'bump', installationId, repository, lock: 'all', occasion } as const;
  await queue.store([{ ...job, event }]);
  return 'spread';
}
