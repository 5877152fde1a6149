/** PDM's settings that a repository can carry: `pdm.toml`. Source: pdm `project/config.py`. */
import type { Tree } from '../../gates/types.ts';
import { tomlDocument } from '../documents.ts';
import { fileIn } from '../paths.ts';
import { stringAt, tableAt } from '../values.ts';

/** The files that can hold them; the second is from before PDM 2. */
export function settingsFiles(directory: string): readonly string[] {
  return ['pdm.toml', '.pdm.toml'].map((name) => fileIn(directory, name));
}

/** Whether PDM takes `pylock.toml` as the lock of this folder. */
export function usesPylock(directory: string, tree: Tree): boolean {
  if (!tree.files.has(fileIn(directory, 'pylock.toml'))) return false;
  return settingsFiles(directory).some((path) => {
    const document = tomlDocument(tree, path);
    if (document.kind !== 'document') return false;
    return stringAt(tableAt(document.value, 'lock'), 'format') === 'pylock';
  });
}
