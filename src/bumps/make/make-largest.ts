/** As much of a planned bump as can be made. */
import type { Engine } from '../../relock/engine.ts';
import { companionsOf } from '../plan/companions.ts';
import { leftOut } from '../plan/plan.ts';
import type { Bump, Candidate, Left, MadeBump, Obstacle, PlannedBump } from '../types.ts';
import type { MakeOptions } from './lock-moves.ts';
import { type Made, makeBump } from './make.ts';

export interface MakeLargestOptions extends MakeOptions {
  /** Who may come along where packages can only move together; asked for only then. */
  others(): Promise<readonly Candidate[]>;
}

export interface Largest {
  readonly made: readonly MadeBump[];
  readonly left: readonly Left[];
  readonly obstacles: readonly Obstacle[];
}

/** The planned bump; where nothing of it can be made, the next one that can. */
export async function makeLargest(
  engine: Engine,
  { instead, ...planned }: PlannedBump,
  options: MakeLargestOptions,
): Promise<Largest> {
  const first = await makeMost(engine, planned, options);
  let [all, last] = [first, first];
  for (const bump of instead) {
    if (last.made.length > 0) break;
    last = await makeMost(engine, { ...bump, spares: [] }, options);
    all = {
      made: last.made,
      left: [...all.left, ...last.left],
      obstacles: [...all.obstacles, ...last.obstacles],
    };
  }
  return all;
}

/** How often a tool is asked for one pull request where the whole of it cannot be made. */
const MAX_TRIES = 20;
/** So many packages that fail for the same reason, and the reason lies in none of them. */
const SAME_REASON = 3;

/** The whole bump; where that cannot be made, the packages of it that can be, and spares. */
async function makeMost(
  engine: Engine,
  { spares, ...bump }: Omit<PlannedBump, 'instead'>,
  options: MakeLargestOptions,
): Promise<Largest> {
  const whole = await makeBump(engine, bump, options);
  if (whole.kind === 'made') return { made: [whole.bump], left: [], obstacles: [] };
  let last: MadeBump | 'none' = 'none';
  let tries = 0;
  const attempt = (moves: readonly Candidate[]): Promise<Made> => {
    tries += 1;
    return makeMoves(engine, bump, moves, options);
  };
  const left: Left[] = [];
  const failures: { readonly move: Candidate; readonly obstacle: Obstacle }[] = [];
  // One after the other, each on top of those before it: what contradicts them stays.
  for (const move of [...bump.moves, ...spares]) {
    const able: readonly Candidate[] = last === 'none' ? [] : last.moves;
    const isSpare = spares.includes(move);
    if (isSpare && able.length >= bump.moves.length) break;
    if (able.some(({ name }) => name === move.name)) continue;
    const hopeless =
      last === 'none' ? sharedReason(failures.map(({ obstacle }) => obstacle)) : 'none';
    if (hopeless !== 'none' || tries >= MAX_TRIES) {
      if (!isSpare) left.push(leftOut(move, hopeless === 'none' ? TOO_MANY : hopeless));
      continue;
    }
    const isWhole = bump.moves.length === 1 && !isSpare;
    const alone = isWhole ? whole : await attempt([...able, move]);
    const one =
      alone.kind === 'made' ? alone : await withOthers(alone, able, move, options, attempt);
    if (one.kind === 'made') last = one.bump;
    else {
      if (!isSpare) left.push(leftOut(move, one.obstacle.reason));
      failures.push({ move, obstacle: one.obstacle });
    }
  }
  const planned = failures.filter(({ move }) => !spares.includes(move));
  const obstacles = different(planned.map(({ obstacle }) => obstacle));
  return { made: last === 'none' ? [] : [last], left, obstacles };
}

const TOO_MANY = 'too many packages before it could not be moved';

/** Why nothing at all can be made; `none` while that is not known. */
function sharedReason(obstacles: readonly Obstacle[]): string | 'none' {
  const [first, ...others] = obstacles.slice(-SAME_REASON);
  const isShared = ({ reason, cause }: Obstacle) =>
    cause === 'surroundings' && reason === first?.reason;
  if (first === undefined || others.length < SAME_REASON - 1) return 'none';
  return [first, ...others].every(isShared) ? first.reason : 'none';
}

function different(obstacles: readonly Obstacle[]): readonly Obstacle[] {
  return [...new Map(obstacles.map((one) => [one.reason, one])).values()];
}

/** Some families of packages only move as a whole. */
async function withOthers(
  alone: Extract<Made, { readonly kind: 'not made' }>,
  able: readonly Candidate[],
  move: Candidate,
  { format, project, tree, others }: MakeLargestOptions,
  attempt: (moves: readonly Candidate[]) => Promise<Made>,
): Promise<Made> {
  const model = format.model(project, tree);
  if (model === undefined || alone.obstacle.cause === 'surroundings') return alone;
  const free = (await others()).filter(({ name }) => able.every((one) => one.name !== name));
  for (const companions of companionsOf(move, free, model)) {
    const made = await attempt([...able, move, ...companions]);
    if (made.kind === 'made') return made;
  }
  return alone;
}

function makeMoves(
  engine: Engine,
  bump: Bump,
  moves: readonly Candidate[],
  options: MakeOptions,
): Promise<Made> {
  const [first, ...others] = [...moves].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (first === undefined) throw new Error('A bump moves something');
  return makeBump(engine, { ...bump, moves: [first, ...others] }, options);
}
