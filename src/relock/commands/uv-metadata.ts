/**
 * Locked packages without a wheel. To learn what they require uv would build them, though the lock
 * says it; so uv is told (`dependency-metadata`), and what it notes of that is taken out of what it
 * makes. The lock does not say which other versions would do: what they require stays as it is. Pure.
 * Source: https://docs.astral.sh/uv/reference/settings/#dependency-metadata
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { parseToml, type TomlTable, tomlDocument } from '../../locks/documents.ts';
import { ancestorsOf, baseName, fileIn } from '../../locks/paths.ts';
import type { LockProject } from '../../locks/types.ts';
import { isTable, stringAt, stringsOf, tableAt, tablesAt } from '../../locks/values.ts';
import type { RelockRequest } from '../types.ts';
import { buildOptions } from './uv-environment.ts';

export interface Told {
  /** Options that forbid builds, but for what uv is told about. */
  readonly options: readonly string[];
  /** Where uv is told: a manifest or `uv.toml`, and what stands at its end then; or nowhere. */
  readonly settings: { readonly path: string; readonly end: string } | 'none';
  /** Of the packages. */
  readonly names: readonly string[];
  /** What uv writes of it into the lock. */
  readonly noted: string;
}

/** @param builds whether uv may build them */
export function metadataFor({ project, tree, draft }: RelockRequest, builds: boolean): Told {
  const nothing: Told = { options: buildOptions(builds), settings: 'none', names: [], noted: '' };
  const document = tomlDocument(tree, project.lock);
  const packages = document.kind === 'document' ? tablesAt(document.value, 'package') : [];
  const [without, others] = [packages.filter(isSourceOnly), packages.filter(hasWheels)];
  const place = settingsOf(project, tree);
  if (builds || without.length === 0 || place === 'none' || without.some(isConditional)) {
    return nothing;
  }
  const entries = without.map((one) => entryOf(one, packages, draft === true));
  const written = (header: string) => entries.map((lines) => `${header}\n${lines}\n`).join('');
  return {
    options: namesOf(others).flatMap((name) => ['--no-build-package', name]),
    settings: { path: place.path, end: `\n\n${written(`[[${place.table}]]`)}` },
    names: namesOf(without),
    noted: written('[[manifest.dependency-metadata]]'),
  };
}

/**
 * Packages of which a lock asks more than the old lock knows: extras that nobody asked for before, or
 * other environments, whose requirements are not in it. The lock would be wrong, and nobody see it.
 */
export function undertold(before: string, made: string, { names }: Told): readonly string[] {
  if (names.length === 0) return [];
  const [old, own] = [parseToml(before), parseToml(made)];
  if (old.kind !== 'document' || own.kind !== 'document') return names;
  const isSame = (key: string) => JSON.stringify(old.value[key]) === JSON.stringify(own.value[key]);
  if (!TARGETS.every(isSame)) return names;
  const known = new Set(extrasIn(old.value));
  const asked = extrasIn(own.value).filter((one) => !known.has(one));
  return names.filter((name) => asked.some((one) => one.startsWith(`${name}[`)));
}

/** For which environments a lock is. */
const TARGETS = ['requires-python', 'supported-markers', 'required-markers', 'conflicts'];

/** `pyspark[sql]`: every extra that something asks for. */
function extrasIn(lock: TomlTable): readonly string[] {
  return tablesAt(lock, 'package').flatMap((one) => {
    const metadata = tableAt(one, 'metadata');
    const groups = [tableAt(one, 'dev-dependencies'), tableAt(metadata, 'requires-dev')];
    const all = [
      ...requirementTables(one).map(({ table }) => table),
      ...tablesAt(metadata, 'requires-dist'),
      ...groups.flatMap((group) => Object.keys(group).flatMap((name) => tablesAt(group, name))),
    ];
    return all.flatMap((table) =>
      [...stringsOf(table.extra), ...stringsOf(table.extras)].map(
        (extra) => `${stringAt(table, 'name')}[${extra}]`,
      ),
    );
  });
}

/** A lock with what uv would note in it. */
export function withNoted(lock: string, { noted }: Told): string {
  return lock.replace(/^\[\[package\]\]$/m, (first) => noted + first);
}

/** What uv made, without it. */
export function withoutNoted(lock: string, { noted }: Told): string {
  return noted === '' ? lock : lock.replaceAll(NOTED, '').replace(EMPTY, '');
}

const NOTED = /^\[\[manifest\.dependency-metadata\]\]\n(?:(?!\[).*\n)*/gm;

/** Some versions of uv write a header where only that stood below. */
const EMPTY = /^\[manifest\]\n\n(?=\[\[package\]\]$)/m;

/** A `uv.toml` takes the place of `[tool.uv]`; where the project tells uv something itself, we do not. */
function settingsOf(
  { manifest, directory }: LockProject,
  tree: Tree,
): { readonly path: string; readonly table: string } | 'none' {
  if (baseName(manifest) !== 'pyproject.toml') return 'none';
  const own = fileIn(directory, 'uv.toml');
  const place = tree.files.has(own)
    ? { path: own, table: 'dependency-metadata' }
    : { path: manifest, table: 'tool.uv.dependency-metadata' };
  const text = textAt(tree, place.path) ?? '';
  const manifestText = place.path === manifest ? text : '';
  // A table of its own would hide the settings of a folder above.
  const isOwn = place.path === own || /^\[+tool\.uv\b/m.test(manifestText);
  if (!isOwn && ancestorsOf(directory).some((folder) => hasSettings(folder, tree))) return 'none';
  const isFree = !/dependency-metadata/.test(text);
  // Tables can be written in ways in which nothing can be added.
  const isOpen = parseToml(`${text}\n\n[[${place.table}]]\n`).kind === 'document';
  return isFree && isOpen ? place : 'none';
}

function hasSettings(folder: string, tree: Tree): boolean {
  return ['uv.toml', 'pyproject.toml'].some((name) => tree.files.has(fileIn(folder, name)));
}

function isSourceOnly(one: TomlTable): boolean {
  const isRegistry = stringAt(tableAt(one, 'source'), 'registry') !== undefined;
  return isRegistry && isTable(one.sdist) && !hasWheels(one);
}

function hasWheels(one: TomlTable): boolean {
  return tablesAt(one, 'wheels').length > 0;
}

/** Extras in markers stand for settings of the project, which a package cannot ask for. */
function isConditional(one: TomlTable): boolean {
  return requirementTables(one).some(({ table }) =>
    /\bextra\b/.test(stringAt(table, 'marker') ?? ''),
  );
}

function namesOf(packages: readonly TomlTable[]): readonly string[] {
  return [...new Set(packages.flatMap((one) => stringAt(one, 'name') ?? []))];
}

/** @param anyVersion what is true of the locked version, of others too: good enough for a draft */
function entryOf(one: TomlTable, packages: readonly TomlTable[], anyVersion: boolean): string {
  const requirements = requirementTables(one).map((asked) => requirement(asked, packages));
  const extras = Object.keys(tableAt(one, 'optional-dependencies'));
  const isOnly = packages.filter(({ name }) => name === one.name).length === 1;
  const lines = [
    ['name', stringAt(one, 'name')],
    ...(anyVersion && isOnly ? [] : [['version', stringAt(one, 'version')]]),
    ['requires-dist', requirements],
    ...(extras.length === 0 ? [] : [['provides-extra', extras]]),
  ] as const;
  return `${lines.map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n')}\n`;
}

interface Requirement {
  readonly table: TomlTable;
  /** For which extra of the package; `` without one. */
  readonly extra: string;
}

function requirementTables(one: TomlTable): readonly Requirement[] {
  const optional = tableAt(one, 'optional-dependencies');
  return [
    ...tablesAt(one, 'dependencies').map((table) => ({ table, extra: '' })),
    ...Object.keys(optional).flatMap((extra) =>
      tablesAt(optional, extra).map((table) => ({ table, extra })),
    ),
  ];
}

/** As PEP 508 has it. */
function requirement({ table, extra }: Requirement, packages: readonly TomlTable[]): string {
  const name = stringAt(table, 'name') ?? '';
  const extras = stringsOf(table.extra);
  const versions = packages
    .filter((one) => one.name === name)
    .map((one) => stringAt(one, 'version'));
  const version = stringAt(table, 'version') ?? (versions.length === 1 ? versions[0] : undefined);
  const isIndexed = packages.some(
    (one) => one.name === name && stringAt(tableAt(one, 'source'), 'registry') !== undefined,
  );
  const pin = version === undefined || !isIndexed ? '' : `==${version}`;
  const marker = stringAt(table, 'marker') ?? '';
  const forExtra = extra === '' ? '' : `extra == '${extra}'`;
  const markers = [marker === '' ? '' : `(${marker})`, forExtra].filter((part) => part !== '');
  const condition = markers.length === 0 ? '' : ` ; ${markers.join(' and ')}`;
  return `${name}${extras.length === 0 ? '' : `[${extras.join(',')}]`}${pin}${condition}`;
}
