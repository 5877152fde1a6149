import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const schema = z.array(
  z.strictObject({
    id: z.string(),
    ours: z.string(),
    reason: z.string().min(20),
    proof: z.string().min(20),
  }),
);

export type KnownDifference = z.infer<typeof schema>[number];

/**
 * Differences between our verdict and the tool's that are understood: each with the reason and its
 * proof. Keyed by case id; throws when the file does not have that shape.
 */
export function knownDifferences(): ReadonlyMap<string, KnownDifference> {
  const text = readFileSync(new URL('./known-differences.yml', import.meta.url), 'utf8');
  return new Map(schema.parse(parse(text) ?? []).map((entry) => [entry.id, entry]));
}
