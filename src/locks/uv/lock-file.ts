/**
 * Reads `uv.lock` as uv does, and refuses what uv refuses: wrong types, packages that occur twice,
 * edges to packages that are not there, wheels of another version.
 * Source: uv-lock `lock/mod.rs`, `LockWire`, `PackageWire::unwire`, `Lock::new`.
 */
import type { TomlPath, Tree } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequiresPython, type RequiresPython } from '../../python/requires-python.ts';
import { type TomlTable, tomlDocument } from '../documents.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../values.ts';
import { checkArtifacts } from './lock-artifacts.ts';
import { refuseLockTypes, refusePackageTypes } from './lock-options.ts';
import { isSourceTree, type LockSource, parseSource, sourceKey } from './lock-source.ts';
import { Refusal, refuseLock } from './refusal.ts';

/** The format version that this gate and uv know. */
const KNOWN_VERSION = '1';

export interface LockPackage {
  /** Position in `[[package]]`. */
  readonly index: number;
  readonly name: string;
  /** Absent for source trees with a dynamic version. */
  readonly version: string | undefined;
  readonly source: LockSource;
  readonly table: TomlTable;
}

export interface Lock {
  readonly path: string;
  readonly table: TomlTable;
  /** 0 when the lock records none. */
  readonly revision: number;
  readonly requiresPython: RequiresPython;
  readonly packages: readonly LockPackage[];
  readonly byName: ReadonlyMap<string, readonly LockPackage[]>;
  readonly options: TomlTable;
  readonly manifest: TomlTable;
  readonly members: ReadonlySet<string>;
}

export type LockFile =
  | { readonly kind: 'lock'; readonly lock: Lock }
  | { readonly kind: 'absent' | 'unfetched' };

const known = new WeakMap<TomlTable, Lock>();

/** Throws a `Refusal` for a lock that uv refuses to read. */
export function readLock(tree: Tree, path: string): LockFile {
  const document = tomlDocument(tree, path);
  switch (document.kind) {
    case 'absent':
    case 'unfetched':
      return { kind: document.kind };
    case 'conflict-markers':
      throw new Refusal({ kind: 'conflict-markers' }, { path, line: document.line });
    case 'unparsable':
      throw new Refusal(
        { kind: 'unparsable', what: 'lock', message: document.message },
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
  if (before?.path === path) return { kind: 'lock', lock: before };
  const lock = lockOf(path, document.value);
  known.set(document.value, lock);
  return { kind: 'lock', lock };
}

function lockOf(path: string, table: TomlTable): Lock {
  const version = table.version;
  if (Object.keys(table).length === 0) throw unreadable(path, 'it is empty');
  if (typeof version !== 'bigint') {
    throw refuseLock(path, [], 'the format version (`version`) is missing');
  }
  if (version !== BigInt(KNOWN_VERSION)) {
    throw new Refusal(
      { kind: 'unknown-version', found: String(version), known: KNOWN_VERSION },
      { path, key: ['version'] },
    );
  }
  const bound = stringAt(table, 'requires-python');
  const requiresPython = bound === undefined ? undefined : parseRequiresPython(bound);
  if (requiresPython === undefined) {
    throw refuseLock(path, ['requires-python'], '`requires-python` is missing or not a specifier');
  }
  const { revision } = table;
  if (revision !== undefined && typeof revision !== 'bigint') {
    throw refuseLock(path, ['revision'], 'the revision is no number');
  }
  refuseLockTypes(path, table);
  const packages = packagesOf(path, table);
  const byName = Map.groupBy(packages, (item) => item.name);
  refuseDuplicates(path, byName);
  const manifest = tableAt(table, 'manifest');
  return {
    path,
    table,
    revision: typeof revision === 'bigint' ? Number(revision) : 0,
    requiresPython,
    packages,
    byName,
    options: tableAt(table, 'options'),
    manifest,
    members: new Set(
      arrayAt(manifest, 'members').flatMap((name) =>
        typeof name === 'string' ? [normalizeName(name)] : [],
      ),
    ),
  };
}

function packagesOf(path: string, table: TomlTable): readonly LockPackage[] {
  const key = table.package === undefined ? 'distribution' : 'package';
  const entries = table[key] ?? [];
  if (!Array.isArray(entries))
    throw refuseLock(path, [key], `\`${key}\` is not an array of tables`);
  return entries.map((entry, index) => packageOf(path, entry, index, key));
}

function packageOf(path: string, entry: unknown, index: number, list: string): LockPackage {
  const at: TomlPath = [list, index];
  if (!isTable(entry)) throw refuseLock(path, at, 'a package is not a table');
  const given = stringAt(entry, 'name');
  if (given === undefined) throw refuseLock(path, at, 'a package has no `name`');
  const name = normalizeName(given);
  const source = parseSource(entry.source);
  if (source === undefined) throw refuseLock(path, at, `\`${name}\` has no valid \`source\``);
  const version = entry.version;
  if (version !== undefined && typeof version !== 'string') {
    throw refuseLock(path, [...at, 'version'], `the version of \`${name}\` is not a string`);
  }
  if (version === undefined && source.kind === 'registry') {
    throw refuseLock(path, at, `\`${name}\` comes from an index but has no \`version\``);
  }
  const item: LockPackage = { index, name, version, source, table: entry };
  refusePackageTypes(path, at, entry);
  checkArtifacts(path, at, item);
  return item;
}

function refuseDuplicates(path: string, byName: ReadonlyMap<string, readonly LockPackage[]>): void {
  for (const [name, packages] of byName) {
    if (packages.length === 1) continue;
    const ids = new Set<string>();
    for (const item of packages) {
      const id = `${item.version ?? ''} ${sourceKey(item.source)}`;
      if (ids.has(id)) {
        throw refuseLock(
          path,
          ['package', item.index],
          `\`${name}${item.version === undefined ? '' : `==${item.version}`}\` occurs twice`,
        );
      }
      ids.add(id);
    }
  }
}

function unreadable(path: string, message: string): Refusal {
  return new Refusal({ kind: 'unparsable', what: 'lock', message }, { path });
}

/** Whether the lock treats the package as a project of its own: all its extras and groups count. */
export function isMember(lock: Lock, item: LockPackage): boolean {
  if (!isSourceTree(item.source)) return false;
  return lock.members.has(item.name) || (lock.members.size === 0 && item.source.path === '');
}
