/** A lock file of PEP 751 as values, whatever shape they have; `validity.ts` says what is wrong. */
import type { Tree } from '../../gates/types.ts';
import { type Marker, parseMarker, TRUE } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { type ReadDocument, readDocument } from '../read-document.ts';
import type { LockedPackage, PackageSource } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt, tablesAt } from '../values.ts';
import { artifactName } from './artifacts.ts';

export interface PylockPackage extends LockedPackage {
  readonly index: number;
  readonly table: TomlTable;
}

export interface Pylock {
  readonly path: string;
  readonly table: TomlTable;
  /** `uv`, `pip`, `pdm`, …; as written. */
  readonly createdBy: string;
  /** The command in the comment that uv writes at the top, by words; empty without one. */
  readonly command: readonly string[];
  readonly extras: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  readonly packages: readonly PylockPackage[];
}

/** The parsed file; TOML 1.0 knows no byte order mark, and pip and uv refuse one. */
export function readPylock(tree: Tree, path: string): ReadDocument {
  return readDocument(tree, path, 'lock', { refusedBy: 'TOML 1.0' });
}

export function pylockOf(path: string, table: TomlTable, text: string): Pylock {
  return {
    path,
    table,
    createdBy: stringAt(table, 'created-by') ?? '',
    command: commandIn(text),
    extras: new Set(stringsAt(table, 'extras').map(normalizeName)),
    groups: new Set(stringsAt(table, 'dependency-groups').map(normalizeName)),
    packages: arrayAt(table, 'packages').flatMap((item, index) =>
      isTable(item) ? [packageOf(path, item, index)] : [],
    ),
  };
}

/** `#    uv export --format pylock.toml`, after a line that ends in "the following command:". */
function commandIn(text: string): readonly string[] {
  const [, command = ''] = /^#[^\n]*following command:\r?\n#[ \t]+(uv [^\r\n]*)/.exec(text) ?? [];
  return command.split(/\s+/).filter((word) => word !== '');
}

function packageOf(path: string, table: TomlTable, index: number): PylockPackage {
  return {
    name: normalizeName(stringAt(table, 'name') ?? ''),
    version: stringAt(table, 'version') ?? '',
    source: sourceOf(table),
    hashes: hashesOf(table),
    dependencies: tablesAt(table, 'dependencies').flatMap((dependency) => {
      const name = stringAt(dependency, 'name');
      return name === undefined ? [] : [normalizeName(name)];
    }),
    at: { path, key: ['packages', index] },
    index,
    table,
  };
}

function sourceOf(table: TomlTable): PackageSource {
  const vcs = tableAt(table, 'vcs');
  if (Object.hasOwn(table, 'vcs')) {
    return { kind: 'git', location: `${locationOf(vcs)}#${stringAt(vcs, 'commit-id') ?? ''}` };
  }
  if (Object.hasOwn(table, 'directory')) {
    return { kind: 'path', location: locationOf(tableAt(table, 'directory')) };
  }
  if (Object.hasOwn(table, 'archive')) {
    const archive = tableAt(table, 'archive');
    const kind = stringAt(archive, 'url') === undefined ? 'path' : 'url';
    return { kind, location: locationOf(archive) };
  }
  return { kind: 'registry', index: stringAt(table, 'index') ?? '' };
}

function locationOf(table: TomlTable): string {
  return stringAt(table, 'url') ?? stringAt(table, 'path') ?? '';
}

/** One hash a file: sha256 where there is one, since hashes of one algorithm are compared. */
function hashesOf(table: TomlTable): Readonly<Record<string, string>> {
  const hashes = new Map<string, string>();
  const files = [tableAt(table, 'archive'), tableAt(table, 'sdist'), ...tablesAt(table, 'wheels')];
  for (const file of files) {
    const given = tableAt(file, 'hashes');
    const algorithm = Object.hasOwn(given, 'sha256') ? 'sha256' : Object.keys(given).sort()[0];
    const digest = algorithm === undefined ? undefined : stringAt(given, algorithm);
    if (digest === undefined) continue;
    hashes.set(artifactName(file) ?? '', `${algorithm}:${digest}`);
  }
  return Object.fromEntries(hashes);
}

/** Where the package gets installed. Throws `MarkerTooComplex`. */
export function markerOf({ table }: PylockPackage): Marker {
  return parseMarker(stringAt(table, 'marker') ?? '') ?? TRUE;
}
