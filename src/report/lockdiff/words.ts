/** Words of the lock diff that all its outputs share. */
import type { LockDiff, LockDiffRow } from '../../gates/lock-diff.ts';
import { listed } from '../../gates/words.ts';
import { count, type Noun } from '../words.ts';

const PACKAGES: Noun = ['package', 'packages'];

/** `1.0 → 2.0`, `+ 2.0`, `− 1.0`. */
export function versionsText({ change, before, after }: LockDiffRow): string {
  if (change === 'added') return `+ ${after}`;
  if (change === 'removed') return `− ${before}`;
  return before === after ? after : `${before} → ${after}`;
}

/** `major`, `minor`, `added` … */
export function changeText({ change, step }: LockDiffRow): string {
  if (change === 'upgraded' && step !== 'none') return step;
  return change === 'downgraded' && step !== 'none' ? `downgraded (${step})` : change;
}

/** Why it is in the lock. */
export function reasonText({ direct, via }: LockDiffRow): string {
  if (direct) return 'direct';
  return via === '' ? 'transitive' : `through ${via}`;
}

/** `3 upgraded, 1 added`; for whole locks what came or went. */
export function totals({ state, packages, rows }: LockDiff): string {
  if (state === 'new') return `new, ${count(packages, PACKAGES)}`;
  if (state === 'removed') return `removed, had ${count(packages, PACKAGES)}`;
  if (state === 'unreadable') return 'cannot be read, before or after this change';
  const kinds = Map.groupBy(rows, ({ change }) => change);
  const order = ['upgraded', 'downgraded', 'added', 'removed', 'same version'] as const;
  const parts = order.flatMap((kind) => {
    const amount = kinds.get(kind)?.length ?? 0;
    const word = kind === 'same version' ? 'changed' : kind;
    return amount === 0 ? [] : [`${count(amount, ['', '']).trim()} ${word}`];
  });
  return listed(parts);
}
