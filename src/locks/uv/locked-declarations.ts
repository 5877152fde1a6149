/** Requirements as `uv.lock` records them: `requires-dist`, `requires-dev` and the `[manifest]`. */
import type { Location, TomlPath } from '../../gates/types.ts';
import { parseMarker } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import { parseSpecifiers } from '../../python/specifiers.ts';
import type { TomlTable } from '../documents.ts';
import { directoryOf, resolvePath } from '../paths.ts';
import { isTable, stringAt, stringsAt, tableAt } from '../values.ts';
import { conflictText, type Declaration, registryKey } from './declaration.ts';
import { withoutCredentials } from './indexes.ts';
import {
  archiveLocation,
  fileLocation,
  lockedGitLocation,
  type SourceLocation,
  treeLocation,
} from './locations.ts';
import type { Lock } from './lock-file.ts';
import { refuseLock } from './refusal.ts';

/** The declarations of an array of the lock; throws a `Refusal` for what uv cannot read. */
export function lockedDeclarations(
  lock: Lock,
  entries: readonly unknown[],
  at: TomlPath,
  section: string,
): readonly Declaration[] {
  return entries.map((entry, index) => {
    const key = [...at, index];
    if (!isTable(entry)) throw refuseLock(lock.path, key, 'a requirement is not a table');
    return lockedDeclaration(lock, entry, { path: lock.path, key }, section);
  });
}

/** One requirement table. */
export function lockedDeclaration(
  lock: Lock,
  entry: TomlTable,
  at: Location & { key: TomlPath },
  section: string,
): Declaration {
  const name = stringAt(entry, 'name');
  if (name === undefined) throw refuseLock(lock.path, at.key, 'a requirement has no `name`');
  const markerText = stringAt(entry, 'marker') ?? '';
  const marker = parseMarker(markerText);
  if (marker === undefined) {
    throw refuseLock(lock.path, [...at.key, 'marker'], `\`${markerText}\` is not a marker`);
  }
  const specifierText = stringAt(entry, 'specifier') ?? '';
  const specifiers = parseSpecifiers(specifierText);
  if (specifiers === undefined) {
    throw refuseLock(lock.path, [...at.key, 'specifier'], `\`${specifierText}\` is no specifier`);
  }
  const extras = stringsAt(entry, 'extras').map(normalizeName).sort();
  const location = locationOf(lock, entry);
  if (location === 'invalid') {
    throw refuseLock(lock.path, at.key, `the source of \`${name}\` cannot be read`);
  }
  const declaration = {
    name: normalizeName(name),
    extras,
    marker,
    origin: { at, section, text: location?.text ?? specifierText, marker: markerText },
  };
  if (location !== undefined) return { ...declaration, specifiers: [], source: location.key };
  return { ...declaration, specifiers, source: registryOf(entry) };
}

function registryOf(entry: TomlTable): string {
  const index = stringAt(entry, 'index');
  const conflict = tableAt(entry, 'conflict');
  const name = stringAt(conflict, 'package');
  const kind = stringAt(conflict, 'extra') === undefined ? 'group' : 'extra';
  const of = stringAt(conflict, kind);
  return registryKey(
    index === undefined ? undefined : withoutCredentials(index),
    name === undefined || of === undefined
      ? undefined
      : conflictText(normalizeName(name), kind, normalizeName(of)),
  );
}

function locationOf(lock: Lock, entry: TomlTable): SourceLocation | 'invalid' | undefined {
  const root = directoryOf(lock.path);
  const git = stringAt(entry, 'git');
  if (git !== undefined) return lockedGitLocation(git) ?? 'invalid';
  const url = stringAt(entry, 'url');
  if (url !== undefined) return archiveLocation(url, stringAt(entry, 'subdirectory')) ?? 'invalid';
  const path = stringAt(entry, 'path');
  if (path !== undefined) return fileLocation(resolvePath(root, path)) ?? 'invalid';
  for (const kind of ['directory', 'editable', 'virtual'] as const) {
    const tree = stringAt(entry, kind);
    if (tree !== undefined) return treeLocation(resolvePath(root, tree), kind);
  }
  return undefined;
}
