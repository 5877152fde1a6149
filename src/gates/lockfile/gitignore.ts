import { isIgnored } from '../../config/ignore.ts';
import { ancestorsOf, directoryOf, fileIn, relativePath } from '../../locks/paths.ts';
import { textAt } from '../tree.ts';
import type { Location, Tree } from '../types.ts';

/** The `.gitignore` files that decide about `path`. */
export function gitignoresFor(path: string): readonly string[] {
  const folder = directoryOf(path);
  return [folder, ...ancestorsOf(folder)].map((one) => fileIn(one, '.gitignore'));
}

/**
 * The line of a `.gitignore` that keeps `path` out, or `none`. The nearest file decides, and in it
 * the last pattern that matches (https://git-scm.com/docs/gitignore). Character classes are not
 * understood: such a pattern counts as one that does not match.
 */
export function ignoredBy(tree: Tree, path: string): Location | 'none' {
  for (const file of gitignoresFor(path)) {
    const lines = (textAt(tree, file) ?? '').split(/\r?\n/);
    const inside = relativePath(directoryOf(file), path);
    const line = lines.findLastIndex((one) => isIgnored(inside, globsOf(one.replace(/^!/, ''))));
    if (line >= 0) return lines[line]?.startsWith('!') ? 'none' : { path: file, line: line + 1 };
  }
  return 'none';
}

/** A pattern without a slash, but for one at its end, holds in every folder below. */
function globsOf(line: string): readonly string[] {
  const pattern = line.trimEnd();
  if (pattern === '' || pattern.startsWith('#') || /[[\]\\]/.test(pattern)) return [];
  return [/\/./.test(pattern) ? pattern : `**/${pattern}`];
}
