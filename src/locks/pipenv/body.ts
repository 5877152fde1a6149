/**
 * What the body of a `Pipfile.lock` says beside its hash. It has no edges, so nothing can be said of
 * packages that no entry of the Pipfile asks for.
 */
import { pythonJson } from '../../python/json.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import { declarationProblems, declarationReasons, type LockBody, missingHashes } from '../body.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, SemanticProblem, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import type { PipfileLock } from './lock-file.ts';
import { declarationsOf, lockSectionOf } from './pipfile.ts';

export interface Body {
  readonly project: LockProject;
  readonly lock: PipfileLock;
  readonly pipfile: TomlTable;
}

/** Pipenv leaves these out of the lock: pipenv `utils/constants.py`. */
const NEVER_LOCKED = ['distribute', 'pip', 'pkg-resources', 'setuptools', 'wheel'];

/** Entries of the Pipfile that the lock cannot have been made for. */
export function bodyReasons(body: Body): readonly Located<StaleReason>[] {
  return [...pythonReasons(body), ...declarationReasons(lockBody(body))];
}

/** The same, for a lock whose hash matches: only a hand or a merge makes them. */
export function bodyProblems(body: Body): readonly Located<SemanticProblem>[] {
  const mark: readonly Located<SemanticProblem>[] = body.lock.hasByteOrderMark
    ? [{ reason: { kind: 'byte-order-mark' }, at: { path: body.project.lock } }]
    : [];
  return [...declarationProblems(lockBody(body)), ...missingHashes(body.lock.packages), ...mark];
}

/** What `[requires]` asks for, as one text. */
export function requiresOf(table: TomlTable): string {
  return stringAt(table, 'python_full_version') ?? stringAt(table, 'python_version') ?? '';
}

function pythonReasons({ project, lock, pipfile }: Body): readonly Located<StaleReason>[] {
  const [manifest, locked] = [tableAt(pipfile, 'requires'), tableAt(lock.meta, 'requires')];
  if (sameText(manifest, locked)) return [];
  return [
    {
      reason: { kind: 'python-changed', manifest: requiresOf(manifest), lock: requiresOf(locked) },
      at: { path: project.manifest, key: ['requires'] },
    },
  ];
}

function sameText(a: TomlTable, b: TomlTable): boolean {
  try {
    return pythonJson(a) === pythonJson(b);
  } catch {
    return false;
  }
}

function lockBody({ project, lock, pipfile }: Body): LockBody {
  const packages = Map.groupBy(lock.packages, ({ section, name }) => `${section}\n${name}`);
  return {
    project,
    declarations: declarationsOf(pipfile),
    packages: lock.packages,
    locked: ({ section, name }) => packages.get(`${lockSectionOf(section)}\n${name}`) ?? [],
    admits,
    neverLocked: NEVER_LOCKED,
  };
}

function admits(constraint: string, version: string): boolean | undefined {
  const [specifiers, locked] = [parseSpecifiers(constraint), parseVersion(version)];
  if (specifiers === undefined || locked === undefined) return undefined;
  return contains(specifiers, locked);
}
