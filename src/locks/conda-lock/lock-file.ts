/** `conda-lock.yml` as values. Source: conda-lock `conda_lock/lockfile/v1/models.py`. */
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import type { LockedPackage } from '../types.ts';
import { fileNameOf } from '../uv/lock-artifacts.ts';
import { arrayAt, isTable, stringAt, stringsAt, tableAt } from '../values.ts';

export interface CondaLockPackage extends LockedPackage {
  readonly manager: 'conda' | 'pip';
  readonly platform: string;
  readonly md5: string | undefined;
  readonly sha256: string | undefined;
}

export interface CondaLock {
  readonly path: string;
  /** URLs or names, as written. */
  readonly channels: readonly string[];
  readonly platforms: readonly string[];
  /** Paths relative to the lock's folder. */
  readonly sources: readonly string[];
  readonly packages: readonly CondaLockPackage[];
}

export function condaLock(path: string, table: TomlTable): CondaLock {
  const metadata = tableAt(table, 'metadata');
  return {
    path,
    channels: arrayAt(metadata, 'channels').flatMap((channel) => {
      const url = isTable(channel) ? stringAt(channel, 'url') : channel;
      return typeof url === 'string' ? [url] : [];
    }),
    platforms: stringsAt(metadata, 'platforms'),
    sources: stringsAt(metadata, 'sources'),
    packages: arrayAt(table, 'package').flatMap((item, index) =>
      isTable(item) ? [packageOf(path, item, index)] : [],
    ),
  };
}

function packageOf(path: string, table: TomlTable, index: number): CondaLockPackage {
  const manager = stringAt(table, 'manager') === 'pip' ? 'pip' : 'conda';
  const name = stringAt(table, 'name') ?? '';
  const url = stringAt(table, 'url') ?? '';
  const hash = tableAt(table, 'hash');
  const [md5, sha256] = [stringAt(hash, 'md5'), stringAt(hash, 'sha256')];
  const digest = sha256 === undefined ? md5 && `md5:${md5}` : `sha256:${sha256}`;
  return {
    name: manager === 'pip' ? normalizeName(name) : name.toLowerCase(),
    version: stringAt(table, 'version') ?? '',
    source: { kind: 'registry', index: indexOf(manager, url) },
    hashes: digest === undefined ? {} : Object.fromEntries([[fileNameOf({ url }) ?? name, digest]]),
    dependencies: Object.keys(tableAt(table, 'dependencies')),
    at: { path, key: ['package', index] },
    manager,
    platform: stringAt(table, 'platform') ?? '',
    md5,
    sha256,
  };
}

/** The channel of a conda package; the files of a PyPI index lie anywhere. */
function indexOf(manager: 'conda' | 'pip', url: string): string {
  return manager === 'conda' ? url.replace(/\/[^/]*\/[^/]*$/, '') : '';
}
