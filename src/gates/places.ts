import { textAt } from './tree.ts';
import type { Location, Place, Tree } from './types.ts';

/** Turns symbolic locations into lines. */
export type Locator = (location: Location) => Place;

/**
 * A locator over `tree`. Positions need a parser that keeps them, which is an order of
 * magnitude slower than the one that judges: it is loaded and run only when there is a finding.
 */
export async function createLocator(tree: Tree, locations: readonly Location[]): Promise<Locator> {
  const paths = new Set(locations.filter((at) => 'key' in at).map((at) => at.path));
  const locators = new Map<string, KeyLocator>();
  if (paths.size > 0) {
    for (const path of paths) {
      const text = textAt(tree, path);
      if (text !== undefined) locators.set(path, await keyLocator(path, text));
    }
  }
  return (location) => {
    const { path } = location;
    if ('line' in location) {
      return { path, line: location.line, endLine: location.endLine ?? location.line };
    }
    const range = 'key' in location ? locators.get(path)?.(location.key) : undefined;
    return { path, line: range?.line ?? 1, endLine: range?.endLine ?? 1 };
  };
}

/** The format is told by the file's name: only YAML locks and environments are no TOML. */
async function keyLocator(path: string, text: string): Promise<KeyLocator> {
  if (/\.ya?ml$|(?:^|\/)pixi\.lock$/.test(path)) {
    const { createYamlLocator } = await import('../edits/yaml-positions.ts');
    return createYamlLocator(text);
  }
  const { createTomlLocator } = await import('../edits/toml-positions.ts');
  return createTomlLocator(text);
}

type KeyLocator = (key: readonly (string | number)[]) => LineRange | undefined;

interface LineRange {
  readonly line: number;
  readonly endLine: number;
}
