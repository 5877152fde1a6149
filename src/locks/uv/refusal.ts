import type { Location, TomlPath } from '../../gates/types.ts';
import type { Located, RefusedReason } from '../types.ts';

/**
 * uv stops with an error before it compares anything. Thrown deep inside the reading of manifests
 * and locks, caught once per verdict.
 */
export class Refusal extends Error {
  readonly located: Located<RefusedReason>;

  constructor(reason: RefusedReason, at: Location) {
    super(reason.kind);
    this.name = 'Refusal';
    this.located = { reason, at };
  }
}

/** uv refuses the manifest at `path`; `message` says why, in uv's sense. */
export function refuseManifest(path: string, key: TomlPath, message: string): Refusal {
  return new Refusal({ kind: 'manifest-invalid', message }, { path, key });
}

/** uv refuses to read the lock at `path`; `message` says why, in uv's sense. */
export function refuseLock(path: string, key: TomlPath, message: string): Refusal {
  return new Refusal({ kind: 'lock-inconsistent', message }, { path, key });
}

/** Files alone cannot answer this; the message says what. Caught like a `Refusal`. */
export class OpenQuestion extends Error {}
