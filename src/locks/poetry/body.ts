/**
 * What the body of a lock says beside its hash: a mis-merged lock can carry the right hash, and a
 * wrong hash is explained by the entry that does not fit.
 */
import { normalizeName } from '../../python/names.ts';
import type { Declaration } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, SemanticProblem, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import { admits } from './constraints.ts';
import { declarationsOf, pythonOf } from './declarations.ts';
import type { PoetryLock, PoetryPackage } from './lock-file.ts';

export interface Body {
  readonly project: LockProject;
  readonly lock: PoetryLock;
  readonly manifest: TomlTable;
}

type PackagesByName = ReadonlyMap<string, readonly PoetryPackage[]>;

function byName({ lock }: Body): PackagesByName {
  return Map.groupBy(lock.packages, ({ name }) => name);
}

/** Entries of the manifest that the lock cannot have been made for. */
export function bodyReasons(body: Body): readonly Located<StaleReason>[] {
  const packages = byName(body);
  return [...pythonReasons(body), ...extrasReasons(body), ...declarationReasons(body, packages)];
}

function pythonReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const declared = pythonOf(manifest);
  const locked = stringAt(lock.metadata, 'python-versions');
  if (declared === undefined || locked === undefined || declared.text === locked) return [];
  return [
    {
      reason: { kind: 'python-changed', manifest: declared.text, lock: locked },
      at: { path: project.manifest, key: declared.key },
      related: [
        {
          at: { path: project.lock, key: ['metadata', 'python-versions'] },
          note: 'what the lock was made for',
        },
      ],
    },
  ];
}

function extrasReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const optional = tableAt(tableAt(manifest, 'project'), 'optional-dependencies');
  const legacy = tableAt(tableAt(tableAt(manifest, 'tool'), 'poetry'), 'extras');
  const declared = sortedNames(Object.keys({ ...optional, ...legacy }));
  const locked = sortedNames(Object.keys(tableAt(lock.table, 'extras')));
  if (declared.join() === locked.join()) return [];
  const key =
    Object.keys(optional).length > 0
      ? ['project', 'optional-dependencies']
      : ['tool', 'poetry', 'extras'];
  return [
    {
      reason: {
        kind: 'extras-changed',
        name: projectName(manifest),
        manifest: declared,
        lock: locked,
      },
      at: { path: project.manifest, key },
    },
  ];
}

function sortedNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(normalizeName))].sort();
}

function projectName(manifest: TomlTable): string {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  const name = stringAt(tableAt(manifest, 'project'), 'name') ?? stringAt(poetry, 'name');
  return normalizeName(name ?? 'this project');
}

function declarationReasons(body: Body, packages: PackagesByName): readonly Located<StaleReason>[] {
  return mismatches(body, packages).map(({ declaration, locked }) => {
    const { name, section, text, key } = declaration;
    const at = { path: body.project.manifest, key };
    const [first] = locked;
    if (first === undefined) {
      return { reason: { kind: 'requirement-added', name, section, manifest: text }, at };
    }
    const lock = locked.map(({ version }) => version).join(', ');
    return {
      reason: { kind: 'requirement-changed', name, section, manifest: text, lock },
      at,
      related: [{ at: first.at, note: 'the locked version' }],
    };
  });
}

/** The same mismatches, for a lock whose hash matches: only a hand or a merge makes them. */
export function bodyProblems(body: Body): readonly Located<SemanticProblem>[] {
  const packages = byName(body);
  return [
    ...mismatches(body, packages).map(({ declaration, locked }) =>
      mismatch(body, declaration, locked),
    ),
    ...orphans(body, packages),
    ...missingHashes(body),
    ...pathDependencies(body),
  ];
}

interface Mismatch {
  readonly declaration: Declaration;
  readonly locked: readonly PoetryPackage[];
}

function mismatches({ manifest }: Body, packages: PackagesByName): readonly Mismatch[] {
  const own = projectName(manifest);
  return declarationsOf(manifest).flatMap((declaration): readonly Mismatch[] => {
    // A conditional dependency may have no environment to apply to; a self-reference is none.
    if (declaration.conditional || declaration.name === own) return [];
    const locked = packages.get(declaration.name) ?? [];
    const isFit =
      locked.length > 0 &&
      declaration.constraints.every((constraint) =>
        locked.some(({ version, source }) =>
          source.kind === 'registry' ? admits(constraint, version) !== false : true,
        ),
      );
    return isFit ? [] : [{ declaration, locked }];
  });
}

function mismatch(
  { project }: Body,
  { name, key, text }: Declaration,
  locked: readonly PoetryPackage[],
): Located<SemanticProblem> {
  const at = { path: project.manifest, key };
  const [first] = locked;
  if (first === undefined) {
    return { reason: { kind: 'missing-dependency', name, requiredBy: project.manifest }, at };
  }
  return {
    reason: {
      kind: 'outside-specifier',
      name,
      version: first.version,
      requirement: `${name} ${text}`,
    },
    at,
    related: [{ at: first.at, note: 'the locked version' }],
  };
}

/** Packages that no declaration leads to, by name over all groups and extras. */
function orphans(
  { lock, manifest }: Body,
  packages: PackagesByName,
): readonly Located<SemanticProblem>[] {
  const reached = new Set<string>();
  const open = declarationsOf(manifest).map(({ name }) => name);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { dependencies } of packages.get(name) ?? []) open.push(...dependencies);
  }
  return lock.packages
    .filter(({ name }) => !reached.has(name))
    .map(({ name, version, at }) => ({ reason: { kind: 'orphan', name, version }, at }));
}

/** Only where other packages of the lock have hashes: some old locks have none at all. */
function missingHashes({ lock }: Body): readonly Located<SemanticProblem>[] {
  const registry = lock.packages.filter(({ source }) => source.kind === 'registry');
  const without = registry.filter(({ hashes }) => Object.keys(hashes).length === 0);
  if (without.length === registry.length) return [];
  return without.map(({ name, version, at }) => ({
    reason: { kind: 'missing-hash', name, version },
    at,
  }));
}

function pathDependencies({ project, manifest }: Body): readonly Located<SemanticProblem>[] {
  return declarationsOf(manifest).flatMap(
    ({ name, path, key }): readonly Located<SemanticProblem>[] =>
      path === undefined
        ? []
        : [
            {
              reason: { kind: 'uncovered-path-dependency', name, dependency: path },
              at: { path: project.manifest, key },
            },
          ],
  );
}
