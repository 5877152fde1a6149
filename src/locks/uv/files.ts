/** The files that a verdict looks at. Remembers which, so that `inputs` can name them. */

import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { fileIn, isOutside } from '../paths.ts';
import type { Undecidable } from '../types.ts';
import { type Manifest, readManifest } from './manifest.ts';

/** Git's mode of a submodule. */
export const SUBMODULE = '160000';

export interface Files {
  /** All folders; see `isFolder`. */
  folders(): ReadonlySet<string>;
  readonly tree: Tree;
  /** Every path that was looked at and exists. */
  readonly touched: ReadonlySet<string>;
  /** What could not be decided so far, in order. */
  readonly undecided: readonly Undecidable[];
  /** The manifest of a folder; throws a `Refusal` when uv would refuse it. */
  manifest(directory: string): Manifest | undefined;
  text(path: string): string | undefined;
  /** Whether there is a folder of that path, or a submodule. */
  isFolder(path: string): boolean;
  /** Whether a regular file is there; notes that its content matters. */
  has(path: string): boolean;
  leaveOpen(undecidable: Undecidable): void;
}

export function createFiles(tree: Tree): Files {
  const touched = new Set<string>();
  const undecided: Undecidable[] = [];
  const open = new Set<string>();

  function has(path: string): boolean {
    if (isOutside(path) || tree.read(path).kind === 'absent') return false;
    touched.add(path);
    return true;
  }

  let folders: ReadonlySet<string> | undefined;

  function allFolders(): ReadonlySet<string> {
    folders ??= foldersOf(tree);
    return folders;
  }

  function leaveOpen(undecidable: Undecidable): void {
    if (open.has(undecidable.reason)) return;
    open.add(undecidable.reason);
    undecided.push(undecidable);
  }

  function leaveUnread(path: string): void {
    leaveOpen({
      reason: `\`${path}\` could not be read`,
      remedy: 'run the check again; the file may have been too large to fetch',
    });
  }

  return {
    tree,
    touched,
    undecided,
    has,
    leaveOpen,
    folders: allFolders,
    isFolder: (path) => allFolders().has(path),
    manifest(directory) {
      const path = fileIn(directory, 'pyproject.toml');
      if (!has(path)) return undefined;
      const file = readManifest(tree, directory);
      if (file.kind === 'manifest') return file.manifest;
      leaveUnread(path);
      return undefined;
    },
    text(path) {
      if (!has(path)) return undefined;
      const text = textAt(tree, path);
      if (text === undefined) leaveUnread(path);
      return text;
    },
  };
}

/** The root included; a submodule is a folder whose files are not known. */
function foldersOf(tree: Tree): ReadonlySet<string> {
  const folders = new Set(['']);
  for (const [path, entry] of tree.files) {
    let end = entry.mode === SUBMODULE ? path.length : path.lastIndexOf('/');
    while (end > 0) {
      const folder = path.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
      end = folder.lastIndexOf('/');
    }
  }
  return folders;
}
