/** The shape of `lockkeeper diff --format json`; `docs/lockdiff.schema.json` is made from it. */
import { z } from 'zod';

const row = z.strictObject({
  name: z.string().describe('Normalised as in PEP 503.'),
  change: z.enum(['added', 'removed', 'upgraded', 'downgraded', 'same version']),
  before: z.string().describe('Empty for what was added.'),
  after: z.string().describe('Empty for what was removed.'),
  step: z.enum(['major', 'minor', 'patch', 'none']),
  direct: z.boolean().describe('Whether a manifest asks for it itself.'),
  via: z.string().describe('The direct dependency that pulls it in; may be empty.'),
  risks: z.array(z.string()).describe('What a reviewer should look at.'),
});

const schema = z.strictObject({
  version: z.literal(1),
  locks: z.array(
    z.strictObject({
      lock: z.string().describe('Path in the repository.'),
      tool: z.string(),
      state: z
        .enum(['changed', 'new', 'removed', 'unreadable'])
        .describe('Only changed locks have rows.'),
      packages: z.int().describe('Packages of the lock.'),
      rows: z.array(row).describe('Risks first, then direct dependencies, then by name.'),
    }),
  ),
});

export type JsonLockDiff = z.infer<typeof schema>;

export function lockDiffJsonSchema(): object {
  return z.toJSONSchema(schema);
}
