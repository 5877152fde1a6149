/** From a repository to its bumps, lock by lock: find, plan, make. */
import type { AdvisorySource } from '../advisories/source.ts';
import type { BumpsConfiguration } from '../config/bumps.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import { exportedFrom } from '../locks/exports.ts';
import type { Engine } from '../relock/engine.ts';
import { type FoundProject, lockProjects } from '../relock/repository.ts';
import { type Found, findCandidates, outOfStep } from './find/find.ts';
import { findFixes } from './find/fixes.ts';
import { makeLargest } from './make/make-largest.ts';
import { askedBy } from './manifests/manifest.ts';
import { type Closed, plan, possibleGroups, singleGroups } from './plan/plan.ts';
import { cutOff } from './plan/policy.ts';
import { branchFor } from './pulls/branches.ts';
import type { Left, LockScene, MadeBump, Proposal, Scope } from './types.ts';

export interface ProposeOptions {
  readonly tree: Tree;
  readonly bumps: BumpsConfiguration;
  readonly context: GateContext;
  readonly now: Date;
  /** See `Engine.relock`. */
  readonly cacheKey: string;
  /** Groups of the project whose pull requests are open. */
  readonly open: ReadonlySet<string>;
  /** Pull requests of these branches that somebody closed without merging, or split. */
  closed(branches: readonly string[]): Promise<readonly Closed[]>;
  readonly advisories: AdvisorySource;
  readonly scope: Scope;
}

/**
 * Locks that can be bumped; what is made from another lock follows that one. A pylock.toml does not
 * record what it was made from, so nobody knows what is asked for.
 */
export function bumpable(tree: Tree): readonly FoundProject[] {
  return lockProjects(tree).filter(
    ({ project, makes }) =>
      makes &&
      project.kind !== 'pylock' &&
      project.manifest !== project.lock &&
      exportedFrom(project, tree) === 'none',
  );
}

/** Everything for one lock. What cannot be made is left, with the reason; nothing is thrown for it. */
export async function propose(
  engine: Engine,
  { format, project }: FoundProject,
  options: ProposeOptions,
): Promise<Proposal> {
  const { tree, bumps, context, now, cacheKey, open } = options;
  const scene = { format, project, tree, context, cacheKey, newest: cutOff(bumps, now) };
  const obstacle = outOfStep(scene);
  if (obstacle !== 'none') {
    return { project, bumps: [], left: [], obstacles: [obstacle], unknownAdvisories: 'none' };
  }
  const [found, fixes] = await Promise.all([
    findUpdates(engine, scene, options),
    findFixes(engine, options.advisories, bumps.security, scene),
  ]);
  const candidates = [...fixes.candidates, ...found.candidates];
  const branch = (group: string) => branchFor(project, group);
  const closed = await closedOf(possibleGroups(candidates, bumps).map(branch), branch, options);
  const planned = plan({ candidates, bumps, now, branch, open, closed });
  const asked = askedBy(project, format.inputs(project, tree), tree);
  const companions = once(async () => {
    if (options.scope === 'all') return planned.companions;
    const more = await findUpdates(engine, scene, { ...options, scope: 'all' });
    const both = [...fixes.candidates, ...more.candidates];
    return plan({ candidates: both, bumps, now, branch, open, closed }).companions;
  });
  const given = { ...scene, bumps, asked, now, others: companions };
  const made = await Promise.all(planned.bumps.map((one) => makeLargest(engine, one, given)));
  const own = made.flatMap((one) => one.made);
  const left = [...planned.left, ...found.young, ...fixes.left, ...made.flatMap((one) => one.left)];
  return {
    project,
    bumps: own,
    left: left.filter((one) => !own.some((bump) => bringsAlong(bump, one))),
    obstacles: [...found.obstacles, ...made.flatMap((one) => one.obstacles)],
    unknownAdvisories: fixes.unknown,
  };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

/** It was left at first, and comes along with others. */
function bringsAlong({ diffs }: MadeBump, { name, to }: Left): boolean {
  return diffs.some(({ rows }) => rows.some((row) => row.name === name && row.after === to));
}

async function findUpdates(
  engine: Engine,
  scene: LockScene,
  { scope, bumps }: ProposeOptions,
): Promise<Found> {
  if (scope === 'security') return { candidates: [], young: [], obstacles: [] };
  return findCandidates(engine, { ...scene, age: bumps['min-release-age'] });
}

async function closedOf(
  branches: readonly string[],
  branch: (group: string) => string,
  { closed }: ProposeOptions,
): Promise<readonly Closed[]> {
  const first = await closed(branches);
  return [...first, ...(await closed(singleGroups(first).map(branch)))];
}
