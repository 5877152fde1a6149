/** From a repository to its bumps, lock by lock: find, plan, make. */
import type { BumpsConfiguration } from '../config/bumps.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import { exportedFrom } from '../locks/exports.ts';
import type { Engine } from '../relock/engine.ts';
import { type FoundProject, lockProjects } from '../relock/repository.ts';
import { branchFor } from './branches.ts';
import { findCandidates } from './find.ts';
import { makeBump } from './make.ts';
import type { Asked } from './manifest.ts';
import { type Declined, leftOut, plan, possibleGroups } from './plan.ts';
import { cutOff } from './policy.ts';
import type { Bump, Candidate, Left, MadeBump, Obstacle, Proposal } from './types.ts';

export interface ProposeOptions {
  readonly tree: Tree;
  readonly bumps: BumpsConfiguration;
  readonly context: GateContext;
  readonly now: Date;
  /** See `Engine.relock`. */
  readonly cacheKey: string;
  /** Groups of the project whose pull requests are open. */
  readonly open: ReadonlySet<string>;
  /** Pull requests of these branches that somebody closed without merging. */
  declined(branches: readonly string[]): Promise<readonly Declined[]>;
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
  const newest = cutOff(bumps, now);
  const common = { format, project, tree, context, cacheKey, newest };
  const found = await findCandidates(engine, { ...common, age: bumps['min-release-age'] });
  if (found.kind === 'nothing') {
    return { project, bumps: [], left: [], obstacles: [found.obstacle] };
  }
  const branch = (group: string) => branchFor(project, group);
  const { candidates, asked } = found;
  const groups = possibleGroups(candidates, bumps);
  const declined = await options.declined(groups.map(branch));
  const planned = plan({ candidates, bumps, now, branch, open, declined });
  const made: MadeBump[] = [];
  const left: Left[] = [...planned.left, ...found.young];
  const obstacles: Obstacle[] = [...found.obstacles];
  for (const one of planned.bumps) {
    const result = await makeLargest(engine, one, asked, { ...common, bumps });
    left.push(...result.left);
    obstacles.push(...result.obstacles);
    made.push(...result.made);
  }
  return { project, bumps: made, left, obstacles };
}

interface Largest {
  readonly made: readonly MadeBump[];
  readonly left: readonly Left[];
  readonly obstacles: readonly Obstacle[];
}

/** The whole bump; where that cannot be made, the packages of it that can be. */
async function makeLargest(
  engine: Engine,
  bump: Bump,
  asked: readonly Asked[],
  options: Omit<Parameters<typeof makeBump>[2], 'asked'>,
): Promise<Largest> {
  const make = (moves: Bump['moves']) =>
    makeBump(engine, { ...bump, moves }, { ...options, asked });
  const whole = await make(bump.moves);
  if (whole.kind === 'made') return { made: [whole.bump], left: [], obstacles: [] };
  if (bump.moves.length === 1) {
    const { reason } = whole.obstacle;
    return {
      made: [],
      left: bump.moves.map((one) => leftOut(one, reason)),
      obstacles: [whole.obstacle],
    };
  }
  const [able, left, obstacles]: [Candidate[], Left[], Obstacle[]] = [[], [], []];
  let last: MadeBump | 'none' = 'none';
  // One after the other, each on top of those before it: what contradicts them stays.
  for (const move of bump.moves) {
    const [first = move, ...others] = [...able, move];
    const one = await make([first, ...others]);
    if (one.kind === 'made') {
      able.push(move);
      last = one.bump;
    } else {
      left.push(leftOut(move, one.obstacle.reason));
      obstacles.push(one.obstacle);
    }
  }
  return { made: last === 'none' ? [] : [last], left, obstacles };
}
