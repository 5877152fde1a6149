/**
 * What a bump pull request says about itself, for us: a comment in its text that nobody sees. So
 * GitHub remembers what was proposed, and nothing is lost with a database.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { MadeBump } from '../types.ts';

const schema = z.object({
  version: z.literal(1),
  group: z.string(),
  /** Of Python, `Python in backend`. */
  lock: z.string(),
  /** When it was planned: whoever makes it again for another base looks at the same releases. */
  at: z.iso.datetime(),
  /** Of what it changes. */
  digest: z.string(),
  moves: z.array(z.object({ name: z.string(), to: z.string() })).min(1),
  /** Somebody wants its packages apart from each other. */
  split: z.literal(true).optional(),
});

export type Marker = z.infer<typeof schema>;

const COMMENT = /<!-- lockkeeper: (\{.*\}) -->/g;

export function markerOf(bump: MadeBump, lock: string, at: Date): string {
  const marker: Marker = {
    version: 1,
    group: bump.group,
    lock,
    at: at.toISOString(),
    digest: digestOf(bump),
    moves: bump.moves.map(({ name, to }) => ({ name, to })),
  };
  return commentOf(marker);
}

function commentOf(marker: Marker): string {
  // Nothing of a path may end the comment.
  const json = JSON.stringify(marker).replaceAll('<', '\\u003c').replaceAll('>', '\\u003e');
  return `<!-- lockkeeper: ${json} -->`;
}

/** `none` for a text that is not ours, or not any more. */
export function readMarker(body: string): Marker | 'none' {
  // Ours stands at the end, behind what strangers wrote.
  const last = [...body.matchAll(COMMENT)].at(-1);
  try {
    const parsed = schema.safeParse(JSON.parse(last?.[1] ?? ''));
    return parsed.success ? parsed.data : 'none';
  } catch {
    return 'none';
  }
}

/** What we close ourselves was declined by nobody, and may come again. */
export function withoutMarker(body: string): string {
  return body.replaceAll(COMMENT, '').trimEnd();
}

/** The text of a pull request whose packages come one by one from now on. */
export function withSplit(body: string): string {
  const marker = readMarker(body);
  if (marker === 'none') return body;
  return `${withoutMarker(body)}\n\n${commentOf({ ...marker, split: true })}`;
}

/** The same for the same change, whatever it was made on. */
export function digestOf({ changes }: Pick<MadeBump, 'changes'>): string {
  const texts = changes.map(({ path, after }) => [path, after]);
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
}
