/** `pixi.lock` of the versions 4 to 7, as values. Source: rattler `rattler_lock/src/parse`. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { parseArchiveName } from '../conda/spec.ts';
import type { TomlTable } from '../documents.ts';
import type { LockedPackage, PackageSource } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt, tablesAt } from '../values.ts';

export interface PixiRecord extends LockedPackage {
  readonly kind: 'conda' | 'pypi';
  /** Built from sources that lie elsewhere: only their own metadata says what they need. */
  readonly isSource: boolean;
  readonly location: string;
  readonly table: TomlTable;
}

export interface LockedPlatform {
  readonly name: string;
  readonly subdir: string;
  readonly virtualPackages: readonly string[] | undefined;
  readonly records: readonly PixiRecord[];
}

export interface LockedEnvironment {
  readonly name: string;
  readonly key: TomlPath;
  readonly table: TomlTable;
  readonly channels: readonly string[];
  readonly platforms: readonly LockedPlatform[];
}

export interface PixiLock {
  readonly path: string;
  readonly version: number;
  readonly environments: ReadonlyMap<string, LockedEnvironment>;
  readonly records: readonly PixiRecord[];
  /** What the environments list and `packages` has not: pixi reads no such lock. */
  readonly dangling: readonly string[];
}

/** Versions that pixi reads and this gate understands; 1 to 3 were written before 2024. */
export const OLDEST_VERSION = 4;
export const NEWEST_VERSION = 7;

/** Judge and model read the same document. */
const known = new WeakMap<TomlTable, PixiLock>();

export function pixiLock(path: string, table: TomlTable): PixiLock {
  const before = known.get(table);
  if (before?.path === path) return before;
  const lock = lockOf(path, table);
  known.set(table, lock);
  return lock;
}

function lockOf(path: string, table: TomlTable): PixiLock {
  const records = arrayAt(table, 'packages').flatMap((item, index) =>
    isTable(item) ? recordOf(path, item, index) : [],
  );
  const byLocation = Map.groupBy(records, ({ kind, location }) => `${kind} ${location}`);
  const platforms = new Map(
    tablesAt(table, 'platforms').map((item) => [stringAt(item, 'name') ?? '', item]),
  );
  const environments = tableAt(table, 'environments');
  const dangling: string[] = [];
  return {
    path,
    version: Number(stringAt(table, 'version')),
    environments: new Map(
      Object.keys(environments).map((name) => [
        name,
        environmentOf(name, tableAt(environments, name), platforms, byLocation, dangling),
      ]),
    ),
    records,
    dangling,
  };
}

type Records = ReadonlyMap<string, readonly PixiRecord[]>;

function environmentOf(
  name: string,
  table: TomlTable,
  declared: ReadonlyMap<string, TomlTable>,
  records: Records,
  dangling: string[],
): LockedEnvironment {
  const packages = tableAt(table, 'packages');
  return {
    name,
    key: ['environments', name],
    table,
    channels: arrayAt(table, 'channels').flatMap((channel) => {
      const url = isTable(channel) ? stringAt(channel, 'url') : channel;
      return typeof url === 'string' ? [url] : [];
    }),
    platforms: Object.keys(packages).map((platform) => {
      const data = declared.get(platform);
      return {
        name: platform,
        subdir: (data && stringAt(data, 'subdir')) ?? platform,
        virtualPackages: data && stringsAt(data, 'virtual-packages'),
        records: tablesAt(packages, platform).flatMap((item) =>
          referenced(item, records, dangling),
        ),
      };
    }),
  };
}

function referenced(item: TomlTable, records: Records, dangling: string[]): readonly PixiRecord[] {
  for (const key of ['conda', 'conda_source', 'pypi'] as const) {
    const location = stringAt(item, key);
    if (location === undefined) continue;
    const found = records.get(`${key === 'pypi' ? 'pypi' : 'conda'} ${location}`);
    // A source package can be built in several ways; they share the name.
    if (found === undefined) dangling.push(location);
    return found?.slice(0, 1) ?? [];
  }
  return [];
}

function recordOf(path: string, table: TomlTable, index: number): readonly PixiRecord[] {
  const at = { path, key: ['packages', index] };
  const pypi = locationOf(table, 'pypi');
  if (pypi !== undefined) return [{ ...pypiRecord(table, pypi), at }];
  const conda = stringAt(table, 'conda_source') ?? locationOf(table, 'conda');
  return conda === undefined ? [] : [{ ...condaRecord(table, conda), at }];
}

/** Before version 6: `kind: conda` with a `url` or `path`. */
function locationOf(table: TomlTable, kind: 'conda' | 'pypi'): string | undefined {
  const own = stringAt(table, kind);
  if (own !== undefined) return own;
  if (stringAt(table, 'kind') !== kind) return undefined;
  return stringAt(table, 'url') ?? stringAt(table, 'path');
}

type WithoutPlace = Omit<PixiRecord, 'at'>;

function condaRecord(table: TomlTable, location: string): WithoutPlace {
  const archive = parseArchiveName(location);
  const source = /^([^ [\]]+)\[[^\]]*\] @ /.exec(location)?.[1];
  const isSource = archive === undefined;
  return {
    kind: 'conda',
    name: (stringAt(table, 'name') ?? archive?.name ?? source ?? location).toLowerCase(),
    version: stringAt(table, 'version') ?? archive?.version ?? '',
    source: isSource
      ? { kind: 'path', location }
      : { kind: 'registry', index: location.replace(/\/[^/]*\/[^/]*$/, '') },
    hashes: hashesOf(table, location),
    dependencies: stringsAt(table, 'depends').flatMap((text) => /^[\w.-]+/.exec(text)?.[0] ?? []),
    isSource,
    location,
    table,
  };
}

function pypiRecord(table: TomlTable, location: string): WithoutPlace {
  const isSource =
    !/\.(?:whl|tar\.gz|zip)(?:[?#].*)?$/.test(location) || location.startsWith('git+');
  return {
    kind: 'pypi',
    name: normalizeName(stringAt(table, 'name') ?? ''),
    version: stringAt(table, 'version') ?? '',
    source: pypiSource(table, location),
    hashes: hashesOf(table, location),
    dependencies: stringsAt(table, 'requires_dist').flatMap((text) => {
      const name = /^\s*([\w.-]+)/.exec(text)?.[1];
      return name === undefined ? [] : [normalizeName(name)];
    }),
    isSource,
    location,
    table,
  };
}

/** Where a wheel of an index comes from is recorded since version 7. */
function pypiSource(table: TomlTable, location: string): PackageSource {
  if (location.startsWith('git+')) return { kind: 'git', location };
  if (!/^https?:/.test(location)) return { kind: 'path', location };
  return { kind: 'registry', index: stringAt(table, 'index') ?? '' };
}

function hashesOf(table: TomlTable, location: string): Readonly<Record<string, string>> {
  const sha256 = stringAt(table, 'sha256');
  const md5 = stringAt(table, 'md5');
  const hash = sha256 === undefined ? md5 && `md5:${md5}` : `sha256:${sha256}`;
  const file = location.slice(location.lastIndexOf('/') + 1).replace(/[?#].*$/, '');
  return hash === undefined ? {} : Object.fromEntries([[file, hash]]);
}
