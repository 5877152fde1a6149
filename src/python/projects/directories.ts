/** In which folders the projects of a repository are. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { isOwn } from './collect.ts';
import { describesProject } from './packaging.ts';
import { directoryOf, fileName, foldersUpwards } from './paths.ts';

/** By how much they tell. */
export const MANIFESTS = ['pyproject.toml', 'setup.py', 'Pipfile', 'setup.cfg', 'requirements.txt'];

/** Further down they may be settings of a tool, or what some script needs. */
const WEAK: ReadonlySet<string> = new Set(['setup.cfg', 'requirements.txt']);

/** Folders with a manifest; one with a weak manifest only if no project is around it. */
export function projectDirectories(tree: Tree): ReadonlySet<string> {
  const manifests = [...tree.files.keys()].filter((path) => {
    return MANIFESTS.includes(fileName(path)) && isOwn(path);
  });
  const isStrong = (path: string) => {
    if (WEAK.has(fileName(path))) return directoryOf(path) === '';
    const text = fileName(path) === 'pyproject.toml' ? textAt(tree, path) : undefined;
    return text === undefined || describesProject(text) || directoryOf(path) === '';
  };
  const strong = new Set(manifests.filter(isStrong).map(directoryOf));
  const weak = manifests.filter((path) => WEAK.has(fileName(path))).map(directoryOf);
  const alone = weak.filter((folder) => !foldersUpwards(folder).some((one) => strong.has(one)));
  return new Set([...strong, ...alone]);
}
