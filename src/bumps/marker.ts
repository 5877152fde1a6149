/**
 * What a bump pull request says about itself, for us: a comment in its text that nobody sees. So
 * GitHub remembers what was proposed, and nothing is lost with a database.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MadeBump } from './types.ts';

const schema = z.object({
  version: z.literal(1),
  group: z.string(),
  /** Of Python, the first place that pins it. */
  lock: z.string(),
  /** When it was planned: whoever makes it again for another base looks at the same releases. */
  at: z.iso.datetime(),
  /** Of what it changes. */
  digest: z.string(),
  moves: z.array(z.object({ name: z.string(), to: z.string() })).min(1),
});

export type Marker = z.infer<typeof schema>;

const COMMENT = /<!-- lockkeeper: (\{.*\}) -->/;

export function markerOf(bump: MadeBump, lock: string, at: Date): string {
  const marker: Marker = {
    version: 1,
    group: bump.group,
    lock,
    at: at.toISOString(),
    digest: digestOf(bump),
    moves: bump.moves.map(({ name, to }) => ({ name, to })),
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

/** What we close ourselves was declined by nobody, and may come again. */
export function withoutMarker(body: string): string {
  return body.replace(COMMENT, '').trimEnd();
}

/** The same for the same change, whatever it was made on. */
export function digestOf({ changes }: Pick<MadeBump, 'changes'>): string {
  const texts = changes.map(({ path, after }) => [path, after]);
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
