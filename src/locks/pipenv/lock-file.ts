/** `Pipfile.lock`: JSON that Pipenv writes with four spaces of indentation. */
import type { FileText, Location, Tree } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { conflictMarkerLine, type TomlTable } from '../documents.ts';
import type { Located, LockedPackage, PackageSource, RefusedReason } from '../types.ts';
import { isTable, stringAt, stringsOf, tableAt, tablesAt } from '../values.ts';

export interface PipfileLock {
  readonly meta: TomlTable;
  readonly packages: readonly PipfilePackage[];
  readonly hasByteOrderMark: boolean;
}

export interface PipfilePackage extends LockedPackage {
  /** `default`, `develop` or a category. */
  readonly section: string;
}

export type ReadLock =
  | { readonly kind: 'lock'; readonly lock: PipfileLock }
  | { readonly kind: 'refused'; readonly reason: Located<RefusedReason> };

const known = new WeakMap<FileText, ReadLock>();

export function readLock(tree: Tree, path: string): ReadLock {
  const file = tree.read(path);
  const before = known.get(file);
  if (before !== undefined) return before;
  const result = file.kind === 'text' ? parseLock(path, file.text) : unreadable(path, file);
  known.set(file, result);
  return result;
}

function unreadable(path: string, { kind }: FileText): ReadLock {
  return refused(path, 1, kind === 'not-utf8' ? 'it is not UTF-8' : 'it cannot be read');
}

function refused(path: string, line: number, message: string): ReadLock {
  const reason = { kind: 'unparsable', what: 'lock', message } as const;
  return { kind: 'refused', reason: { reason, at: { path, line } } };
}

function parseLock(path: string, text: string): ReadLock {
  const hasByteOrderMark = text.startsWith('\u{feff}');
  const body = hasByteOrderMark ? text.slice(1) : text;
  if (body.trim() === '') return refused(path, 1, 'it is empty');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    const line = conflictMarkerLine(body);
    if (line === undefined) return refused(path, lineOfError(body, error), 'it is not valid JSON');
    return {
      kind: 'refused',
      reason: { reason: { kind: 'conflict-markers' }, at: { path, line } },
    };
  }
  if (!isTable(value)) return refused(path, 1, 'it is JSON, but not an object');
  return { kind: 'lock', lock: lockOf(path, value, packageLines(body), hasByteOrderMark) };
}

function lockOf(
  path: string,
  value: TomlTable,
  lines: ReadonlyMap<string, number>,
  hasByteOrderMark: boolean,
): PipfileLock {
  const meta = tableAt(value, '_meta');
  const indexes = tablesAt(meta, 'sources');
  const packages = Object.keys(value)
    .filter((section) => section !== '_meta')
    .flatMap((section) =>
      Object.entries(tableAt(value, section)).map(([name, entry]): PipfilePackage => {
        const line = lines.get(`${section}\n${name}`);
        const at = line === undefined ? { path } : { path, line };
        return packageOf(section, name, isTable(entry) ? entry : {}, at, indexes);
      }),
    );
  return { meta, packages, hasByteOrderMark };
}

/** V8 names the position; older texts of it do not. */
function lineOfError(text: string, error: unknown): number {
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  return position === undefined ? 1 : text.slice(0, Number(position)).split('\n').length;
}

/** Lines of `section\npackage`, as Pipenv lays them out; a lock laid out otherwise has none. */
function packageLines(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let section = '';
  for (const [index, line] of text.split('\n').entries()) {
    const [, indent = '', name = ''] = /^( {4}| {8})"((?:[^"\\]|\\.)*)": \{/.exec(line) ?? [];
    if (indent.length === 4) section = name;
    else if (indent.length === 8) lines.set(`${section}\n${name}`, index + 1);
  }
  return lines;
}

function packageOf(
  section: string,
  name: string,
  entry: TomlTable,
  at: Location,
  indexes: readonly TomlTable[],
): PipfilePackage {
  const hashes = stringsOf(entry.hashes ?? []);
  return {
    section,
    name: normalizeName(name),
    version: /^==(.*)/.exec(stringAt(entry, 'version') ?? '')?.[1] ?? '',
    source: sourceOf(entry, indexes),
    // Without file names: each hash stands for itself.
    hashes: Object.fromEntries(hashes.map((hash) => [hash, hash])),
    dependencies: [],
    at,
  };
}

function sourceOf(entry: TomlTable, indexes: readonly TomlTable[]): PackageSource {
  const git = stringAt(entry, 'git') ?? stringAt(entry, 'hg') ?? stringAt(entry, 'svn');
  if (git !== undefined) return { kind: 'git', location: `${git}@${stringAt(entry, 'ref') ?? ''}` };
  const path = stringAt(entry, 'path');
  if (path !== undefined) return { kind: 'path', location: path };
  const file = stringAt(entry, 'file');
  if (file !== undefined) return { kind: 'url', location: file };
  const name = stringAt(entry, 'index');
  const index = indexes.find((one) => name === undefined || one.name === name) ?? {};
  return { kind: 'registry', index: stringAt(index, 'url') ?? name ?? '' };
}
