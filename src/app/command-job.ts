/** What somebody asked for in a comment about bumps. Only for people who may push themselves. */

import { BRANCH_PREFIX } from '../bumps/branches.ts';
import { readBumpState } from '../github/bump-state.ts';
import type { GitHubClient } from '../github/client.ts';
import { comment, mayWrite } from '../github/people.ts';
import type { RepositoryRef } from '../github/repository.ts';
import { code } from '../report/escape.ts';
import { rememberIgnore } from '../store/bumps.ts';
import type { BumpDependencies } from './bump-scene.ts';
import type { Logger } from './log.ts';
import type { JobOutcome } from './metrics.ts';
import type { Job, Queue } from './queue.ts';

export type CommandDependencies = Pick<BumpDependencies, 'clients' | 'db' | 'botName'>;

interface CommandJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'command' }>;
}

export async function commandJob(
  job: CommandJob,
  { clients, db, botName }: CommandDependencies,
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
  if (command.kind === 'rebase') {
    const objection = await notRebased(client, repository, number, await botName());
    if (objection !== 'none') {
      await comment(client, repository, number, `Nothing was done: ${objection}.`);
      return 'refused';
    }
  }
  log.info({ by, command: command.kind }, 'Asked about bumps');
  const occasion = command.kind === 'now' ? 'asked' : 'kept';
  const event = { kind: 'bump', installationId, repository, lock: 'all', occasion } as const;
  await queue.store([{ ...job, event }]);
  return 'spread';
}

/** Why a pull request is not made again on its base; `none` if it is. Ends a sentence. */
async function notRebased(
  client: GitHubClient,
  repository: RepositoryRef,
  number: number,
  author: string,
): Promise<string | 'none'> {
  const { branches } = await readBumpState(client, repository, BRANCH_PREFIX);
  const own = branches.find(({ pull }) => pull !== 'none' && pull.number === number);
  if (own === undefined) return 'this is no bump pull request';
  if (own.author === author) return 'none';
  return 'somebody else has pushed to this branch, and their work would be lost';
}
