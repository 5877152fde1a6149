/** Whether packages of a project may come from another index than the public one. Pure. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { baseName, fileIn } from '../../locks/paths.ts';
import type { LockProject } from '../../locks/types.ts';

/** Whatever sets an index, in manifests, settings and headers; the address may be a variable. */
const NAMED = [
  // `-i URL`, `--extra-index-url=URL`, in files and in the headers of compiled ones.
  /(?:^|[ \t#])(?:-i|--index-url|--extra-index-url|--default-index|--index|-f|--find-links)(?:[= \t]+)(?<url>\S+)/gm,
  // TOML: `url = "…"` of a source or index, `index-url = "…"`, `extra-index-url = ["…"]`.
  /^[ \t]*(?:url|index-url|default-index|find-links|extra-index-url)[ \t]*=[ \t]*\[?[ \t]*["'](?<url>[^"']+)["']/gm,
  // Tables inline: `{ name = "corp", url = "…" }`.
  /[{,][ \t]*url[ \t]*=[ \t]*["'](?<url>[^"']+)["']/gm,
];

/** Settings of tools that stand beside a manifest. */
const SETTINGS = ['pyproject.toml', 'uv.toml', 'pdm.toml', 'poetry.toml', 'pip.conf'];

/**
 * In doubt it may: a file of settings that was not read, `--no-emit-index-url`, an address with a
 * variable. Locks of Poetry record what is not public, so that the rest is.
 */
export function namesOtherIndex(
  project: LockProject,
  inputs: readonly string[],
  tree: Tree,
  isDefault: (index: string) => boolean,
): boolean {
  if (project.kind === 'poetry') return false;
  const beside = SETTINGS.map((name) => fileIn(project.directory, name));
  const paths = [...new Set([project.manifest, project.lock, ...inputs, ...beside])];
  return paths
    .filter((path) => tree.files.has(path))
    .some((path) => {
      const text = textAt(tree, path);
      if (text === undefined) return true;
      // Locks hold the addresses of every file; of them the header alone sets anything.
      const said = path === project.lock ? headerOf(text, path) : text;
      return (
        /--no-(?:emit-)?index/.test(said) || NAMED.some((one) => hasOther(said, one, isDefault))
      );
    });
}

function headerOf(text: string, path: string): string {
  if (/\.(?:lock|toml)$/.test(baseName(path))) return '';
  return text
    .split('\n')
    .filter((line) => /^\s*(?:#|-)/.test(line))
    .join('\n');
}

function hasOther(text: string, named: RegExp, isDefault: (index: string) => boolean): boolean {
  return [...text.matchAll(named)].some(({ groups }) => !isDefault(groups?.url ?? ''));
}
