/** Package indexes as uv sees them: `[[tool.uv.index]]` and the older index settings. */
import type { TomlTable } from '../documents.ts';
import { resolvePath } from '../paths.ts';
import { booleanAt, stringAt, stringsAt, tablesAt } from '../values.ts';

export interface Index {
  readonly name: string | undefined;
  readonly location: IndexLocation;
  readonly isDefault: boolean;
  readonly isExplicit: boolean;
  readonly hashAlgorithm: string | undefined;
}

export type IndexLocation =
  /** Normalised, without credentials: the text that a lock records. */
  | { readonly kind: 'url'; readonly url: string; readonly text: string }
  /** A folder, from the repository's root. */
  | { readonly kind: 'path'; readonly path: string; readonly text: string };

export interface IndexSettings {
  readonly indexes: readonly Index[];
  /** `find-links`. */
  readonly links: readonly Index[];
  readonly noIndex: boolean;
}

/** The indexes of a settings table that stands in a file of `directory`. */
export function indexSettings(settings: TomlTable, directory: string): IndexSettings {
  const plain = (text: string, isDefault: boolean): Index => ({
    name: undefined,
    location: indexLocation(text, directory),
    isDefault,
    isExplicit: false,
    hashAlgorithm: undefined,
  });
  const url = stringAt(settings, 'index-url');
  return {
    indexes: [
      ...declaredIndexes(settings, directory),
      ...stringsAt(settings, 'extra-index-url').map((text) => plain(text, false)),
      ...(url === undefined ? [] : [plain(url, true)]),
    ],
    links: stringsAt(settings, 'find-links').map((text) => plain(text, false)),
    noIndex: booleanAt(settings, 'no-index') ?? false,
  };
}

/** `[[tool.uv.index]]` of a table that stands in a file of `directory`. */
export function declaredIndexes(settings: TomlTable, directory: string): readonly Index[] {
  return tablesAt(settings, 'index').flatMap((index) => {
    const url = stringAt(index, 'url');
    if (url === undefined) return [];
    return [
      {
        name: stringAt(index, 'name'),
        location: indexLocation(url, directory),
        isDefault: booleanAt(index, 'default') ?? false,
        isExplicit: booleanAt(index, 'explicit') ?? false,
        hashAlgorithm: stringAt(index, 'hash-algorithm'),
      },
    ];
  });
}

/** The indexes that a package may come from; the first of a name wins, as does the first default. */
export function allowedIndexes(settings: IndexSettings, defaultIndex: string): readonly Index[] {
  if (settings.noIndex) return settings.links;
  const names = new Set<string>();
  const allowed: Index[] = [];
  let hasDefault = false;
  for (const index of [...settings.indexes, ...settings.links]) {
    if (index.name !== undefined) {
      if (names.has(index.name)) continue;
      names.add(index.name);
    }
    if (index.isDefault && hasDefault) continue;
    hasDefault ||= index.isDefault;
    allowed.push(index);
  }
  if (!hasDefault) {
    allowed.push({
      name: undefined,
      location: indexLocation(defaultIndex, ''),
      isDefault: true,
      isExplicit: false,
      hashAlgorithm: undefined,
    });
  }
  return allowed;
}

export function hasIndexSettings(settings: IndexSettings): boolean {
  return settings.noIndex || settings.indexes.length > 0 || settings.links.length > 0;
}

/** Whether a location depends on an environment variable, which uv expands in URLs. */
export function dependsOnEnvironment(location: IndexLocation): boolean {
  // What stands before the host is a secret, and no part of what the lock records.
  return /\$\{[A-Z0-9_]+\}/.test(location.text.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1'));
}

/** Where an index setting points to. */
function indexLocation(text: string, directory: string): IndexLocation {
  if (text.startsWith('file://')) {
    return { kind: 'path', path: decodeURI(text.slice('file://'.length)), text };
  }
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text))
    return { kind: 'url', url: withoutCredentials(text), text };
  return { kind: 'path', path: resolvePath(directory, text), text };
}

/** A URL in its normal form, user name and password removed; unchanged when it is no URL. */
export function withoutCredentials(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.username = '';
  url.password = '';
  return url.href;
}
