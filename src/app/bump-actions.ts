/** Carries out what `decide` decided, pull request by pull request. */

import { exceeds } from '../bumps/plan/policy.ts';
import type { Action } from '../bumps/pulls/keep.ts';
import { markerOf, withoutMarker } from '../bumps/pulls/marker.ts';
import { commitMessage, pythonTitle, styleOf, titleOf } from '../bumps/pulls/message.ts';
import { verdictOn } from '../bumps/pulls/verdict.ts';
import type { MadeBump, Proposal } from '../bumps/types.ts';
import type { BumpsConfiguration } from '../config/bumps.ts';
import {
  closePull,
  createCommit,
  editPull,
  enableAutoMerge,
  moveBranch,
  NO_COMMIT,
  openPull,
} from '../github/bump-pull.ts';
import { comment } from '../github/people.ts';
import { packageLink } from '../python/default-index.ts';
import { renderPullText } from '../report/bumps/pull-request.ts';
import { renderPythonText } from '../report/bumps/python.ts';
import { headline } from '../report/headline.ts';
import type { BumpDependencies, BumpJob, BumpScene } from './bump-scene.ts';
import { changelogsFor } from './changelogs.ts';
import type { Logger } from './log.ts';

interface Performance {
  readonly proposal: Proposal;
  readonly bumps: BumpsConfiguration;
  readonly now: Date;
  readonly dependencies: BumpDependencies;
  readonly event: BumpJob['event'];
  readonly log: Logger;
}

/** One line for each thing that was done, for the log. */
export async function perform(
  actions: readonly Action[],
  scene: BumpScene,
  performance: Performance,
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const action of actions) done.push(...(await performOne(action, scene, performance)));
  return done;
}

async function performOne(
  action: Action,
  scene: BumpScene,
  performance: Performance,
): Promise<readonly string[]> {
  const { client, state } = scene;
  switch (action.kind) {
    case 'open':
      return open(action.bump, action.head, scene, performance);
    case 'update': {
      const { bump, head, number } = action;
      const { title, body } = await textOf(bump, scene, performance);
      await moveBranch(client, state, {
        branch: bump.branch,
        from: head,
        to: await commitOf(bump, title, scene),
      });
      await editPull(client, state, number, { title, body });
      return [`updated #${number}`];
    }
    case 'close': {
      const { branch, number, because } = action;
      await comment(client, state.repo, number, `Closed: ${because}.`);
      const { pull = 'none' } = state.branches.find((one) => one.branch === branch) ?? {};
      const body = pull === 'none' ? '' : withoutMarker(pull.body);
      await closePull(client, state, number, { branch, body });
      return [`closed #${number}: ${because}`];
    }
    case 'leave':
      return [];
  }
}

async function open(
  bump: MadeBump,
  head: string | 'none',
  scene: BumpScene,
  performance: Performance,
): Promise<readonly string[]> {
  const { client, state } = scene;
  const { bumps } = performance;
  const { labels, assignees, reviewers } = bumps;
  const { branch } = bump;
  const { title, body } = await textOf(bump, scene, performance);
  const to = await commitOf(bump, title, scene);
  await moveBranch(client, state, { branch, from: head === 'none' ? NO_COMMIT : head, to });
  const people = { labels, assignees, reviewers };
  const { number, id, missed } = await openPull(client, state, { branch, title, body, ...people });
  const merges = await autoMerge(bump, id, scene, bumps);
  return [`opened #${number}`, ...missed, ...merges];
}

async function textOf(
  bump: MadeBump,
  scene: BumpScene,
  { proposal, now, dependencies, log }: Performance,
): Promise<{ readonly title: string; readonly body: string }> {
  const { state, snapshot, configuration } = scene;
  const { lock, directory } = proposal.project;
  const { gates, context } = dependencies;
  const verdict = await verdictOn(bump, snapshot, { gates, configuration, problems: [], context });
  const style = styleOf(state.headlines);
  const input = {
    bump,
    left: proposal.left,
    verdict: headline(verdict),
    schedule: configuration.bumps.schedule,
    now,
    marker: markerOf(bump, lock, now),
  };
  if (bump.places !== undefined) {
    const body = renderPythonText(input, bump.places);
    return { title: pythonTitle(bump, directory, style), body };
  }
  const changelogs = await changelogsFor(bump, lock, scene, dependencies, log);
  const body = renderPullText({ ...input, changelogs, lock, link: packageLink });
  return { title: titleOf(bump, lock, style), body };
}

function commitOf(
  bump: MadeBump,
  title: string,
  { client, state, tree }: BumpScene,
): Promise<string> {
  const changes = bump.changes.map(({ path, after }) => {
    return { path, after, mode: tree.files.get(path)?.mode ?? '100644' };
  });
  return createCommit(client, state, changes, commitMessage(bump, title));
}

/** Without required checks GitHub would merge at once, or refuse. */
async function autoMerge(
  { moves }: MadeBump,
  id: string,
  { client, state, snapshot }: BumpScene,
  { automerge }: BumpsConfiguration,
): Promise<readonly string[]> {
  const required = snapshot.surroundings?.required ?? [];
  if (automerge === 'off' || required.length === 0) return [];
  if (moves.some(({ step }) => exceeds(step, automerge))) return [];
  try {
    await enableAutoMerge(client, state, id);
    return ['merges by itself once all has passed'];
  } catch (error) {
    return [`auto-merge: ${error instanceof Error ? error.message : error}`];
  }
}
