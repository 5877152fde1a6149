/** What a verdict collects on its way. */
import type { Location, Related } from '../../gates/types.ts';
import type { Located, StaleReason } from '../types.ts';
import type { Check } from './check-context.ts';

export interface Report {
  readonly reasons: readonly Located<StaleReason>[];
  /** Notes a proven difference; `related` where the lock says otherwise. */
  stale(reason: StaleReason, at: Location, related?: readonly Related[]): void;
}

export function createReport(): Report {
  const reasons: Located<StaleReason>[] = [];
  return {
    reasons,
    stale(reason, at, related = []) {
      reasons.push(related.length === 0 ? { reason, at } : { reason, at, related });
    },
  };
}

/** The lock's side of a difference. */
export function lockedThere(path: string, key: readonly (string | number)[]): readonly Related[] {
  return [{ at: { path, key }, note: 'what the lock was made for' }];
}

/** A setting of `[tool.uv]` in the root's manifest that is recorded in the lock's `[manifest]`. */
export function staleSetting(
  check: Check,
  setting: string,
  manifest: string | undefined,
  lock: string | undefined,
): void {
  check.report.stale(
    {
      kind: 'setting-changed',
      setting,
      manifest: manifest === undefined || manifest === '' ? 'not set' : manifest,
      lock: lock === undefined || lock === '' ? 'not set' : lock,
    },
    { path: check.workspace.manifest.path, key: ['tool', 'uv', setting] },
    lockedThere(check.lock.path, ['manifest']),
  );
}
