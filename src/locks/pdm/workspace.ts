/** Members of a PDM workspace. Source: pdm 2.29 `project/workspace.py` `iter_members`. */
import { isIgnored } from '../../config/ignore.ts';
import type { Tree } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { baseName, directoryOf, isOutside, relativePath, resolvePath } from '../paths.ts';
import { isTable, stringsAt } from '../values.ts';
import { pdmTable } from './manifest.ts';

/** Manifests of the members by their folder below the root; `none` where there is no workspace. */
export function memberManifests(
  tree: Tree,
  directory: string,
  manifest: TomlTable,
): ReadonlyMap<string, string> | 'none' {
  const { workspace } = pdmTable(manifest);
  if (!isTable(workspace) || Object.keys(workspace).length === 0) return 'none';
  const members = new Map<string, string>();
  for (const pattern of stringsAt(workspace, 'members')) {
    for (const path of matching(tree, directory, pattern)) {
      members.set(relativePath(directory, directoryOf(path)), path);
    }
  }
  return members;
}

function matching(tree: Tree, directory: string, pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) {
    const folder = resolvePath(directory, pattern);
    const path = folder === '' ? 'pyproject.toml' : `${folder}/pyproject.toml`;
    return !isOutside(folder) && tree.files.has(path) ? [path] : [];
  }
  const glob = resolvePath(directory, pattern);
  if (isOutside(glob)) return [];
  const depth = glob.split('/').length;
  return [...tree.files.keys()].filter((path) => {
    if (baseName(path) !== 'pyproject.toml') return false;
    const folder = directoryOf(path);
    // The matcher takes what lies below a match, too; a member lies as deep as its pattern.
    return isIgnored(folder, [glob]) && (glob.includes('**') || folder.split('/').length === depth);
  });
}
