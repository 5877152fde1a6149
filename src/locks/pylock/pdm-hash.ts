/**
 * PDM can write its lock as pylock.toml, with the hash of its inputs in `[tool.pdm.hashes]`. This is
 * the seam for PDM's content hash (src/locks/pdm): a verdict on the hash replaces the open question.
 */
import type { Undecidable } from '../types.ts';
import { tableAt } from '../values.ts';
import type { Pylock } from './lock-file.ts';

/** What PDM's own hash leaves open; `undefined` for files without one. */
export function openPdmHash(lock: Pylock): Undecidable | undefined {
  const pdm = tableAt(tableAt(lock.table, 'tool'), 'pdm');
  if (!Object.hasOwn(pdm, 'hashes') && !Object.hasOwn(pdm, 'lock_inputs')) return undefined;
  return {
    reason: `${lock.path} carries PDM's own record of its inputs, which is not compared here`,
    remedy: 'Run `pdm lock --check`.',
  };
}
