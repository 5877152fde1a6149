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

/** The whole bump; where that cannot be made, the packages of it that can be, and spares. */
async function makeMost(
  engine: Engine,
  { spares, ...bump }: Omit<PlannedBump, 'instead'>,
  options: MakeLargestOptions,
): Promise<Largest> {
  const whole = await makeBump(engine, bump, options);
  if (whole.kind === 'made') return { made: [whole.bump], left: [], obstacles: [] };
  let last: MadeBump | 'none' = 'none';
  const [left, obstacles]: [Left[], Obstacle[]] = [[], []];
  // One after the other, each on top of those before it: what contradicts them stays.
  for (const move of [...bump.moves, ...spares]) {
    const able: readonly Candidate[] = last === 'none' ? [] : last.moves;
    const isSpare = spares.includes(move);
    if (isSpare && able.length >= bump.moves.length) break;
    if (able.some(({ name }) => name === move.name)) continue;
    const isWhole = bump.moves.length === 1 && !isSpare;
    const alone = isWhole ? whole : await makeMoves(engine, bump, [...able, move], options);
    const one = alone.kind === 'made' ? alone : await withOthers(engine, bump, able, move, options);
    if (one !== 'none' && one.kind === 'made') last = one.bump;
    else if (alone.kind === 'not made' && !isSpare) {
      left.push(leftOut(move, alone.obstacle.reason));
      obstacles.push(alone.obstacle);
    }
  }
  return { made: last === 'none' ? [] : [last], left, obstacles };
}

/** Some families of packages only move as a whole. */
async function withOthers(
  engine: Engine,
  bump: Bump,
  able: readonly Candidate[],
  move: Candidate,
  options: MakeLargestOptions,
): Promise<Made | 'none'> {
  const model = options.format.model(options.project, options.tree);
  if (model === undefined) return 'none';
  const others = await options.others();
  const free = others.filter(({ name }) => able.every((one) => one.name !== name));
  for (const companions of companionsOf(move, free, model)) {
    const made = await makeMoves(engine, bump, [...able, move, ...companions], options);
    if (made.kind === 'made') return made;
  }
  return 'none';
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
