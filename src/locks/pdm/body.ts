/**
 * What the body of a lock says beside its hash: a mis-merged lock can carry the right hash, and a
 * wrong hash is explained by the entry that does not fit.
 */
import { MarkerTooComplex } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { pythonMarker } from '../../python/requires-python.ts';
import { contains, parseSpecifiers } from '../../python/specifiers.ts';
import { parseVersion } from '../../python/version.ts';
import type { Declaration } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, LockProject, StaleReason } from '../types.ts';
import { stringAt, tableAt } from '../values.ts';
import {
  declarationsOf,
  groupNames,
  groupOf,
  overriddenNames,
  pythonOf,
  requirementOf,
} from './declarations.ts';
import type { PdmLock, PdmPackage } from './lock-file.ts';

export interface Body {
  readonly project: LockProject;
  readonly lock: PdmLock;
  readonly manifest: TomlTable;
  /** Of the members, for a workspace. */
  readonly members: readonly { readonly path: string; readonly table: TomlTable }[];
}

export type PackagesByName = ReadonlyMap<string, readonly PdmPackage[]>;

export function byName({ lock }: Body): PackagesByName {
  return Map.groupBy(lock.packages, ({ name }) => name);
}

/** Entries of the manifest that the lock cannot have been made for. */
export function bodyReasons(body: Body): readonly Located<StaleReason>[] {
  return [...pythonReasons(body), ...groupReasons(body), ...declarationReasons(body)];
}

/** A lock may be made for fewer Pythons than the project supports, never for others. */
function pythonReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const declared = pythonOf(manifest);
  const index = lock.targets.findIndex(
    ({ python }) =>
      declared !== undefined && !pythonMarker(python).isDisjoint(pythonMarker(declared.text).not()),
  );
  const target = lock.targets[index];
  if (declared === undefined || target === undefined) return [];
  return [
    {
      reason: { kind: 'python-changed', manifest: declared.text, lock: target.python },
      at: { path: project.manifest, key: declared.key },
      related: [
        {
          at: { path: project.lock, key: ['metadata', 'targets', index] },
          note: 'what the lock was made for',
        },
      ],
    },
  ];
}

/** A lock may leave groups out (`pdm lock -G`), never have one that the manifest has not. */
function groupReasons({ project, lock, manifest }: Body): readonly Located<StaleReason>[] {
  const declared = groupNames(manifest);
  const locked = (lock.groups ?? []).filter((group) => group !== 'default').sort();
  if (locked.every((group) => declared.includes(group))) return [];
  return [
    {
      reason: {
        kind: 'groups-changed',
        name: projectName(manifest),
        manifest: declared,
        lock: locked,
      },
      at: { path: project.manifest },
      related: [
        { at: { path: project.lock, key: ['metadata', 'groups'] }, note: 'the locked groups' },
      ],
    },
  ];
}

function projectName(manifest: TomlTable): string {
  return normalizeName(stringAt(tableAt(manifest, 'project'), 'name') ?? 'this project');
}

function declarationReasons(body: Body): readonly Located<StaleReason>[] {
  return mismatches(body).map(({ path, declaration, locked }) => {
    const { name, section, text, key } = declaration;
    const at = { path, key };
    const [first] = locked;
    if (first === undefined) {
      return { reason: { kind: 'requirement-added', name, section, manifest: text }, at };
    }
    const lock = [...new Set(locked.map(({ version }) => version))].join(', ');
    return {
      reason: { kind: 'requirement-changed', name, section, manifest: text, lock },
      at,
      related: [{ at: first.at, note: 'the locked version' }],
    };
  });
}

export interface Mismatch {
  readonly path: string;
  readonly declaration: Declaration;
  readonly locked: readonly PdmPackage[];
}

/** Declarations that apply somewhere and have no fitting package; of members the default group. */
export function mismatches(body: Body): readonly Mismatch[] {
  const { project, lock, manifest, members } = body;
  const packages = byName(body);
  const free = overriddenNames(manifest);
  const isLocked = (declaration: Declaration) =>
    lock.groups === undefined || lock.groups.includes(groupOf(declaration));
  const of = (path: string, table: TomlTable, isIn: (declaration: Declaration) => boolean) =>
    declarationsOf(table)
      .filter((one) => isIn(one) && !free.has(one.name) && one.name !== projectName(table))
      .filter((one) => isDemanded(body, table, one))
      .map((declaration) => ({ path, declaration, locked: packages.get(declaration.name) ?? [] }));
  return [
    ...of(project.manifest, manifest, isLocked),
    ...members.flatMap(({ path, table }) => of(path, table, (one) => groupOf(one) === 'default')),
  ].filter(({ declaration, locked }) => !isFit(declaration, locked));
}

function isFit({ constraints }: Declaration, locked: readonly PdmPackage[]): boolean {
  return locked.some(({ source, version }) =>
    source.kind === 'registry' ? constraints.every((text) => admits(text, version)) : true,
  );
}

function admits(specifiers: string, version: string): boolean {
  const [set, parsed] = [parseSpecifiers(specifiers), parseVersion(version)];
  return set === undefined || parsed === undefined || contains(set, parsed);
}

/** Whether the lock must have it: not where its marker can come true on no target of the lock. */
function isDemanded({ lock }: Body, manifest: TomlTable, declaration: Declaration): boolean {
  if (!declaration.conditional) return true;
  if (!lock.isCrossPlatform) return false;
  const own = pythonOf(manifest)?.text ?? '';
  const pythons = lock.targets.length > 0 ? lock.targets.map(({ python }) => python) : [own];
  try {
    const marker = requirementOf(manifest, declaration)?.marker;
    return marker !== undefined && pythons.some((text) => !marker.isDisjoint(pythonMarker(text)));
  } catch (error) {
    if (error instanceof MarkerTooComplex) return false;
    throw error;
  }
}
