/**
 * The settings in force for a workspace: the nearest folder upwards with a `uv.toml` or a
 * `[tool.uv]` decides alone; nothing is merged. What users have in their home folders or in the
 * environment is not part of a repository and not looked at.
 * Source: uv-settings `lib.rs`, `FilesystemOptions::find`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { type TomlTable, tomlDocument } from '../documents.ts';
import { ancestorsOf, fileIn } from '../paths.ts';
import {
  booleanAt,
  isStringArray,
  isTable,
  stringAt,
  stringsAt,
  tableAt,
  tablesAt,
} from '../values.ts';
import { type Cutoff, parseCutoff } from './exclude-newer.ts';
import type { Files } from './files.ts';
import { type IndexSettings, indexSettings } from './indexes.ts';
import { Refusal, refuseManifest } from './refusal.ts';
import { settingMistake } from './settings-schema.ts';

export interface Settings {
  /** Where a setting stands, or would have to stand. */
  at(key: string): { readonly path: string; readonly key: TomlPath };
  readonly resolution: string;
  readonly forkStrategy: string;
  readonly prerelease: string;
  readonly prereleasePackages: ReadonlyMap<string, string>;
  readonly excludeNewer: Cutoff | undefined;
  readonly excludeNewerPackages: ReadonlyMap<string, Cutoff>;
  readonly dependencyMetadata: readonly TomlTable[];
  readonly indexes: IndexSettings;
  readonly requiredVersion: string | undefined;
  isPreview(feature: string): boolean;
  /** Whether `[tool.uv.sources]` counts for this package. */
  usesSources(name: string): boolean;
}

interface Found {
  readonly table: TomlTable;
  readonly path: string;
  readonly base: TomlPath;
  readonly directory: string;
}

/** The settings for the workspace at `root`; throws a `Refusal` for a `uv.toml` that uv refuses. */
export function readSettings(files: Files, root: string): Settings {
  const found = findSettings(files, root);
  return settingsOf(
    found ?? {
      table: {},
      path: fileIn(root, 'pyproject.toml'),
      base: ['tool', 'uv'],
      directory: root,
    },
  );
}

/** A script's own `[tool.uv]`, key by key before the settings of its surroundings. */
export function withScriptSettings(
  files: Files,
  around: string,
  script: { readonly path: string; readonly directory: string; readonly table: TomlTable },
): Settings {
  const found = findSettings(files, around);
  const own = settingsOf({
    table: { ...found?.table, ...script.table },
    path: script.path,
    base: ['tool', 'uv'],
    directory: script.directory,
  });
  if (found === undefined) return own;
  const outer = settingsOf(found);
  const isOuter = (key: string): boolean =>
    script.table[key] === undefined && found.table[key] !== undefined;
  return { ...own, at: (key) => (isOuter(key) ? outer.at(key) : own.at(key)) };
}

function findSettings(files: Files, root: string): Found | undefined {
  for (const directory of [root, ...ancestorsOf(root)]) {
    const found = uvToml(files, directory) ?? toolTable(files, directory);
    if (found !== undefined) return found;
  }
  return undefined;
}

function uvToml(files: Files, directory: string): Found | undefined {
  const path = fileIn(directory, 'uv.toml');
  if (!files.has(path)) return undefined;
  const document = tomlDocument(files.tree, path);
  if (document.kind === 'conflict-markers') {
    throw new Refusal({ kind: 'conflict-markers' }, { path, line: document.line });
  }
  if (document.kind === 'unparsable') {
    throw new Refusal(
      { kind: 'manifest-invalid', message: `\`${path}\` cannot be parsed: ${document.message}` },
      { path, line: document.line },
    );
  }
  if (document.kind !== 'document') {
    files.leaveOpen({
      reason: `\`${path}\` could not be read`,
      remedy: 'make it a plain UTF-8 file',
    });
    return undefined;
  }
  const mistake = settingMistake(document.value, 'uv.toml');
  if (mistake !== undefined) {
    throw refuseManifest(path, [mistake.key], `\`${path}\` is invalid: ${mistake.message}`);
  }
  return { table: document.value, path, base: [], directory };
}

function toolTable(files: Files, directory: string): Found | undefined {
  const path = fileIn(directory, 'pyproject.toml');
  if (!files.has(path)) return undefined;
  const document = tomlDocument(files.tree, path);
  if (document.kind !== 'document') return undefined;
  const table = tableAt(document.value, 'tool').uv;
  // uv only warns about a table with a mistake, and goes on without it.
  if (!isTable(table) || settingMistake(table, 'pyproject.toml') !== undefined) return undefined;
  return { table, path, base: ['tool', 'uv'], directory };
}

function settingsOf(found: Found): Settings {
  const { table } = found;
  const noSources = booleanAt(table, 'no-sources') ?? false;
  const withoutSources = new Set(stringsAt(table, 'no-sources-package').map(normalizeName));
  const previews = previewFeatures(table['preview-features']);
  const excludeNewer = parseCutoff(table['exclude-newer']);
  return {
    at: (key) => ({
      path: found.path,
      key: table[key] === undefined ? found.base : [...found.base, key],
    }),
    resolution: stringAt(table, 'resolution') ?? 'highest',
    forkStrategy: stringAt(table, 'fork-strategy') ?? 'requires-python',
    prerelease: prereleaseMode(stringAt(table, 'prerelease')),
    prereleasePackages: byName(tableAt(table, 'prerelease-package'), (value) =>
      typeof value === 'string' ? prereleaseMode(value) : undefined,
    ),
    excludeNewer: excludeNewer?.kind === 'off' ? undefined : excludeNewer,
    excludeNewerPackages: byName(tableAt(table, 'exclude-newer-package'), parseCutoff),
    dependencyMetadata: tablesAt(table, 'dependency-metadata'),
    indexes: indexSettings(table, found.directory),
    requiredVersion: stringAt(table, 'required-version'),
    isPreview: (feature) => table.preview === true || previews.includes(feature),
    usesSources: (name) => !noSources && !withoutSources.has(name),
  };
}

/** A list of names, or one text with commas. */
function previewFeatures(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',').map((name) => name.trim());
  return isStringArray(value) ? value : [];
}

/** Today's name of a setting's pre-release mode; uv does not translate what a lock says. */
function prereleaseMode(mode: string | undefined): string {
  return mode === undefined || mode === 'if-necessary-or-explicit' ? 'if-necessary' : mode;
}

/** A table with package names as keys, normalised; values that cannot be read are left out. */
export function byName<T>(
  table: TomlTable,
  read: (value: unknown) => T | undefined,
): ReadonlyMap<string, T> {
  const entries = new Map<string, T>();
  for (const [name, value] of Object.entries(table)) {
    const parsed = read(value);
    if (parsed !== undefined) entries.set(normalizeName(name), parsed);
  }
  return entries;
}
