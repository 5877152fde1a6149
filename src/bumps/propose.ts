/** From a repository to its bumps, lock by lock: find, plan, make. */
import type { AdvisorySource } from '../advisories/source.ts';
import type { BumpsConfiguration } from '../config/bumps.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import { exportedFrom } from '../locks/exports.ts';
import type { Engine } from '../relock/engine.ts';
import { type FoundProject, lockProjects } from '../relock/repository.ts';
import { type Found, findCandidates, outOfStep } from './find/find.ts';
import { findFixes } from './find/fixes.ts';
import { brings, makeInOrder } from './make/in-order.ts';
import { askedBy } from './manifests/manifest.ts';
import { isSecurityGroup } from './plan/groups.ts';
import { type Closed, leftOut, plan, possibleGroups, singleGroups } from './plan/plan.ts';
import { cutOff } from './plan/policy.ts';
import { branchFor } from './pulls/branches.ts';
import type { Candidate, Left, LockScene, Proposal, Scope } from './types.ts';

export type OpenGroups = ReadonlyMap<string, readonly string[]>;

export interface ProposeOptions {
  readonly tree: Tree;
  readonly bumps: BumpsConfiguration;
  readonly context: GateContext;
  readonly now: Date;
  /** See `Engine.relock`. */
  readonly cacheKey: string;
  /** Groups of the project whose pull requests are open, with the names of their packages. */
  readonly open: OpenGroups;
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
  const held = fixes.unknown === 'none' ? new Set<string>() : openFixes(open);
  const [waiting, free] = divided(found.candidates, ({ name }) => held.has(name));
  const candidates = [...fixes.candidates, ...free];
  const all = bumpable(tree).map((one) => one.project);
  const branch = (group: string) => branchFor(project, group, all);
  const closed = await closedOf(possibleGroups(candidates, bumps).map(branch), branch, options);
  const planOf = (some: readonly Candidate[]) =>
    plan({ candidates: some, bumps, now, branch, open: new Set(open.keys()), closed });
  const asked = askedBy(project, format.inputs(project, tree), tree);
  const companions = once(async () => {
    if (options.scope === 'all') return planOf(candidates).companions;
    const more = await findUpdates(engine, scene, { ...options, scope: 'all' });
    return planOf([...fixes.candidates, ...more.candidates]).companions;
  });
  const given = { ...scene, bumps, asked, now, others: companions };
  const { made, left, obstacles } = await makeInOrder(engine, candidates, planOf, given);
  return {
    project,
    bumps: made,
    left: [...left, ...waiting.map(leftOpen), ...found.young, ...fixes.left].filter(
      // It was left at first, and comes along with others.
      (one) => !made.some((bump) => brings(bump, one)),
    ),
    obstacles: [...found.obstacles, ...obstacles],
    unknownAdvisories: fixes.unknown,
  };
}

/** While nobody knows what is vulnerable, what is open for that reason is not proposed once more. */
function openFixes(open: OpenGroups): ReadonlySet<string> {
  return new Set([...open].flatMap(([group, names]) => (isSecurityGroup(group) ? names : [])));
}

function leftOpen(one: Candidate): Left {
  return leftOut(one, 'its security update is open');
}

function divided<T>(items: readonly T[], test: (item: T) => boolean): readonly [T[], T[]] {
  return [items.filter(test), items.filter((one) => !test(one))];
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= work();
    return result;
  };
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
