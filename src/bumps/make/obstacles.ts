import type { RelockResult } from '../../relock/types.ts';
import type { Obstacle } from '../types.ts';

/** What the engine says when it made no lock, as one obstacle. */
export function obstacleOf(
  lock: string,
  result: Extract<RelockResult, { readonly kind: 'failed' | 'refused' }>,
): Obstacle {
  if (result.kind === 'failed') {
    const { reason, remedy, diagnosis, cause } = result;
    return { reason: `${lock} could not be made: ${reason}`, remedy, diagnosis, cause };
  }
  const [{ reason, remedy }] = result.refusals;
  const why = `${lock} was not made: ${reason}`;
  return { reason: why, remedy, diagnosis: '', cause: 'surroundings' };
}
