import { objectIdOf } from './blob-text.ts';
import type { BlobText, FileEntry, FileText, ObjectId, State, Tree } from './types.ts';

const ABSENT = { kind: 'absent' } as const;
const UNFETCHED = { kind: 'unfetched' } as const;

/** Git's modes of regular files; symlinks and submodules are never followed. */
function isRegular(entry: FileEntry): boolean {
  return entry.mode.startsWith('100');
}

/** A view of `state` over the texts gathered so far. */
export function treeOf(state: State, blobs: Readonly<Record<ObjectId, BlobText>>): Tree {
  const files = new Map(state.files.map((file) => [file.path, file]));
  function read(path: string): FileText {
    const entry = files.get(path);
    if (entry === undefined || !isRegular(entry)) return ABSENT;
    return blobs[entry.oid] ?? UNFETCHED;
  }
  return { files, read };
}

/** The text at `path`, or `undefined` when it is absent, unfetched, too large or not UTF-8. */
export function textAt(tree: Tree, path: string): string | undefined {
  const file = tree.read(path);
  return file.kind === 'text' ? file.text : undefined;
}

/** The same tree with other texts at some paths, or files that were not there. */
export function withTexts(tree: Tree, texts: Readonly<Record<string, string>>): Tree {
  const changed = treeOfTexts(texts);
  return {
    files: new Map([...tree.files, ...changed.files]),
    read: (path) => (changed.files.has(path) ? changed.read(path) : tree.read(path)),
  };
}

/** A tree of literal texts, for examples and tests. */
export function treeOfTexts(texts: Readonly<Record<string, string>>): Tree {
  const files = Object.keys(texts)
    .sort()
    .map((path) => {
      const bytes = Buffer.from(texts[path] ?? '');
      return { path, oid: objectIdOf(bytes, 'sha1'), mode: '100644', size: bytes.length };
    });
  const blobs = Object.fromEntries(
    files.map(({ path, oid }) => [oid, { kind: 'text', text: texts[path] ?? '' } as const]),
  );
  return treeOf({ commit: 'example', files }, blobs);
}
