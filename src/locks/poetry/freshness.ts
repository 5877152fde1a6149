/** The verdict of `poetry check --lock`. Source: poetry `console/commands/check.py`, `packages/locker.py`. */
import { NotJsonSerializable } from '../../python/json.ts';
import type { TomlTable } from '../documents.ts';
import type { Freshness, Located, LockProject, RefusedReason, StaleReason } from '../types.ts';
import { stringAt } from '../values.ts';
import { contentHash, type Formula, isBeforeGroups, isFirstGeneration } from './content-hash.ts';
import type { PoetryLock } from './lock-file.ts';

/** Reasons that the lock's body proves; they say more than a differing hash. */
export type BodyReasons = readonly Located<StaleReason>[];

export function freshnessOf(
  project: LockProject,
  lock: PoetryLock,
  writer: string | undefined,
  manifest: TomlTable,
  bodyReasons: () => BodyReasons,
): Freshness {
  const refusal = refusedFormat(project, lock);
  if (refusal !== undefined) return { status: 'refused', reasons: [refusal] };
  const found = stringAt(lock.metadata, 'content-hash');
  if (found === undefined) {
    const reason = { kind: 'hash-missing', key: 'content-hash' } as const;
    return stale([{ reason, at: { path: project.lock, key: ['metadata'] } }]);
  }
  try {
    return compareHashes(project, lock, writer, manifest, found, bodyReasons);
  } catch (error) {
    if (!(error instanceof NotJsonSerializable)) throw error;
    return {
      status: 'unable',
      undecided: [
        {
          reason: `${project.manifest} holds a value that Poetry's hash cannot cover: ${error.message}`,
          remedy: 'Write dates in the hashed tables as strings.',
        },
      ],
    };
  }
}

function compareHashes(
  project: LockProject,
  lock: PoetryLock,
  writer: string | undefined,
  manifest: TomlTable,
  found: string,
  bodyReasons: () => BodyReasons,
): Freshness {
  const matches = (formula: Formula) => contentHash(manifest, formula) === found;
  if (matches('current')) return { status: 'fresh' };
  if (isBeforeGroups(writer) && matches('before 2.3')) {
    return {
      status: 'fresh',
      note: `written by Poetry ${writer}, which does not cover dependency groups`,
    };
  }
  if (isFirstGeneration(writer, lock.version) && matches('1.x')) {
    return {
      status: 'fresh',
      note: `written by Poetry ${writer ?? '1.x'}: Poetry 2 also covers [project] and asks for a relock`,
    };
  }
  const reasons = bodyReasons();
  const expected = contentHash(manifest, 'current');
  const differs: Located<StaleReason> = {
    reason: { kind: 'hash-differs', key: 'content-hash', expected, found },
    at: { path: project.manifest },
    related: [
      { at: { path: project.lock, key: ['metadata', 'content-hash'] }, note: 'the recorded hash' },
    ],
  };
  return stale(reasons.length > 0 ? reasons : [differs]);
}

function stale(reasons: readonly Located<StaleReason>[]): Freshness {
  const [first, ...others] = reasons;
  if (first === undefined) throw new Error('a stale lock needs a reason');
  return { status: 'stale', reasons: [first, ...others], undecided: [] };
}

/**
 * Poetry 2 reads lock versions from 1 up to, but not including, 3. `poetry check --lock` does not look
 * at the version; `poetry install` stops there.
 */
function refusedFormat(
  project: LockProject,
  { table, version }: PoetryLock,
): Located<RefusedReason> | undefined {
  if (!Object.hasOwn(table, 'metadata')) {
    const message = 'the lock has no [metadata] table';
    return { reason: { kind: 'lock-inconsistent', message }, at: { path: project.lock } };
  }
  const [major] = version.split('.');
  if (version === '' || major === '1' || major === '2') return undefined;
  return {
    reason: { kind: 'unknown-version', found: version, known: '1.0 to 2.1' },
    at: { path: project.lock, key: ['metadata', 'lock-version'] },
  };
}
