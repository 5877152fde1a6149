/** Faults of a lock's body whose hash matches: only a hand or a merge makes them. */
import { type Declaration, requirementDeclarations } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, SemanticProblem } from '../types.ts';
import { tableAt } from '../values.ts';
import { type Body, byName, type Mismatch, mismatches, type PackagesByName } from './body.ts';
import { declarationsOf, overriddenNames } from './declarations.ts';
import type { PdmPackage } from './lock-file.ts';

type Problems = readonly Located<SemanticProblem>[];

export function bodyProblems(body: Body): Problems {
  const packages = byName(body);
  return [
    ...mismatches(body).map(mismatch),
    ...danglingEdges(body, packages),
    ...orphans(body, packages),
    ...missingHashes(body),
  ];
}

function mismatch({ path, declaration, locked }: Mismatch): Located<SemanticProblem> {
  const { name, key, text } = declaration;
  const at = { path, key };
  const [first] = locked;
  if (first === undefined) {
    return { reason: { kind: 'missing-dependency', name, requiredBy: path }, at };
  }
  const { version } = first;
  return {
    reason: { kind: 'outside-specifier', name, version, requirement: `${name} ${text}` },
    at,
    related: [{ at: first.at, note: 'the locked version' }],
  };
}

/** Edges with a marker may lead nowhere: the marker can be false for every target. */
function danglingEdges({ manifest, lock }: Body, packages: PackagesByName): Problems {
  const free = overriddenNames(manifest);
  return lock.packages.flatMap(({ name: requiredBy, dependencies, requirements, at }) =>
    dependencies
      .filter(
        (name, index) =>
          !packages.has(name) && !free.has(name) && !(requirements[index]?.includes(';') ?? true),
      )
      .map((name) => ({ reason: { kind: 'missing-dependency', name, requiredBy } as const, at })),
  );
}

/** Packages that no declaration leads to, by name over all groups. */
function orphans({ lock, manifest, members }: Body, packages: PackagesByName): Problems {
  const tables = [manifest, ...members.map(({ table }) => table)];
  const roots = tables.flatMap((table) => [...declarationsOf(table), ...oldDeclarations(table)]);
  // Editable lines and members stand in the lock under a name that the manifest need not tell.
  const local = lock.packages.filter(({ source }) => source.kind !== 'registry');
  const reached = new Set<string>();
  const open = [...[...roots, ...local].map(({ name }) => name), ...overriddenNames(manifest)];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { dependencies } of packages.get(name) ?? []) open.push(...dependencies);
  }
  return lock.packages
    .filter(({ name }) => !reached.has(name))
    .map(({ name, version, at }) => ({ reason: { kind: 'orphan', name, version }, at }));
}

/** PDM before 1.5 had its development dependencies in `[project]`. */
function oldDeclarations(manifest: TomlTable): readonly Declaration[] {
  const list = tableAt(manifest, 'project')['dev-dependencies'];
  return requirementDeclarations(list, ['project', 'dev-dependencies']);
}

/** Only where other packages of the lock have hashes. One with extras shares its files' hashes. */
function missingHashes({ lock }: Body): Problems {
  const registry = lock.packages.filter(({ source }) => source.kind === 'registry');
  const hashed = new Set(registry.filter(hasHashes).map(identity));
  if (hashed.size === 0) return [];
  return registry
    .filter((item) => !hasHashes(item) && !hashed.has(identity(item)))
    .map(({ name, version, at }) => ({ reason: { kind: 'missing-hash', name, version }, at }));
}

function hasHashes({ hashes }: PdmPackage): boolean {
  return Object.keys(hashes).length > 0;
}

function identity({ name, version }: PdmPackage): string {
  return `${name} ${version}`;
}
