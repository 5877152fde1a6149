/**
 * What a bump pull request says about itself, for us: a comment in its text that nobody sees. So
 * GitHub remembers what was proposed, and nothing is lost with a database.
 */
import { z } from 'zod';
import type { Bump } from './types.ts';

const schema = z.object({
  version: z.literal(1),
  group: z.string(),
  lock: z.string(),
  moves: z.array(z.object({ name: z.string(), to: z.string() })).min(1),
});

export type Marker = z.infer<typeof schema>;

const COMMENT = /<!-- lockkeeper: (\{.*\}) -->/;

export function markerOf({ group, moves }: Bump, lock: string): string {
  const marker: Marker = {
    version: 1,
    group,
    lock,
    moves: moves.map(({ name, to }) => ({ name, to })),
  };
  // Nothing of a path may end the comment.
  const json = JSON.stringify(marker).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
  return `<!-- lockkeeper: ${json} -->`;
}

/** `none` for a text that is not ours, or not any more. */
export function readMarker(body: string): Marker | 'none' {
  try {
    const parsed = schema.safeParse(JSON.parse(COMMENT.exec(body)?.[1] ?? ''));
    return parsed.success ? parsed.data : 'none';
  } catch {
    return 'none';
  }
}
