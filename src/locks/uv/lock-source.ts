/** Where a locked package comes from, as `uv.lock` writes it. */
import type { TomlTable } from '../documents.ts';
import type { PackageSource } from '../types.ts';
import { isTable, stringAt, textOf } from '../values.ts';

export type LockSource =
  | { readonly kind: 'registry'; readonly index: string }
  | { readonly kind: 'git'; readonly url: string }
  | { readonly kind: 'url'; readonly url: string; readonly subdirectory: string | undefined }
  | { readonly kind: 'path'; readonly path: string }
  /** A source tree; `path` is relative to the lock's folder. */
  | { readonly kind: 'directory' | 'editable' | 'virtual'; readonly path: string };

export type SourceTree = Extract<LockSource, { kind: 'directory' | 'editable' | 'virtual' }>;

/** The source of a package or of an edge; `undefined` when uv could not read it. */
export function parseSource(value: unknown): LockSource | undefined {
  if (!isTable(value)) return undefined;
  const index = stringAt(value, 'registry');
  if (index !== undefined) return { kind: 'registry', index };
  const git = stringAt(value, 'git');
  if (git !== undefined) return isPinned(git) ? { kind: 'git', url: git } : undefined;
  const url = stringAt(value, 'url');
  if (url !== undefined) {
    return { kind: 'url', url, subdirectory: stringAt(value, 'subdirectory') };
  }
  const path = stringAt(value, 'path');
  if (path !== undefined) return { kind: 'path', path };
  for (const kind of ['directory', 'editable', 'virtual'] as const) {
    const tree = stringAt(value, kind);
    if (tree !== undefined) return { kind, path: cleanTree(tree) };
  }
  return undefined;
}

/** Equal for equal sources; no source's key is another's. */
export function sourceKey(source: LockSource): string {
  switch (source.kind) {
    case 'registry':
      return `registry ${source.index}`;
    case 'git':
      return `git ${source.url}`;
    case 'url':
      return `url ${source.url} ${source.subdirectory ?? ''}`;
    case 'path':
    case 'directory':
    case 'editable':
    case 'virtual':
      return `${source.kind} ${source.path}`;
  }
}

export function isSourceTree(source: LockSource): source is SourceTree {
  return source.kind === 'directory' || source.kind === 'editable' || source.kind === 'virtual';
}

/** In the words of the common model. */
export function packageSource(source: LockSource): PackageSource {
  switch (source.kind) {
    case 'registry':
      return { kind: 'registry', index: source.index };
    case 'git':
    case 'url':
      return { kind: source.kind, location: source.url };
    case 'path':
    case 'directory':
    case 'editable':
    case 'virtual':
      return { kind: 'path', location: source.path };
  }
}

/** A locked git source names its commit in the fragment. */
function isPinned(url: string): boolean {
  return URL.canParse(url) && /^#[0-9a-f]{40}(?:[0-9a-f]{24})?$/i.test(new URL(url).hash);
}

/** `.` is the lock's own folder. */
function cleanTree(path: string): string {
  return path === '.' ? '' : path.replace(/\/+$/, '');
}

/** Where the text of a package's source stands, for messages. */
export function sourceText(table: TomlTable): string {
  const source = table.source;
  if (!isTable(source)) return 'none';
  return Object.entries(source)
    .map(([key, value]) => `${key} = ${JSON.stringify(textOf(value))}`)
    .join(', ');
}
