import { CannotRun } from '../git/cannot-run.ts';

/** The exit code of everything that kept a command from doing its work. */
export const COULD_NOT_RUN = 2;

/** Says what is in the way and what to do, or, for our own mistakes, where it happened. */
export async function reportFailure(error: unknown): Promise<number> {
  const { visibleLines } = await import('../report/visible.ts');
  const [first, ...rest] = wordsOf(error).flatMap(visibleLines);
  process.stderr.write(`lockkeeper: ${[first, ...rest.map((line) => `  ${line}`)].join('\n')}\n`);
  return COULD_NOT_RUN;
}

function wordsOf(error: unknown): readonly string[] {
  if (error instanceof CannotRun)
    return [error.message, error.remedy].filter((text) => text !== '');
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return ['This is a mistake in Lockkeeper itself. Please report it with these lines:', trace];
}
