/** What one comparison cannot decide must not keep the others from deciding. */
import { MarkerTooComplex } from '../../python/markers/index.ts';
import type { Files } from './files.ts';
import { OpenQuestion } from './refusal.ts';

/** Whether files alone could not answer, rather than something being wrong. */
export function isOpen(error: unknown): error is Error {
  return error instanceof MarkerTooComplex || error instanceof OpenQuestion;
}

/** Runs `step`; what it cannot decide is noted, what is wrong is thrown on. */
export function guarded(files: Files, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!isOpen(error)) throw error;
    files.leaveOpen({ reason: error.message, remedy: 'simplify it, or check with uv itself' });
  }
}
