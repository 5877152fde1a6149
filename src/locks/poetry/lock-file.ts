import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import type { LockedPackage, LockProject, PackageSource } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsOf, tableAt } from '../values.ts';

/** A `[[package]]` of poetry.lock. */
export interface PoetryPackage extends LockedPackage {
  /** Lock 2.1: the groups that need it, normalised; empty before. */
  readonly groups: readonly string[];
  readonly index: number;
}

export interface PoetryLock {
  readonly table: TomlTable;
  readonly metadata: TomlTable;
  /** `1.1`, `2.0`, `2.1`; empty when the lock does not say. */
  readonly version: string;
  readonly packages: readonly PoetryPackage[];
}

/** The lock of a project, whatever shape its values have. */
export function readLock(project: LockProject, table: TomlTable): PoetryLock {
  const metadata = tableAt(table, 'metadata');
  return {
    table,
    metadata,
    version: stringAt(metadata, 'lock-version') ?? '',
    packages: arrayAt(table, 'package').flatMap((item, index) =>
      isTable(item) ? [readPackage(project, item, index, metadata)] : [],
    ),
  };
}

function readPackage(
  project: LockProject,
  item: TomlTable,
  index: number,
  metadata: TomlTable,
): PoetryPackage {
  const written = stringAt(item, 'name') ?? '';
  return {
    name: normalizeName(written),
    version: stringAt(item, 'version') ?? '',
    source: sourceOf(tableAt(item, 'source')),
    hashes: hashesOf(filesOf(item, written, metadata)),
    dependencies: Object.keys(tableAt(item, 'dependencies')).map(normalizeName),
    groups: stringsOf(item.groups).map(normalizeName),
    at: { path: project.lock, key: ['package', index] },
    index,
  };
}

/** Before lock 2.0 all files stood in `[metadata.files]`. */
function filesOf(item: TomlTable, name: string, metadata: TomlTable): readonly unknown[] {
  return Object.hasOwn(item, 'files')
    ? arrayAt(item, 'files')
    : arrayAt(tableAt(metadata, 'files'), name);
}

function hashesOf(files: readonly unknown[]): Readonly<Record<string, string>> {
  const hashes: [string, string][] = [];
  for (const file of files) {
    if (!isTable(file)) continue;
    const [name, hash] = [stringAt(file, 'file'), stringAt(file, 'hash')];
    if (name !== undefined && hash !== undefined) hashes.push([name, hash]);
  }
  return Object.fromEntries(hashes);
}

function sourceOf(source: TomlTable): PackageSource {
  const url = stringAt(source, 'url') ?? '';
  switch (stringAt(source, 'type')) {
    case 'git':
      return { kind: 'git', location: `${url}#${stringAt(source, 'resolved_reference') ?? ''}` };
    case 'url':
      return { kind: 'url', location: url };
    case 'file':
    case 'directory':
      return { kind: 'path', location: url };
    default:
      return { kind: 'registry', index: url };
  }
}
