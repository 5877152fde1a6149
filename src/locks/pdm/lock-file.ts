/** A pdm.lock as data. Source: pdm `project/lockfile/pdmlock.py`, `models/repositories/lock.py`. */
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import type { LockedPackage, LockProject, PackageSource } from '../types.ts';
import { arrayAt, isTable, stringAt, stringsAt, stringsOf, tableAt, tablesAt } from '../values.ts';
import { normalizeGroup } from './manifest.ts';

export interface PdmPackage extends LockedPackage {
  readonly extras: readonly string[];
  /** With `inherit_metadata`: the groups that need it; empty means "not recorded". */
  readonly groups: readonly string[];
  readonly marker: string;
  /** Of a package that comes from no index. */
  readonly from: Origin | undefined;
  /** Requirements as written; old locks have names only. */
  readonly requirements: readonly string[];
}

/** As PDM compares it with a requirement's URL or path. */
interface Origin {
  readonly kind: 'url' | 'git' | 'path';
  readonly location: string;
  readonly reference: string;
  readonly isEditable: boolean;
}

interface Target {
  readonly python: string;
  /** For one platform or one implementation of Python only. */
  readonly isPartial: boolean;
}

export interface PdmLock {
  readonly table: TomlTable;
  readonly metadata: TomlTable;
  /** `4.5.0`; empty when the lock does not say. */
  readonly version: string;
  /** The groups that were locked, normalised; `undefined` before PDM 2.5, which locked all. */
  readonly groups: readonly string[] | undefined;
  /** Since 4.5. */
  readonly targets: readonly Target[];
  /** Whether it holds what every platform needs. */
  readonly isCrossPlatform: boolean;
  readonly packages: readonly PdmPackage[];
}

/** The lock of a project, whatever shape its values have. */
export function readLock(project: LockProject, table: TomlTable): PdmLock {
  const metadata = tableAt(table, 'metadata');
  const targets = tablesAt(metadata, 'targets').map(readTarget);
  return {
    table,
    metadata,
    version: stringAt(metadata, 'lock_version') ?? '',
    groups: groupsOf(metadata),
    targets,
    isCrossPlatform: isCrossPlatform(metadata, targets),
    packages: arrayAt(table, 'package').flatMap((item, index) =>
      isTable(item) ? [readPackage(project, item, index, metadata)] : [],
    ),
  };
}

function groupsOf(metadata: TomlTable): readonly string[] | undefined {
  if (!Array.isArray(metadata.groups)) return undefined;
  const groups = stringsOf(metadata.groups);
  return groups.includes(':all') ? undefined : groups.map(normalizeGroup);
}

function readTarget(target: TomlTable): Target {
  return {
    python: stringAt(target, 'requires_python') ?? '',
    isPartial: Object.hasOwn(target, 'platform') || Object.hasOwn(target, 'implementation'),
  };
}

/** Since 4.5 by the targets, since 4.4 by the strategy, before by a switch of its own. */
function isCrossPlatform(metadata: TomlTable, targets: readonly Target[]): boolean {
  if (targets.length > 0) return targets.every(({ isPartial }) => !isPartial);
  return stringsAt(metadata, 'strategy').includes('cross_platform') || !!metadata.cross_platform;
}

function readPackage(
  project: LockProject,
  item: TomlTable,
  index: number,
  metadata: TomlTable,
): PdmPackage {
  const written = stringAt(item, 'name') ?? '';
  const version = stringAt(item, 'version') ?? '';
  const requirements = requirementsOf(item);
  return {
    name: normalizeName(written),
    version,
    source: sourceOf(item),
    hashes: hashesOf(filesOf(item, `${written} ${version}`, metadata)),
    dependencies: requirements.map(nameOf),
    extras: stringsAt(item, 'extras'),
    groups: stringsAt(item, 'groups').map(normalizeGroup),
    marker: stringAt(item, 'marker') ?? '',
    from: originOf(item),
    requirements,
    at: { path: project.lock, key: ['package', index] },
  };
}

/** Lock version 2 had a table of names. */
function requirementsOf(item: TomlTable): readonly string[] {
  const own = Object.hasOwn(item, 'dependencies') ? item.dependencies : undefined;
  return isTable(own) ? Object.keys(own) : stringsAt(item, 'dependencies');
}

/** The name of a requirement line: `name[extra]>=1; …` or `-e file:///…#egg=name`. */
function nameOf(line: string): string {
  const name = line.startsWith('-e ')
    ? /#egg=([\w.-]+)/.exec(line)?.[1]
    : /^[\w.-]+/.exec(line)?.[0];
  return normalizeName(name ?? line);
}

/** Before lock 4.3 all files stood in `[metadata.files]`, by name (or its lower case) and version. */
function filesOf(item: TomlTable, key: string, metadata: TomlTable): readonly TomlTable[] {
  if (Object.hasOwn(item, 'files')) return tablesAt(item, 'files');
  const files = tableAt(metadata, 'files');
  return tablesAt(files, Object.hasOwn(files, key) ? key : key.toLowerCase());
}

function hashesOf(files: readonly TomlTable[]): Readonly<Record<string, string>> {
  const hashes: [string, string][] = [];
  for (const file of files) {
    const url = stringAt(file, 'url');
    const name = stringAt(file, 'file') ?? url?.slice(url.lastIndexOf('/') + 1);
    const hash = stringAt(file, 'hash');
    if (name !== undefined && hash !== undefined) hashes.push([name, hash]);
  }
  return Object.fromEntries(hashes);
}

function sourceOf(item: TomlTable): PackageSource {
  const [path, url] = [stringAt(item, 'path'), stringAt(item, 'url')];
  for (const vcs of ['git', 'hg', 'svn', 'bzr']) {
    const repository = stringAt(item, vcs);
    if (repository === undefined) continue;
    return { kind: 'git', location: `${repository}#${stringAt(item, 'revision') ?? ''}` };
  }
  if (path !== undefined) return { kind: 'path', location: path };
  // A pdm.lock does not say which index a package comes from.
  return url === undefined ? { kind: 'registry', index: '' } : { kind: 'url', location: url };
}

function originOf(item: TomlTable): Origin | undefined {
  const kind = (['git', 'path', 'url'] as const).find((key) => Object.hasOwn(item, key));
  if (kind === undefined) return undefined;
  const [location = ''] = (stringAt(item, kind) ?? '').split('#', 1);
  const isEditable = item.editable === true;
  return { kind, location, reference: stringAt(item, 'ref') ?? '', isEditable };
}
