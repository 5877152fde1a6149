/** `pdm.lock`, as far as the verdict looks at it. Source: pdm `project/lockfile/pdmlock.py`. */
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import type { TomlTable } from '../documents.ts';
import type { LockedPackage, LockProject, PackageSource } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsOf, tableAt, tablesAt } from '../values.ts';

export interface PdmLock {
  readonly metadata: TomlTable;
  /** `lock_version` as written; empty where there is none. */
  readonly version: string;
  readonly packages: readonly PdmPackage[];
}

export interface PdmPackage extends LockedPackage {
  /** Applies to some environments only. */
  readonly conditional: boolean;
}

const known = new WeakMap<TomlTable, PdmLock>();

export function readLock({ lock: path }: LockProject, table: TomlTable): PdmLock {
  const before = known.get(table);
  if (before !== undefined) return before;
  const metadata = tableAt(table, 'metadata');
  const version = metadata.lock_version;
  const files = tableAt(metadata, 'files');
  const packages = arrayAt(table, 'package').map((entry, index) =>
    packageOf(path, index, isTable(entry) ? entry : {}, files),
  );
  const lock = {
    metadata,
    version: typeof version === 'string' || typeof version === 'bigint' ? String(version) : '',
    packages,
  };
  known.set(table, lock);
  return lock;
}

function packageOf(path: string, index: number, entry: TomlTable, files: TomlTable): PdmPackage {
  const name = normalizeName(stringAt(entry, 'name') ?? '');
  const version = stringAt(entry, 'version') ?? '';
  // Before lock version 4.3 all files stood in one table, by "name version".
  const old = tablesAt(files, `${stringAt(entry, 'name')} ${version}`);
  return {
    name,
    version,
    source: sourceOf(entry),
    hashes: hashesOf([...tablesAt(entry, 'files'), ...old]),
    dependencies: stringsOf(entry.dependencies ?? []).flatMap(
      (line) => parseRequirement(line)?.name ?? [],
    ),
    conditional: stringAt(entry, 'marker') !== undefined,
    at: { path, key: ['package', index] },
  };
}

function hashesOf(files: readonly TomlTable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    files.flatMap((file): [string, string][] => {
      const hash = stringAt(file, 'hash');
      const name = stringAt(file, 'file') ?? stringAt(file, 'url')?.replace(/^.*\//, '');
      return hash === undefined || name === undefined ? [] : [[name, hash]];
    }),
  );
}

function sourceOf(entry: TomlTable): PackageSource {
  const git = stringAt(entry, 'git');
  if (git !== undefined) {
    return { kind: 'git', location: `${git}@${stringAt(entry, 'revision') ?? ''}` };
  }
  const path = stringAt(entry, 'path');
  if (path !== undefined) return { kind: 'path', location: path };
  const url = stringAt(entry, 'url');
  // The lock names no index; where a package comes from is its file's host (static URLs).
  return url === undefined ? { kind: 'registry', index: '' } : { kind: 'url', location: url };
}
