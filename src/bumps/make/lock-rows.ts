import type { LockDiffRow } from '../../gates/lock-diff.ts';
import { lockDiffs } from '../../gates/lockfile/diff.ts';
import type { Tree } from '../../gates/types.ts';

/** What happened to the packages of one lock between two trees. */
export function lockRows(lock: string, before: Tree, after: Tree): readonly LockDiffRow[] {
  return lockDiffs(before, after).find((diff) => diff.lock === lock)?.rows ?? [];
}
