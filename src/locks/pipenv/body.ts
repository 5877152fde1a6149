/**
 * What the body of a `Pipfile.lock` says beside its hash. It has no edges, so nothing can be said of
 * packages that no entry of the Pipfile asks for.
 */
import { pythonJson } from '../../python/json.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { Declaration } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, SemanticProblem, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import type { PipfileLock, PipfilePackage } from './lock-file.ts';
import { declarationsOf, lockSectionOf } from './pipfile.ts';

export interface Body {
  readonly project: LockProject;
  readonly lock: PipfileLock;
  readonly pipfile: TomlTable;
}

/** Pipenv leaves these out of the lock: pipenv `utils/constants.py`. */
const NEVER_LOCKED = ['distribute', 'pip', 'pkg-resources', 'setuptools', 'wheel'];

interface Mismatch {
  readonly declaration: Declaration;
  readonly locked: PipfilePackage | 'none';
}

/** Entries of the Pipfile that the lock cannot have been made for. */
export function bodyReasons(body: Body): readonly Located<StaleReason>[] {
  return [...pythonReasons(body), ...mismatches(body).map((one) => staleReason(body, one))];
}

/** The same, for a lock whose hash matches: only a hand or a merge makes them. */
export function bodyProblems(body: Body): readonly Located<SemanticProblem>[] {
  const mark: readonly Located<SemanticProblem>[] = body.lock.hasByteOrderMark
    ? [{ reason: { kind: 'byte-order-mark' }, at: { path: body.project.lock } }]
    : [];
  return [...mismatches(body).map((one) => problem(body, one)), ...missingHashes(body), ...mark];
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

function mismatches({ lock, pipfile }: Body): readonly Mismatch[] {
  const packages = new Map(lock.packages.map((one) => [`${one.section}\n${one.name}`, one]));
  return declarationsOf(pipfile).flatMap((declaration): readonly Mismatch[] => {
    const { section, name, conditional } = declaration;
    if (conditional || NEVER_LOCKED.includes(name)) return [];
    const locked = packages.get(`${lockSectionOf(section)}\n${name}`) ?? 'none';
    return locked !== 'none' && admits(declaration, locked) ? [] : [{ declaration, locked }];
  });
}

/** True also where the specifier or the version cannot be understood. */
function admits({ constraints }: Declaration, { version, source }: PipfilePackage): boolean {
  const locked = parseVersion(version);
  if (locked === undefined || source.kind !== 'registry') return true;
  return constraints.every((constraint) => {
    const specifiers = parseSpecifiers(constraint);
    return specifiers === undefined || contains(specifiers, locked);
  });
}

function staleReason(
  { project }: Body,
  { declaration: { name, section, text, key }, locked }: Mismatch,
): Located<StaleReason> {
  const at = { path: project.manifest, key };
  if (locked === 'none') {
    return { reason: { kind: 'requirement-added', name, section, manifest: text }, at };
  }
  return {
    reason: { kind: 'requirement-changed', name, section, manifest: text, lock: locked.version },
    at,
    related: [{ at: locked.at, note: 'the locked version' }],
  };
}

function problem(
  { project }: Body,
  { declaration: { name, section, text, key }, locked }: Mismatch,
): Located<SemanticProblem> {
  const at = { path: project.manifest, key };
  if (locked === 'none') {
    return { reason: { kind: 'missing-dependency', name, requiredBy: `[${section}]` }, at };
  }
  const { version } = locked;
  return {
    reason: { kind: 'outside-specifier', name, version, requirement: `${name} ${text}` },
    at,
    related: [{ at: locked.at, note: 'the locked version' }],
  };
}

/** Only where other packages have hashes: a lock can be made without. */
function missingHashes({ lock }: Body): readonly Located<SemanticProblem>[] {
  const pinned = lock.packages.filter(
    ({ source, version }) => source.kind === 'registry' && version !== '',
  );
  const without = pinned.filter(({ hashes }) => Object.keys(hashes).length === 0);
  if (without.length === pinned.length) return [];
  return without.map(({ name, version, at }) => ({
    reason: { kind: 'missing-hash', name, version },
    at,
  }));
}
