/**
 * Pipfile.lock. `pipenv verify` compares a hash of the Pipfile with the recorded one, so the verdict
 * is exact; reasons come from the lock's body (body.ts) or, between two commits, from the Pipfiles
 * (manifest-edits.ts). Source: pipenv 2026.10 `cli/command.py` `cmd_verify`, `utils/lockfile.py`.
 */
import type { Tree } from '../../gates/types.ts';
import { NotJsonSerializable } from '../../python/json.ts';
import type { TomlTable } from '../documents.ts';
import { type HashedManifest, manifestEdits } from '../manifest-edits.ts';
import { baseName, directoryOf, fileIn } from '../paths.ts';
import { readDocument } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type {
  Freshness,
  Located,
  LockedPackage,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
  StaleReason,
} from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import { bodyProblems, bodyReasons, requiresOf } from './body.ts';
import { contentHash } from './content-hash.ts';
import { type PipfileLock, readLock } from './lock-file.ts';
import { declarationsOf, mistakeIn, withUniversalNewlines } from './pipfile.ts';

export const pipenv: LockFormat = {
  kind: 'pipenv',
  commands: ({ directory }) => ({
    tool: 'Pipenv',
    check: 'pipenv verify',
    relock: directory === '' ? 'pipenv lock' : `cd ${shellWord(directory)} && pipenv lock`,
  }),
  find,
  inputs: ({ lock, manifest }) => [lock, manifest],
  judge,
  model,
  explain: (project, base, head) =>
    manifestEdits(project, withUniversalNewlines(base), withUniversalNewlines(head), HASHED),
};

const HASHED: HashedManifest = {
  declarations: declarationsOf,
  python: (pipfile) => {
    const text = requiresOf(tableAt(pipfile, 'requires'));
    return text === '' ? undefined : { text, key: ['requires'] };
  },
  tables: [['source']],
};

function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => baseName(path) === 'Pipfile.lock')
    .map((lock) => {
      const directory = directoryOf(lock);
      return { kind: 'pipenv', lock, manifest: fileIn(directory, 'Pipfile'), directory };
    });
}

/** tomlkit, which reads the Pipfile, says "Empty key at line 1". */
const NO_MARK = { refusedBy: 'Pipenv' } as const;

function judge(project: LockProject, tree: Tree): LockJudgement {
  const manifest = readDocument(withUniversalNewlines(tree), project.manifest, 'manifest', NO_MARK);
  if (manifest.kind === 'refused') return refused(manifest.reason);
  const read = readLock(tree, project.lock);
  if (read.kind === 'refused') return refused(read.reason);
  const mistake = mistakeIn(manifest.value);
  const body = { project, lock: read.lock, pipfile: manifest.value };
  const freshness = freshnessOf(project, read.lock, manifest.value, () => bodyReasons(body));
  if (mistake !== 'none') {
    const { kind, key, message } = mistake;
    // An older Pipenv knew no unknown options: what it locked is judged by its own rule.
    if (kind === 'unknown option' && freshness.status === 'fresh') {
      const note = `written by a Pipenv before 2026, which let this pass: ${message}`;
      return { freshness: { status: 'fresh', note }, problems: bodyProblems(body) };
    }
    const at = { path: project.manifest, key };
    return refused({ reason: { kind: 'manifest-invalid', message }, at });
  }
  return { freshness, problems: freshness.status === 'fresh' ? bodyProblems(body) : [] };
}

function refused(reason: Located<RefusedReason>): LockJudgement {
  return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
}

function freshnessOf(
  project: LockProject,
  lock: PipfileLock,
  pipfile: TomlTable,
  reasons: () => readonly Located<StaleReason>[],
): Freshness {
  try {
    const expected = contentHash(pipfile, 'current');
    const asWritten = contentHash(pipfile, 'names as written');
    // Pipenv fills in a missing `_meta` from the Pipfile, by the older rule.
    const isBare = Object.keys(lock.meta).length === 0;
    const found = isBare ? asWritten : stringAt(tableAt(lock.meta, 'hash'), 'sha256');
    if (found === expected) return { status: 'fresh' };
    if (!isBare && found === asWritten) return { status: 'fresh', note: OLDER };
    if (found === undefined) {
      const reason = { kind: 'hash-missing', key: '_meta.hash.sha256' } as const;
      return stale([{ reason, at: { path: project.lock } }]);
    }
    const differs: Located<StaleReason> = {
      reason: { kind: 'hash-differs', key: '_meta.hash.sha256', expected, found },
      at: { path: project.manifest },
      related: [{ at: { path: project.lock, line: 1 }, note: 'the recorded hash' }],
    };
    const known = reasons();
    return stale(known.length > 0 ? known : [differs]);
  } catch (error) {
    if (!(error instanceof NotJsonSerializable)) throw error;
    const reason = `${project.manifest} holds a value that Pipenv's hash cannot cover: ${error.message}`;
    return { status: 'unable', undecided: [{ reason, remedy: 'Write dates as texts.' }] };
  }
}

const OLDER =
  'written by a Pipenv before 2026.4: newer ones hash normalised names and ask for a relock';

function stale(reasons: readonly Located<StaleReason>[]): Freshness {
  const [first, ...others] = reasons;
  if (first === undefined) throw new Error('a stale lock needs a reason');
  return { status: 'stale', reasons: [first, ...others], undecided: [] };
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const read = readLock(tree, project.lock);
  if (read.kind === 'refused') return undefined;
  const document = readDocument(withUniversalNewlines(tree), project.manifest, 'manifest', NO_MARK);
  const direct = document.kind === 'document' ? declarationsOf(document.value) : [];
  return {
    format: [Number(read.lock.meta['pipfile-spec'] ?? 6)],
    packages: once(read.lock.packages),
    direct: [...new Set(direct.map(({ name }) => name))],
  };
}

/** A package can stand in several sections: the first one tells of it. */
function once(packages: readonly LockedPackage[]): readonly LockedPackage[] {
  const key = ({ name, version }: LockedPackage) => `${name}\n${version}`;
  const first = new Map(
    packages.map((one) => [key(one), one]).reverse() as [string, LockedPackage][],
  );
  return packages.filter((one) => first.get(key(one)) === one);
}
