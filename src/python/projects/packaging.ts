/** Whether a project is installed as a package, as far as its manifests tell. */
import { parse } from 'smol-toml';
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { pathIn } from './paths.ts';

/**
 * `unpackaged`: its tool builds no package of it, so nobody depends on it: an application.
 * `unknown`: it has no manifest that says so.
 */
export type Packaging = 'package' | 'unpackaged' | 'unknown';

/** What the manifests in a folder say. */
export function packagingOf(tree: Tree, directory: string): Packaging {
  const has = (name: string) => tree.files.has(pathIn(directory, name));
  const manifest = tableOf(textAt(tree, pathIn(directory, 'pyproject.toml')));
  const uv = at(manifest, 'tool', 'uv', 'package');
  const poetry = at(manifest, 'tool', 'poetry', 'package-mode');
  if (uv === false || poetry === false) return 'unpackaged';
  if (has('setup.py') || at(manifest, 'build-system') !== undefined || uv === true) {
    return 'package';
  }
  const isProject = at(manifest, 'project') !== undefined;
  return isProject || has('Pipfile') ? 'unpackaged' : 'unknown';
}

/** True where a `pyproject.toml` describes a project, and not only settings of tools. */
export function describesProject(text: string): boolean {
  const manifest = tableOf(text);
  return [['project'], ['build-system'], ['tool', 'poetry'], ['tool', 'pixi', 'workspace']].some(
    (keys) => at(manifest, ...keys) !== undefined,
  );
}

function tableOf(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : parse(text);
  } catch {
    // Somebody else says so.
    return undefined;
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}
