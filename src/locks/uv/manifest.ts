/**
 * A `pyproject.toml` as uv types it. uv parses it into fixed types and refuses the whole project
 * when one does not fit, so reading throws a `Refusal` with the place.
 * Source: uv-workspace `pyproject.rs`, uv-pypi-types `pyproject_toml.rs`.
 */
import type { TomlPath, Tree } from '../../gates/types.ts';
import { isValidName, normalizeName } from '../../python/names.ts';
import { parseRequiresPython, type RequiresPython } from '../../python/requires-python.ts';
import { parseVersion } from '../../python/version.ts';
import { type TomlTable, tomlDocument } from '../documents.ts';
import { fileIn } from '../paths.ts';
import { isStringArray, isTable, stringAt, tableAt } from '../values.ts';
import { refuseIndexes, refuseWrongTypes } from './manifest-types.ts';
import { Refusal, refuseManifest } from './refusal.ts';

/** A string of the manifest and where it stands. */
export interface Entry {
  readonly text: string;
  readonly key: TomlPath;
}

/** A `requires-python` with the place where it stands. */
export interface PythonEntry extends Entry {
  readonly range: RequiresPython;
}

export interface Project {
  /** PEP 503 name. */
  readonly name: string;
  /** As written; absent when dynamic. */
  readonly version: string | undefined;
  readonly requiresPython: PythonEntry | undefined;
  readonly dynamic: readonly string[];
  readonly hasDependencies: boolean;
  readonly dependencies: readonly Entry[];
  /** By normalised extra. */
  readonly extras: ReadonlyMap<string, readonly Entry[]>;
}

export interface Manifest {
  readonly path: string;
  /** Its folder, `` for the repository's root. */
  readonly directory: string;
  readonly table: TomlTable;
  readonly project: Project | undefined;
  /** `[tool.uv]`, empty when there is none. */
  readonly uv: TomlTable;
  readonly isWorkspaceRoot: boolean;
  readonly isManaged: boolean;
}

export type ManifestFile =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'absent' | 'unfetched' };

const known = new WeakMap<TomlTable, Manifest>();

/** Reads the manifest of `directory`; throws a `Refusal` when uv would not accept it. */
export function readManifest(tree: Tree, directory: string): ManifestFile {
  const path = fileIn(directory, 'pyproject.toml');
  const document = tomlDocument(tree, path);
  switch (document.kind) {
    case 'absent':
    case 'unfetched':
      return { kind: document.kind };
    case 'conflict-markers':
      throw new Refusal({ kind: 'conflict-markers' }, { path, line: document.line });
    case 'unparsable':
      throw new Refusal(
        { kind: 'unparsable', what: 'manifest', message: document.message },
        { path, line: document.line },
      );
    case 'not-utf8':
      throw unreadable(path, 'it is not UTF-8');
    case 'too-large':
      throw unreadable(path, 'it is too large');
    case 'document':
      break;
  }
  const before = known.get(document.value);
  if (before !== undefined && before.path === path) return { kind: 'manifest', manifest: before };
  const manifest = manifestOf(path, directory, document.value);
  known.set(document.value, manifest);
  return { kind: 'manifest', manifest };
}

/** The manifest of a parsed table; a PEP 723 script's block is read the same way. */
export function manifestOf(path: string, directory: string, table: TomlTable): Manifest {
  const uv = tableIn(path, tableIn(path, table, 'tool', []), 'uv', ['tool']);
  const workspace = uv.workspace;
  if (workspace !== undefined && !isTable(workspace)) {
    throw refuseManifest(path, ['tool', 'uv', 'workspace'], '`tool.uv.workspace` is not a table');
  }
  refuseWrongTypes(path, uv);
  refuseIndexes(path, uv);
  return {
    path,
    directory,
    table,
    project: table.project === undefined ? undefined : projectOf(path, table),
    uv,
    isWorkspaceRoot: workspace !== undefined,
    isManaged: uv.managed !== false,
  };
}

/**
 * Whether uv installs the project as a package: `tool.uv.package`, or else whether it has a build
 * system, which dependencies of others need not have.
 */
export function isPackage(manifest: Manifest, requireBuildSystem: boolean): boolean {
  const setting = manifest.uv.package;
  if (typeof setting === 'boolean') return setting;
  return manifest.table['build-system'] !== undefined || !requireBuildSystem;
}

function projectOf(path: string, table: TomlTable): Project {
  const project = tableIn(path, table, 'project', []);
  const name = optionalString(path, project, 'name', ['project']);
  if (name === undefined) {
    throw refuseManifest(
      path,
      ['project'],
      'the `[project]` table has no `name`, which is required',
    );
  }
  const dynamic = strings(path, project, 'dynamic', ['project']);
  const version = optionalString(path, project, 'version', ['project']);
  if (version === undefined && !dynamic.some((entry) => entry.text === 'version')) {
    throw refuseManifest(
      path,
      ['project'],
      'the `[project]` table has no `version`, and `version` is not in `project.dynamic`',
    );
  }
  if (version !== undefined && parseVersion(version) === undefined) {
    throw refuseManifest(path, ['project', 'version'], `\`${version}\` is not a PEP 440 version`);
  }
  return {
    name: validName(path, name, ['project', 'name']),
    version,
    requiresPython: requiresPythonOf(path, project, ['project']),
    dynamic: dynamic.map((entry) => entry.text),
    hasDependencies: project.dependencies !== undefined,
    dependencies: strings(path, project, 'dependencies', ['project']),
    extras: extrasOf(path, project),
  };
}

function extrasOf(path: string, project: TomlTable): ReadonlyMap<string, readonly Entry[]> {
  const extras = new Map<string, readonly Entry[]>();
  const base: TomlPath = ['project', 'optional-dependencies'];
  const table = tableIn(path, project, 'optional-dependencies', ['project']);
  for (const key of Object.keys(table)) {
    const name = validName(path, key, [...base, key]);
    if (extras.has(name)) {
      throw refuseManifest(path, [...base, key], `duplicate normalized extra name \`${name}\``);
    }
    extras.set(name, strings(path, table, key, base));
  }
  return extras;
}

/** A `requires-python` under `base`, parsed; throws when it is no version specifier. */
export function requiresPythonOf(
  path: string,
  table: TomlTable,
  base: TomlPath,
): PythonEntry | undefined {
  const text = optionalString(path, table, 'requires-python', base);
  if (text === undefined) return undefined;
  const range = parseRequiresPython(text);
  if (range !== undefined) return { text, range, key: [...base, 'requires-python'] };
  throw refuseManifest(
    path,
    [...base, 'requires-python'],
    `\`requires-python = "${text}"\` is not a version specifier`,
  );
}

/** The PEP 503 form of a name; throws when it is no valid name. */
export function validName(path: string, name: string, key: TomlPath): string {
  if (isValidName(name)) return normalizeName(name);
  throw refuseManifest(path, key, `\`${name}\` is not a valid name`);
}

/** The array of strings under `key` with places; throws when it is anything else. */
export function strings(
  path: string,
  table: TomlTable,
  key: string,
  base: TomlPath,
): readonly Entry[] {
  const value = table[key];
  if (value === undefined) return [];
  if (!isStringArray(value)) throw refuseManifest(path, [...base, key], wrongType(key, 'strings'));
  return value.map((text, index) => ({ text, key: [...base, key, index] }));
}

function optionalString(
  path: string,
  table: TomlTable,
  key: string,
  base: TomlPath,
): string | undefined {
  if (table[key] === undefined) return undefined;
  const value = stringAt(table, key);
  if (value === undefined) throw refuseManifest(path, [...base, key], wrongType(key, 'a string'));
  return value;
}

/** The table under `key`, empty when absent; throws when it is anything else. */
export function tableIn(path: string, table: TomlTable, key: string, base: TomlPath): TomlTable {
  if (table[key] === undefined || isTable(table[key])) return tableAt(table, key);
  throw refuseManifest(path, [...base, key], wrongType(key, 'a table'));
}

function wrongType(key: string, expected: string): string {
  return expected === 'strings'
    ? `\`${key}\` has to be an array of strings`
    : `\`${key}\` has to be ${expected}`;
}

function unreadable(path: string, message: string): Refusal {
  return new Refusal({ kind: 'unparsable', what: 'manifest', message }, { path });
}
