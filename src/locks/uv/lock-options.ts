/** Types and values that uv insists on in a lock. */
import type { TomlPath } from '../../gates/types.ts';
import { parseMarker } from '../../python/markers/index.ts';
import type { TomlTable } from '../documents.ts';
import { isStringArray, isTable, tableAt } from '../values.ts';
import { parseCutoff } from './exclude-newer.ts';
import { refuseLock } from './refusal.ts';

type Check = (value: unknown) => boolean;

function oneOf(...choices: readonly string[]): Check {
  return (value) => typeof value === 'string' && choices.includes(value);
}

const OPTIONS: Readonly<Record<string, Check>> = {
  'resolution-mode': oneOf('highest', 'lowest', 'lowest-direct'),
  'prerelease-mode': oneOf(
    'disallow',
    'allow',
    'if-necessary',
    'explicit',
    'if-necessary-or-explicit',
  ),
  'fork-strategy': oneOf('fewest', 'requires-python'),
  'exclude-newer': (value) =>
    typeof value === 'string' && /[zZ0-9]$/.test(value) && parseCutoff(value)?.kind === 'moment',
  'exclude-newer-span': (value) => parseCutoff(value)?.kind === 'span',
  'exclude-newer-package': (value) =>
    isTable(value) && Object.values(value).every((item) => parseCutoff(item) !== undefined),
  'prerelease-package': isTable,
  'minimum-libc-version': isTable,
};

const TOP: Readonly<Record<string, Check>> = {
  conflicts: (value) => Array.isArray(value) && value.every(Array.isArray),
  'resolution-markers': isMarkers,
  'supported-markers': isMarkers,
  'required-markers': isMarkers,
  options: isTable,
  manifest: isTable,
};

const PACKAGE: Readonly<Record<string, Check>> = {
  'resolution-markers': isMarkers,
  metadata: isTable,
  sdist: isTable,
  'optional-dependencies': isTable,
  'dev-dependencies': isTable,
  'default-groups': (value) => value === 'all' || isStringArray(value),
  'group-requires-python': isTable,
};

const METADATA: Readonly<Record<string, Check>> = {
  'requires-dist': Array.isArray,
  'provides-extras': isStringArray,
  'requires-dev': (value) => isTable(value) && Object.values(value).every(Array.isArray),
};

const MANIFEST: Readonly<Record<string, Check>> = {
  members: isStringArray,
  'default-groups': (value) => value === 'all' || isStringArray(value),
  'group-requires-python': isTable,
  requirements: Array.isArray,
  'dependency-groups': (value) => isTable(value) && Object.values(value).every(Array.isArray),
  constraints: Array.isArray,
  overrides: Array.isArray,
  excludes: (value) =>
    Array.isArray(value) &&
    value.every((item) => typeof item === 'string' || (isTable(item) && isTable(item.package))),
  'build-constraints': Array.isArray,
  'dependency-metadata': Array.isArray,
};

/** Throws a `Refusal` for a lock whose frame uv cannot read; packages are looked at apart. */
export function refuseLockTypes(path: string, lock: TomlTable): void {
  refuse(path, lock, [], TOP);
  refuse(path, tableAt(lock, 'options'), ['options'], OPTIONS);
  refuse(path, tableAt(lock, 'manifest'), ['manifest'], MANIFEST);
}

/** Throws a `Refusal` for a package that uv cannot read. */
export function refusePackageTypes(path: string, at: TomlPath, item: TomlTable): void {
  refuse(path, item, at, PACKAGE);
  refuse(path, tableAt(item, 'metadata'), [...at, 'metadata'], METADATA);
}

function isMarkers(value: unknown): boolean {
  return isStringArray(value) && value.every((text) => parseMarker(text) !== undefined);
}

function refuse(
  path: string,
  table: TomlTable,
  at: TomlPath,
  checks: Readonly<Record<string, Check>>,
): void {
  for (const [key, isFitting] of Object.entries(checks)) {
    if (table[key] === undefined || isFitting(table[key])) continue;
    throw refuseLock(path, [...at, key], `\`${key}\` has an unknown value`);
  }
}
