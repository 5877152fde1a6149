/** What the steps of the comparison found so far. */
import type { TomlPath } from '../../gates/types.ts';
import type { Located, StaleReason, Undecidable } from '../types.ts';

export interface Findings {
  readonly reasons: readonly Located<StaleReason>[];
  readonly undecided: readonly Undecidable[];
  /** A reason once, however many environments and platforms have it. */
  stale(located: Located<StaleReason>): void;
  /** A setting whose values differ, with its place in the manifest and in the lock. */
  setting(name: string, manifest: string, lock: string, key: TomlPath, lockKey: TomlPath): void;
  /** What the files do not decide, with its remedy. */
  open(reason: string, remedy: string): void;
}

export function createFindings(manifestPath: string, lockPath: string): Findings {
  const reasons = new Map<string, Located<StaleReason>>();
  const undecided = new Map<string, Undecidable>();
  function stale(located: Located<StaleReason>): void {
    const { reason } = located;
    const key = JSON.stringify(reason);
    if (!reasons.has(key)) reasons.set(key, located);
  }
  return {
    get reasons() {
      return [...reasons.values()];
    },
    get undecided() {
      return [...undecided.values()];
    },
    stale,
    setting(setting, manifest, lock, key, lockKey) {
      stale({
        reason: {
          kind: 'setting-changed',
          setting,
          manifest: manifest || 'none',
          lock: lock || 'none',
        },
        at: { path: manifestPath, key },
        related: [{ at: { path: lockPath, key: lockKey }, note: 'what the lock was made with' }],
      });
    },
    open(reason, remedy) {
      undecided.set(reason, { reason, remedy });
    },
  };
}
