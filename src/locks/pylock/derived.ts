/** Files that a tool derives from its own lock: `uv export`, `pdm export`, Pipenv beside `Pipfile.lock`. */
import type { Tree } from '../../gates/types.ts';
import { baseName, fileIn } from '../paths.ts';
import { pdm } from '../pdm/index.ts';
import { pipenv } from '../pipenv/index.ts';
import type { Located, LockProject, StaleReason } from '../types.ts';
import { modelOf } from '../uv/model.ts';
import { isSameVersion } from '../uv/versions.ts';
import { type Pylock, pylockOf, readPylock } from './lock-file.ts';
import { openPdmHash } from './pdm-hash.ts';

/** Locks beside the file that it can be derived from. */
export function originsOf({ directory }: LockProject): readonly string[] {
  return ['uv.lock', 'pdm.lock', 'Pipfile.lock'].map((name) => fileIn(directory, name));
}

/** The lock of which this is an export; empty where it is none. */
export function exportOrigin(project: LockProject, tree: Tree): string {
  const document = readPylock(tree, project.lock);
  if (document.kind === 'refused') return '';
  return originPath(project, pylockOf(project.lock, document.value, document.text));
}

function originPath({ directory }: LockProject, lock: Pylock): string {
  if (lock.createdBy === 'uv' && lock.command[1] !== 'pip') return fileIn(directory, 'uv.lock');
  // A lock of PDM's own carries its record of the inputs.
  const isExport = lock.createdBy === 'pdm' && openPdmHash(lock) === undefined;
  return isExport ? fileIn(directory, 'pdm.lock') : '';
}

/** A package of the lock that the file was derived from. */
interface Origin {
  readonly name: string;
  readonly version: string;
  /** Digests with their algorithm, by file name or in no order. */
  readonly hashes: readonly string[];
  readonly isLocal: boolean;
}

/**
 * What the file holds otherwise than the lock that it was derived from; `undefined` where that lock
 * is not there or cannot be read (its own verdict says why).
 */
export function derivedReasons(
  project: LockProject,
  lock: Pylock,
  tree: Tree,
): readonly Located<StaleReason>[] | undefined {
  const exported = originPath(project, lock);
  if (exported !== '') {
    const origins = exportedPackages(tree, project.directory, exported);
    return origins && compare(lock, exported, origins);
  }
  if (lock.createdBy !== 'pipenv') return undefined;
  const path = fileIn(project.directory, 'Pipfile.lock');
  const origins = pipenvPackages(tree, project.directory);
  return origins && [...compare(lock, path, origins), ...notTakenOver(lock, path, origins)];
}

function exportedPackages(
  tree: Tree,
  directory: string,
  lock: string,
): readonly Origin[] | undefined {
  const manifest = fileIn(directory, 'pyproject.toml');
  if (!tree.files.has(lock)) return undefined;
  const model =
    baseName(lock) === 'uv.lock'
      ? modelOf({ kind: 'uv', lock, manifest, directory }, tree)
      : pdm.model({ kind: 'pdm', lock, manifest, directory }, tree);
  return model?.packages.map(({ name, version, hashes, source }) => ({
    name,
    version,
    hashes: Object.values(hashes),
    isLocal: source.kind === 'path',
  }));
}

function pipenvPackages(tree: Tree, directory: string): readonly Origin[] | undefined {
  const [lock, manifest] = ['Pipfile.lock', 'Pipfile'].map((name) => fileIn(directory, name));
  if (lock === undefined || manifest === undefined) return undefined;
  const model = pipenv.model({ kind: 'pipenv', lock, manifest, directory }, tree);
  return model?.packages.map(({ name, version, hashes }) => {
    return { name, version, hashes: Object.values(hashes), isLocal: version === '' };
  });
}

/** Every package must be one of the origin: same version, and no hash that the origin has not. */
function compare(
  lock: Pylock,
  origin: string,
  origins: readonly Origin[],
): readonly Located<StaleReason>[] {
  const byName = Map.groupBy(origins, ({ name }) => name);
  return lock.packages.flatMap(({ name, version, hashes, at }): readonly Located<StaleReason>[] => {
    const candidates = byName.get(name) ?? [];
    const differs = (expected: string, found: string): readonly Located<StaleReason>[] => [
      { reason: { kind: 'derived-differs', name, origin, expected, found }, at },
    ];
    if (candidates.length === 0) return differs('no such package', version);
    const same = candidates.find(
      (one) => one.isLocal || version === '' || isSameVersion(one.version, version),
    );
    if (same === undefined) {
      return differs(candidates.map((one) => one.version).join(', '), version);
    }
    const known = new Set(candidates.flatMap((one) => one.hashes));
    const foreign = Object.values(hashes).find((hash) => isForeign(hash, known));
    return foreign === undefined ? [] : differs('other hashes', foreign);
  });
}

/** Only where the origin knows hashes of this algorithm. */
function isForeign(hash: string, known: ReadonlySet<string>): boolean {
  const algorithm = hash.slice(0, hash.indexOf(':') + 1);
  return !known.has(hash) && [...known].some((one) => one.startsWith(algorithm));
}

/** Pipenv writes all categories: whatever is missing was locked later. */
function notTakenOver(
  lock: Pylock,
  origin: string,
  origins: readonly Origin[],
): readonly Located<StaleReason>[] {
  const names = new Set(lock.packages.map(({ name }) => name));
  const missing = origins.filter(({ name }) => !names.has(name));
  return missing.map(({ name, version }) => ({
    reason: { kind: 'derived-differs', name, origin, expected: version, found: 'no such package' },
    at: { path: lock.path },
  }));
}
