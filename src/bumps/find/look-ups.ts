/** Questions to the indexes of a project; what cannot be answered is an obstacle, not an error. */
import type { Engine } from '../../relock/engine.ts';
import type { LookUpResult, Release } from '../../relock/look-up.ts';
import type { LockScene, Obstacle } from '../types.ts';
import { indexesOf, lowestPython, ownCutOff } from './where.ts';

/**
 * Releases by name, of requirements that name each package once. Releases after `before` do not
 * count; where it is left out, the repository's own cut-off holds.
 */
export type LookUp = (
  requirements: readonly string[],
  before?: string,
) => Promise<ReadonlyMap<string, Release>>;

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

  const lookUp: LookUp = async (requirements, before = own) => {
    if (requirements.length === 0) return new Map();
    const limit = before === 'none' ? {} : { newest: before };
    const result = await engine.lookUp({ requirements, indexes, python, ...limit }, cacheKey);
    if (result.kind === 'failed') {
      const obstacle = lookUpObstacle(result);
      const isKnown = obstacles.some(({ reason }) => reason === obstacle.reason);
      if (!isKnown) obstacles.push(obstacle);
    }
    return result.kind === 'found' ? result.releases : new Map();
  };

  return { lookUp, obstacles };
}

function lookUpObstacle({
  reason,
  remedy,
  diagnosis,
}: Extract<LookUpResult, { kind: 'failed' }>): Obstacle {
  const isTimeless = /upload (?:date|time)/i.test(diagnosis);
  return {
    reason: isTimeless
      ? 'the index does not tell when releases appeared, so that nothing can be said about their age'
      : `versions outside of the constraints were not looked up: ${reason}`,
    remedy: isTimeless ? 'Without a cool-down it works: `bumps.min-release-age: 0`' : remedy,
    diagnosis,
  };
}
