/** What somebody asked for in a comment about bumps. Only for people who may push themselves. */

import type { Kysely } from 'kysely';
import { isLoneGroup, PYTHON } from '../bumps/plan/groups.ts';
import { BRANCH_PREFIX } from '../bumps/pulls/branches.ts';
import { type Marker, readMarker, withSplit } from '../bumps/pulls/marker.ts';
import { closePull, editPull, readPullBody } from '../github/bump-pull.ts';
import { type BumpBranch, type BumpState, readBumpState } from '../github/bump-state.ts';
import type { GitHubClient } from '../github/client.ts';
import { comment, mayWrite } from '../github/people.ts';
import { code } from '../report/escape.ts';
import { rememberIgnore } from '../store/bumps.ts';
import type { Schema } from '../store/schema.ts';
import type { BumpDependencies } from './bump-scene.ts';
import { unticked } from './checkboxes.ts';
import type { Command } from './commands.ts';
import type { Logger } from './log.ts';
import type { JobOutcome } from './metrics.ts';
import type { Job, Queue } from './queue.ts';

export type CommandDependencies = Pick<
  BumpDependencies,
  'clients' | 'db' | 'botName' | 'exclusively'
>;

interface CommandJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'command' }>;
}

type BumpCommand = Exclude<Command, { readonly kind: 'fix' }>;

export async function commandJob(
  job: CommandJob,
  { clients, db, botName, exclusively }: CommandDependencies,
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
  const author = await botName();
  // A job that keeps bumps writes the same texts.
  const answer = await exclusively(`bumps ${repository.id}`, async () => {
    const state = await readBumpState(client, repository, BRANCH_PREFIX);
    const own = state.branches.find(({ pull }) => pull !== 'none' && pull.number === number);
    const pull = own?.pull ?? 'none';
    // The box says by that, that somebody has seen it.
    if (pull !== 'none' && unticked(pull.body) !== pull.body) {
      await editPull(client, state, number, { title: pull.title, body: unticked(pull.body) });
    }
    return carryOut(command, { job, state, own, client, db, author });
  });
  if (answer.words !== 'none') await comment(client, repository, number, answer.words);
  if (!answer.isDone) return 'refused';
  log.info({ by, command: command.kind }, 'Asked about bumps');
  const occasion = command.kind === 'now' || command.kind === 'split' ? 'asked' : 'kept';
  const event = { kind: 'bump', installationId, repository, lock: 'all', occasion } as const;
  await queue.store([{ ...job, event }]);
  return 'spread';
}

interface Answer {
  readonly isDone: boolean;
  /** A comment; `none` where the pull request itself is the answer. */
  readonly words: string | 'none';
}

interface CommandScene {
  readonly job: CommandJob;
  readonly state: BumpState;
  /** The branch of the pull request on which it was asked, where that is one of ours. */
  readonly own: BumpBranch | undefined;
  readonly client: GitHubClient;
  readonly db: Kysely<Schema>;
  /** Login of ours. */
  readonly author: string;
}

/** What comes before the bumps are looked at again. */
async function carryOut(command: BumpCommand, scene: CommandScene): Promise<Answer> {
  switch (command.kind) {
    case 'now':
      return { isDone: true, words: 'none' };
    case 'ignore':
      return ignore(command, scene);
    case 'rebase': {
      const objection = notOurs(scene);
      if (objection === 'none') return { isDone: true, words: 'none' };
      return { isDone: false, words: `Nothing was done: ${objection}.` };
    }
    case 'split':
      return split(scene);
  }
}

async function ignore(
  { package: name, until }: Extract<BumpCommand, { readonly kind: 'ignore' }>,
  { job, db }: CommandScene,
): Promise<Answer> {
  const { repository, number, by } = job.event;
  await rememberIgnore(db, repository.id, { package: name, until, by, pullRequest: number });
  const end = until === 'none' ? '' : ` until ${until}`;
  const words = `${code(name)} is left alone${end}. A rule in \`bumps.ignore\` of \`.github/lockkeeper.yml\` does the same for everybody to see.`;
  return { isDone: true, words };
}

/** The closed pull request remembers which packages come one by one from now on. */
async function split(scene: CommandScene): Promise<Answer> {
  const { job, client, state, own } = scene;
  const { number } = job.event;
  const pull = own?.pull ?? 'none';
  if (own === undefined || pull === 'none') {
    const before = readMarker(await readPullBody(client, state, number));
    // An earlier try got so far; what comes of it is still to be asked for.
    if (before !== 'none' && before.split === true) return SPLIT;
    return { isDone: false, words: `Nothing was done: ${notOurs(scene)}.` };
  }
  const marker = readMarker(pull.body);
  const whole = marker === 'none' ? 'none' : whyWhole(marker);
  const objection = whole === 'none' ? notOurs(scene) : whole;
  if (objection !== 'none') return { isDone: false, words: `Nothing was done: ${objection}.` };
  const body = withSplit(unticked(pull.body));
  await closePull(client, state, number, { branch: own.branch, body });
  return SPLIT;
}

/** Why its packages do not come apart; `none` if they may. Ends a sentence. */
function whyWhole({ group, moves }: Marker): string | 'none' {
  if (moves.length < 2 || group === PYTHON) return 'there is nothing in it to split';
  return isLoneGroup(group) ? 'its packages only move together' : 'none';
}

const SPLIT: Answer = {
  isDone: true,
  words: 'Closed: each of its packages comes in a pull request of its own.',
};

/** Why a pull request is not ours to make again; `none` if it is. Ends a sentence. */
function notOurs({ own, author }: CommandScene): string | 'none' {
  if (own === undefined || own.pull === 'none') return 'this is no bump pull request';
  if (own.author === author) return 'none';
  return 'somebody else has pushed to this branch, and their work would be lost';
}
