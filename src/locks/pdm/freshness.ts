/**
 * The verdict of `pdm lock --check`. Source: pdm 2.29 `cli/actions.py` `check_lockfile`,
 * `project/core.py` `is_lockfile_fresh`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { NotJsonSerializable } from '../../python/json.ts';
import { parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../documents.ts';
import type { Freshness, Located, LockProject, RefusedReason, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import { contentHash, type Formula, isHashAlgorithm, workspaceHash } from './content-hash.ts';
import type { PdmLock } from './lock-file.ts';
import { compareInputs } from './lock-inputs.ts';
import { developmentGroups, pdmTable } from './manifest.ts';

/** The lock version of PDM 2.29. */
const KNOWN = { major: 4, minor: 5 };

export interface PdmState {
  readonly project: LockProject;
  readonly manifest: TomlTable;
  readonly lock: PdmLock;
  /** Manifests of the workspace's members by folder; `none` without `[tool.pdm.workspace]`. */
  readonly members: ReadonlyMap<string, TomlTable> | 'none';
}

export function freshnessOf(
  state: PdmState,
  reasons: () => readonly Located<StaleReason>[],
): Freshness {
  const refusal = refusedBy(state);
  if (refusal !== 'none') return { status: 'refused', reasons: [refusal] };
  try {
    if (Object.hasOwn(state.lock.metadata, 'lock_inputs')) return compareInputs(state);
    return compareHashes(state, reasons);
  } catch (error) {
    if (!(error instanceof NotJsonSerializable)) throw error;
    const reason = `${state.project.manifest} holds a value that PDM's hash cannot cover: ${error.message}`;
    return { status: 'unable', undecided: [{ reason, remedy: 'Write dates as texts.' }] };
  }
}

/** What makes PDM stop before it looks at any hash. */
function refusedBy({ project, manifest, lock }: PdmState): Located<RefusedReason> | 'none' {
  const development = developmentGroups(manifest);
  if (development.kind !== 'groups') {
    const message =
      development.kind === 'duplicate'
        ? `the group \`${development.name}\` is there twice in [dependency-groups]`
        : `the group \`${development.name}\` is no list`;
    const at = { path: project.manifest, key: ['dependency-groups'] };
    return { reason: { kind: 'manifest-invalid', message }, at };
  }
  const at = { path: project.lock, key: ['metadata', 'lock_version'] satisfies TomlPath };
  if (lock.version === '') {
    const message = 'it has no `lock_version`, so PDM makes it anew';
    return { reason: { kind: 'lock-inconsistent', message }, at: { path: project.lock } };
  }
  const version = generationOf(lock);
  if (version === undefined) {
    const message = `\`lock_version\` is no version: ${lock.version}`;
    return { reason: { kind: 'lock-inconsistent', message }, at };
  }
  const [major = 0, minor = 0] = version;
  if (major > KNOWN.major || (major === KNOWN.major && minor > KNOWN.minor)) {
    return {
      reason: { kind: 'unknown-version', found: lock.version, known: 'up to 4.5' },
      at,
    };
  }
  return 'none';
}

/** The lock version as numbers; `undefined` for what is none. */
function generationOf({ version }: PdmLock): readonly number[] | undefined {
  return parseVersion(version)?.release;
}

function compareHashes(state: PdmState, reasons: () => readonly Located<StaleReason>[]): Freshness {
  const { project, manifest, lock } = state;
  const recorded = stringAt(lock.metadata, 'content_hash') ?? '';
  const [algorithm = '', found = ''] = recorded.split(':');
  if (found === '') {
    const reason = { kind: 'hash-missing', key: 'content_hash' } as const;
    return stale([{ reason, at: { path: project.lock, key: ['metadata'] } }]);
  }
  if (!isHashAlgorithm(algorithm)) {
    const reason = { kind: 'hash-missing', key: `content_hash of a known algorithm` } as const;
    const at = { path: project.lock, key: ['metadata', 'content_hash'] };
    return stale([{ reason, at }]);
  }
  const wantsInputs = tableAt(pdmTable(manifest), 'resolution').lock_inputs === true;
  const [current, ...older] = formulasFor(state);
  if (current === '2.20' && !wantsInputs && currentHash(state, algorithm) === found) {
    return { status: 'fresh' };
  }
  const formula = older.find((one) => contentHash(manifest, one, algorithm) === found);
  if (formula !== undefined) {
    return {
      status: 'fresh',
      note: `written by an older PDM, by its rule of ${formula}: PDM ≥ 2.20 asks for a relock`,
    };
  }
  if (wantsInputs) {
    const reason = {
      kind: 'setting-changed',
      setting: 'tool.pdm.resolution.lock_inputs',
      manifest: 'true',
      lock: 'a hash',
    } as const;
    return stale([{ reason, at: { path: project.manifest, key: ['tool', 'pdm', 'resolution'] } }]);
  }
  const known = reasons();
  if (known.length > 0) return stale(known);
  const expected = currentHash(state, algorithm);
  return stale([
    {
      reason: { kind: 'hash-differs', key: 'content_hash', expected, found },
      at: { path: project.manifest },
      related: [
        {
          at: { path: project.lock, key: ['metadata', 'content_hash'] },
          note: 'the recorded hash',
        },
      ],
    },
  ]);
}

function currentHash({ manifest, members }: PdmState, algorithm: string): string {
  return members === 'none'
    ? contentHash(manifest, '2.20', algorithm)
    : workspaceHash(manifest, members, algorithm);
}

/** Today's formula first where PDM 2.29 reads the lock, then those of the lock's own generation. */
function formulasFor({ manifest, lock }: PdmState): readonly Formula[] {
  const [major = 0, minor = 0, patch = 0] = generationOf(lock) ?? [];
  if (major < 4) return ['1.12', '1.12', '1.5', '1.0'];
  if (minor >= 5) {
    // Before 2.20 groups were not hashed: taking that formula would hide a new group.
    const hasGroups = Object.keys(tableAt(manifest, 'dependency-groups')).length > 0;
    return hasGroups ? ['2.20'] : ['2.20', '2.16'];
  }
  if (minor === 4 && patch >= 2) return ['2.20', '2.16'];
  return minor > 0 ? ['2.20', '2.3'] : ['2.20', '2.3', '1.12'];
}

function stale(reasons: readonly Located<StaleReason>[]): Freshness {
  const [first, ...others] = reasons;
  if (first === undefined) throw new Error('a stale lock needs a reason');
  return { status: 'stale', reasons: [first, ...others], undecided: [] };
}
