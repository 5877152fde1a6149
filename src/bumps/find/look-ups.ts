/** Questions to the indexes of a project; what cannot be answered is an obstacle, not an error. */
import type { Engine } from '../../relock/engine.ts';
import { isUnsolvable, type Release } from '../../relock/look-up.ts';
import type { Failure } from '../../relock/types.ts';
import type { LockScene, Obstacle } from '../types.ts';
import { indexesOf, lowestPython, ownCutOff } from './where.ts';

/**
 * Releases by name, of requirements that name each package once. Releases after `before` do not
 * count; where it is left out, the repository's own cut-off holds.
 */
export type LookUp = (requirements: readonly string[], before?: string) => Promise<Releases>;

type Releases = ReadonlyMap<string, Release>;

export interface LookUps {
  readonly lookUp: LookUp;
  /** Grows while things are looked up. */
  readonly obstacles: readonly Obstacle[];
}

export function createLookUps(engine: Engine, scene: LockScene): LookUps {
  const { format, project, tree, context, cacheKey } = scene;
  const indexes = indexesOf(project, format.inputs(project, tree), tree);
  const python = lowestPython(project, tree, context.today);
  const own = ownCutOff(project, tree);
  const obstacles: Obstacle[] = [];

  async function ask(requirements: readonly string[], before: string): Promise<Releases> {
    if (requirements.length === 0) return new Map();
    const limit = before === 'none' ? {} : { newest: before };
    const result = await engine.lookUp({ requirements, indexes, python, ...limit }, cacheKey);
    if (result.kind === 'found') return result.releases;
    const why = whyUnanswered(result);
    if (why === 'no solution' && requirements.length > 1) {
      // One of them is in the way of all others.
      const middle = Math.ceil(requirements.length / 2);
      const halves = [requirements.slice(0, middle), requirements.slice(middle)];
      const found = await Promise.all(halves.map((half) => ask(half, before)));
      return new Map(found.flatMap((releases) => [...releases]));
    }
    // What runs on newer Pythons alone has nothing to offer.
    if (why === 'no solution' && ON_NEWER_PYTHON.test(result.diagnosis)) return new Map();
    const obstacle = obstacleOf(requirements, result, why);
    if (!obstacles.some(({ reason }) => reason === obstacle.reason)) obstacles.push(obstacle);
    return new Map();
  }

  return { lookUp: (requirements, before = own) => ask(requirements, before), obstacles };
}

const NO_TIMES = {
  reason:
    'the index does not tell when releases appeared, so that nothing can be said about their age',
  remedy: 'Without a cool-down it works: `bumps.min-release-age: 0`',
};

const ON_NEWER_PYTHON = /does not satisfy Python/;

type Why = 'no times' | 'no solution' | 'other';

function whyUnanswered(failure: Failure): Why {
  if (/upload (?:date|time)/i.test(failure.diagnosis)) return 'no times';
  return isUnsolvable(failure) ? 'no solution' : 'other';
}

function obstacleOf(
  [first = '', ...others]: readonly string[],
  { reason, remedy, diagnosis, cause }: Failure,
  why: Why,
): Obstacle {
  if (why === 'no times') return { ...NO_TIMES, diagnosis, cause };
  const what = others.length === 0 ? `${first} was` : 'versions outside of the constraints were';
  return { reason: `${what} not looked up: ${reason}`, remedy, diagnosis, cause };
}
