/** All places of a repository. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { kindOfFile, readPlaces } from '../places/index.ts';
import type { PythonPlace } from '../places/types.ts';

/** A file of a kind that names Python versions, and that nobody can read. */
export interface UnreadableFile {
  readonly path: string;
  /** What such a file is called: `workflow`, `Dockerfile`. */
  readonly name: string;
  readonly line: number;
  readonly reason: string;
}

export interface CollectedPlaces {
  readonly places: readonly PythonPlace[];
  readonly unreadable: readonly UnreadableFile[];
}

/** Folders whose files are not what the repository itself runs. */
const ELSEWHERE =
  /^(?:examples?|samples?|demos?|tutorials?|templates?|cookiecutters?|skeletons?|scaffold(?:ing)?|tests?|testing|test[-_]?data|fixtures?|snapshots|_?vendor(?:ed)?|third[-_]?party|externals?|node_modules|docs?|documentation|bench|benchmarks?|archived?|playground|integration[-_]tests)$/i;

/** Files that name Python versions of this repository: no examples, templates, test data. */
export function placePaths(tree: Tree): readonly string[] {
  return [...tree.files.keys()].filter((path) => isOwn(path) && kindOfFile(path) !== undefined);
}

/** Not in a folder of examples, templates, tests or documentation. */
export function isOwn(path: string): boolean {
  if (/\{\{|\{%/.test(path)) return false;
  return !path
    .split('/')
    .slice(0, -1)
    .some((folder) => ELSEWHERE.test(folder));
}

/** What all files of a tree say whose texts are there. */
export function collectPlaces(tree: Tree): CollectedPlaces {
  const places: PythonPlace[] = [];
  const unreadable: UnreadableFile[] = [];
  for (const path of placePaths(tree)) {
    const text = textAt(tree, path);
    if (text === undefined) continue;
    const reading = readPlaces(path, text);
    if (reading.kind === 'places') places.push(...reading.places);
    // A template of something else is no loss.
    else if (/py(?:thon|\d)/i.test(text)) {
      const name = kindOfFile(path)?.name ?? 'file';
      unreadable.push({ path, name, line: reading.line, reason: reading.reason });
    }
  }
  return { places, unreadable };
}
