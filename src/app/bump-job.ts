/**
 * Keeps the bump pull requests of a repository: one job looks which locks and pins of Python there
 * are, then one job each. Each can end at any point: the next one finds on GitHub what was done.
 */

import { isSecurityGroup } from '../bumps/plan/groups.ts';
import { otherBot } from '../bumps/plan/others.ts';
import type { Closed } from '../bumps/plan/plan.ts';
import { BRANCH_PREFIX } from '../bumps/pulls/branches.ts';
import { type Action, decide, type KeptBranch } from '../bumps/pulls/keep.ts';
import { readMarker } from '../bumps/pulls/marker.ts';
import { leftAlone, type Subject, subjectsOf } from '../bumps/subjects.ts';
import type { Proposal, Scope } from '../bumps/types.ts';
import type { BumpsConfiguration } from '../config/bumps.ts';
import { type BumpState, readBumpState, readClosed } from '../github/bump-state.ts';
import { mayEditWorkflows } from '../github/installations.ts';
import { ignoresOf, rememberObstacles } from '../store/bumps.ts';
import { perform } from './bump-actions.ts';
import { type BumpDependencies, type BumpJob, type BumpScene, sceneOf } from './bump-scene.ts';
import type { Logger } from './log.ts';
import { removeMerged } from './merged-branches.ts';
import type { JobOutcome } from './metrics.ts';
import type { Queue } from './queue.ts';

/** Throws what GitHub or the database failed with; the queue tries again. */
export async function bumpJob(
  job: BumpJob,
  dependencies: BumpDependencies,
  queue: Pick<Queue, 'store'>,
  log: Logger,
): Promise<JobOutcome> {
  const { event } = job;
  const client = await dependencies.clients.installation(event.installationId);
  const state = await readBumpState(client, event.repository, BRANCH_PREFIX);
  if (state.archived) return 'unchanged';
  if (event.lock === 'all') await removeMerged(client, state, await dependencies.botName(), log);
  const hasOpen = state.branches.some(({ pull }) => pull !== 'none');
  // Most pushes are to repositories in which nothing of ours is open.
  if (event.occasion === 'kept' && !hasOpen) return 'unchanged';
  const scene = await sceneOf(client, state, dependencies);
  const off = switchedOff(scene);
  const isAsked = event.occasion === 'asked' || event.occasion === 'kept';
  if (off !== 'none' && !isAsked) {
    log.info({ because: off }, 'Opens no bump pull requests');
    return 'unchanged';
  }
  if (event.lock === 'all') {
    const locks = locksFor(scene, event.occasion);
    await queue.store(locks.map((lock) => ({ ...job, event: { ...event, lock } })));
    return 'spread';
  }
  return keepLock(job, scene, dependencies, log);
}

/** Why nothing is opened by itself here; `none` if it is. */
function switchedOff({ configuration: { bumps }, tree }: BumpScene): string | 'none' {
  if (bumps.mode === 'off') return '`bumps.mode` is `off`';
  const other = otherBot(tree);
  if (bumps.mode === 'on' || other === 'none') return 'none';
  return `${other.path} has ${other.name} bump Python already`;
}

/** All locks and pins, or those with an open pull request, also where they themselves are gone. */
function locksFor(
  { tree, state, configuration }: BumpScene,
  occasion: BumpJob['event']['occasion'],
): readonly string[] {
  const open = state.branches.flatMap(({ pull }) => {
    const marker = pull === 'none' ? 'none' : readMarker(pull.body);
    return marker === 'none' ? [] : [marker.lock];
  });
  const there =
    occasion === 'kept' ? [] : titlesOf(subjectsOf(tree, leftAlone(configuration, 'not')));
  return [...new Set([...open, ...there])];
}

function titlesOf(subjects: readonly Subject[]): readonly string[] {
  return subjects.map(({ title }) => title);
}

async function keepLock(
  job: BumpJob,
  scene: BumpScene,
  dependencies: BumpDependencies,
  log: Logger,
): Promise<JobOutcome> {
  const { event } = job;
  const { configuration, state, tree } = scene;
  const subjects = subjectsOf(tree, leftAlone(configuration, 'not'));
  const found = subjects.find(({ title }) => title === event.lock);
  const bumps = await withAskedIgnores(configuration.bumps, state.repo.id, dependencies);
  const started = performance.now();
  const now = momentOf(event, state);
  const seen = new Set<number>();
  const closed = async (branches: readonly string[]) => {
    const all = await closedOf(scene, event.lock, branches);
    for (const { number } of all) seen.add(number);
    return all;
  };
  const proposal: Proposal =
    found === undefined
      ? goneLock(event.lock)
      : await proposed(found, scene, bumps, now, event, closed, dependencies);
  const author = await dependencies.botName();
  const outcomes = await dependencies.exclusively(`bumps ${state.repo.id}`, async () => {
    // Another lock's job may have opened something meanwhile.
    const current = await readBumpState(scene.client, state.repo, BRANCH_PREFIX);
    if (current.base.sha !== state.base.sha) return 'base moved' as const;
    const actions = decide({
      proposal,
      model: found?.held(),
      branches: current.branches.map(
        (one): KeptBranch => ({ ...one, isOurs: one.author === author }),
      ),
      base: current.base.sha,
      openLimit: bumps['open-limit'],
      opens: event.occasion !== 'kept',
      scope: scopeOf(event),
    });
    // Somebody may have closed or split meanwhile what was being made.
    const opening = actions.flatMap((one) => (one.kind === 'open' ? [one.bump.branch] : []));
    const late = (await closedOf(scene, event.lock, opening)).filter(
      ({ number }) => !seen.has(number),
    );
    const isLate = (one: Action) =>
      one.kind === 'open' && late.some(({ group }) => group === one.bump.group);
    return perform(
      actions.filter((one) => !isLate(one)),
      { ...scene, state: current },
      { proposal, bumps, now, dependencies, event, log },
    );
  });
  // A package that stays is told in the pull request; that none is opened nobody would see.
  const told = proposal.bumps.length > 0 ? [] : proposal.obstacles;
  const unfixed = proposal.left.filter(({ from, to }) => from === to);
  const reasons = [
    ...told.map(({ reason, remedy }) => `${reason}. ${remedy}`),
    ...unfixed.map(({ name, from, because }) => `${name} ${from}: ${because}.`),
  ];
  // A look for security updates alone knows nothing of the others.
  if (scopeOf(event) === 'all') {
    await rememberObstacles(dependencies.db, state.repo.id, event.lock, reasons);
  }
  const milliseconds = Math.round(performance.now() - started);
  for (const { reason, remedy, diagnosis } of proposal.obstacles) {
    log.warn({ lock: event.lock, remedy, diagnosis }, `No bump: ${reason}`);
  }
  if (proposal.unknownAdvisories !== 'none') {
    log.warn(
      { lock: event.lock, because: proposal.unknownAdvisories },
      'Known vulnerabilities were not looked up',
    );
  }
  // The push of it has a job of its own; this one would write what is stale at once.
  if (outcomes === 'base moved') return 'stale-head';
  log.info({ lock: event.lock, occasion: event.occasion, outcomes, milliseconds }, 'Kept bumps');
  return outcomes.length === 0 ? 'unchanged' : 'published';
}

/** Pull requests that are only kept are made of the releases that were there when they were planned. */
function momentOf({ occasion, lock }: BumpJob['event'], { branches }: BumpState): Date {
  const now = new Date();
  if (occasion !== 'kept') return now;
  const moments = branches.flatMap(({ pull }) => {
    const marker = pull === 'none' ? 'none' : readMarker(pull.body);
    // Security updates are of another day, and wait for no age.
    const isOwn = marker !== 'none' && marker.lock === lock && !isSecurityGroup(marker.group);
    return isOwn ? [Date.parse(marker.at)] : [];
  });
  return moments.length === 0 ? now : new Date(Math.max(...moments));
}

function scopeOf({ occasion }: BumpJob['event']): Scope {
  return occasion === 'security' ? 'security' : 'all';
}

function goneLock(lock: string): Proposal {
  const project = { lock, directory: '' };
  return { project, bumps: [], left: [], obstacles: [], unknownAdvisories: 'none' };
}

/** What was closed on these branches without merging, of one lock. */
async function closedOf(
  { client, state }: BumpScene,
  lock: string,
  branches: readonly string[],
): Promise<readonly Closed[]> {
  const closed = await readClosed(client, state.repo, branches);
  return closed.flatMap(({ number, body }): readonly Closed[] => {
    const marker = readMarker(body);
    if (marker === 'none' || marker.lock !== lock) return [];
    const { group, moves } = marker;
    return [{ how: marker.split ? 'split' : 'declined', group, number, moves }];
  });
}

function proposed(
  found: Subject,
  { state, tree }: BumpScene,
  bumps: BumpsConfiguration,
  now: Date,
  event: BumpJob['event'],
  closed: (branches: readonly string[]) => Promise<readonly Closed[]>,
  { engine, context, clients, advisories }: BumpDependencies,
): Promise<Proposal> {
  const markers = state.branches.flatMap(({ pull }) => {
    const marker = pull === 'none' ? 'none' : readMarker(pull.body);
    return marker !== 'none' && marker.lock === found.title ? [marker] : [];
  });
  return found.propose(engine, {
    tree,
    bumps,
    context,
    now,
    cacheKey: String(state.repo.id),
    open: new Map(
      markers.map(({ group, moves }) => [group, moves.map(({ name }) => name)] as const),
    ),
    closed,
    mayEditWorkflows: async () => mayEditWorkflows(await clients.app(), event.installationId),
    advisories,
    scope: scopeOf(event),
  });
}

async function withAskedIgnores(
  bumps: BumpsConfiguration,
  repositoryId: number,
  { db }: BumpDependencies,
): Promise<BumpsConfiguration> {
  const asked = await ignoresOf(db, repositoryId);
  const rules = asked.map(({ package: name, until, by, pullRequest }) => ({
    package: name,
    reason: `${by} asked so in #${pullRequest}`,
    ...(until === 'none' ? {} : { until }),
  }));
  return { ...bumps, ignore: [...bumps.ignore, ...rules] };
}
