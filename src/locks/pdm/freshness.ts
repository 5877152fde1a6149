/**
 * The verdict of `pdm lock --check`. Source: pdm 2.29.3 `cli/actions.py` (`check_lockfile`),
 * `project/core.py` (`is_lockfile_fresh`, `is_lockfile_hash_match`).
 */

import type { Freshness, Located, LockProject, StaleReason, Undecidable } from '../types.ts';
import { Refusal, refuseLock } from '../uv/refusal.ts';
import { stringAt } from '../values.ts';
import { contentHash, type HashedMember, manifestHash } from './content-hash.ts';
import { devGroupsOf } from './dev-groups.ts';
import { compatibilityOf, type Generation, generationsOf } from './generations.ts';
import type { PdmLock } from './lock-file.ts';
import { type PdmManifest, resolutionOf } from './manifest.ts';

type Reasons = readonly Located<StaleReason>[];

export interface Checked {
  readonly project: LockProject;
  readonly lock: PdmLock;
  readonly root: PdmManifest;
  readonly members: readonly HashedMember[] | undefined;
  /** Reasons that the lock's body proves; they say more than a differing hash. */
  bodyReasons(): Reasons;
}

/** The check of a lock that records a hash. Throws `Refusal` where PDM stops with an error. */
export function hashFreshness(checked: Checked): Freshness {
  const { project, lock, root } = checked;
  const found = recordedHash(checked);
  const generation = found && olderGeneration(checked, found);
  // PDM 2 reads only 4.x, but the lock can still be exactly what its own PDM would write.
  if (compatibilityOf(lock.version) !== 'compatible' && generation !== undefined) {
    return writtenBy(generation);
  }
  requireCompatible(project, lock);
  if (resolutionOf(root).lock_inputs === true) return stale([wantsInputs(project)]);
  if (found === undefined) return stale([hashMissing(project)]);
  const expected = contentHash(root, checked.members, found.algorithm);
  if (expected === undefined) {
    const key = ['metadata', 'content_hash'];
    throw refuseLock(project.lock, key, `its hash has the unknown algorithm ${found.algorithm}.`);
  }
  if (expected === found.digits) return { status: 'fresh' };
  if (generation !== undefined) return writtenBy(generation);
  const reasons = checked.bodyReasons();
  if (reasons.length > 0) return stale(reasons);
  const doubled = doubledGroups(checked);
  if (doubled !== undefined) return { status: 'unable', undecided: [doubled] };
  return stale([hashDiffers(project, `${found.algorithm}:${expected}`, found)]);
}

interface RecordedHash {
  readonly algorithm: string;
  readonly digits: string;
  readonly text: string;
}

/** `sha256:…`; a text without an algorithm equals no hash. */
function recordedHash({ lock, project }: Checked): RecordedHash | undefined {
  const text = stringAt(lock.metadata, 'content_hash');
  if (text === undefined) {
    if (!Object.hasOwn(lock.metadata, 'content_hash')) return undefined;
    throw refuseLock(project.lock, ['metadata', 'content_hash'], 'content_hash must be a string.');
  }
  const colon = text.indexOf(':');
  if (colon < 0) return { algorithm: 'sha256', digits: '', text };
  return { algorithm: text.slice(0, colon), digits: text.slice(colon + 1), text };
}

/** Throws `Refusal` for a lock version that PDM 2 does not read. */
export function requireCompatible(project: LockProject, { version }: PdmLock): void {
  const key = ['metadata', 'lock_version'];
  if (version === '') {
    const message = 'it has no metadata.lock_version, so PDM takes it for incompatible.';
    throw refuseLock(project.lock, key, message);
  }
  const compatibility = compatibilityOf(version);
  if (compatibility === 'compatible') return;
  if (compatibility === 'invalid') {
    throw refuseLock(project.lock, key, `its lock_version ${version} is no version.`);
  }
  const reason = { kind: 'unknown-version', found: version, known: '4.0 to 4.5' } as const;
  throw new Refusal(reason, { path: project.lock, key });
}

/** Workspaces came with PDM 2.28, so a workspace's lock has no older rule. */
function olderGeneration(
  { lock, root, members }: Checked,
  { algorithm, digits }: RecordedHash,
): Generation | undefined {
  if (members !== undefined) return undefined;
  return generationsOf(lock.version).find(
    ({ formula }) => manifestHash(root, formula, algorithm) === digits,
  );
}

function writtenBy({ writer, rule }: Generation): Freshness {
  return {
    status: 'fresh',
    note: `written by PDM ${writer}, which ${rule}: today's PDM asks for a relock`,
  };
}

function doubledGroups({ root }: Checked): Undecidable | undefined {
  const [group] = devGroupsOf(root).doubled;
  if (group === undefined) return undefined;
  return {
    reason: `the group ${group} stands in [dependency-groups] and in [tool.pdm.dev-dependencies]: the hash that PDM records then depends on how often it read the manifest`,
    remedy: `Keep ${group} in one of the two tables, then run \`pdm lock\`.`,
  };
}

function wantsInputs(project: LockProject): Located<StaleReason> {
  const setting = 'tool.pdm.resolution.lock_inputs';
  return {
    reason: { kind: 'setting-changed', setting, manifest: 'true', lock: 'a content_hash' },
    at: { path: project.manifest, key: setting.split('.') },
  };
}

function hashMissing(project: LockProject): Located<StaleReason> {
  return {
    reason: { kind: 'hash-missing', key: 'content_hash' },
    at: { path: project.lock, key: ['metadata'] },
  };
}

function hashDiffers(
  project: LockProject,
  expected: string,
  { text }: RecordedHash,
): Located<StaleReason> {
  const at = { path: project.lock, key: ['metadata', 'content_hash'] };
  return {
    reason: { kind: 'hash-differs', key: 'content_hash', expected, found: text },
    at: { path: project.manifest },
    related: [{ at, note: 'the recorded hash' }],
  };
}

/** At least one reason. */
export function stale(reasons: Reasons, undecided: readonly Undecidable[] = []): Freshness {
  const [first, ...others] = reasons;
  if (first === undefined) throw new Error('a stale lock needs a reason');
  return { status: 'stale', reasons: [first, ...others], undecided };
}
