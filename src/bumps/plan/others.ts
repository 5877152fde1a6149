/** Whether somebody else opens bump pull requests for Python here already. Pure. */
import { parse } from 'yaml';
import { textAt } from '../../gates/tree.ts';
import type { Gate, Tree } from '../../gates/types.ts';
import { isTable } from '../../locks/values.ts';
import { loadReaders } from '../../python/places/index.ts';
import { placePaths } from '../../python/projects/collect.ts';
import { lockProjects, relockAsking } from '../../relock/repository.ts';
import { neighbours } from '../manifests/beside.ts';
import { mirrorPaths } from '../manifests/mirrors.ts';

const RENOVATE = ['', '.github/', '.gitlab/'].flatMap((folder) =>
  ['renovate.json', 'renovate.json5', '.renovaterc', '.renovaterc.json', '.renovaterc.json5'].map(
    (name) => folder + name,
  ),
);

const DEPENDABOT = ['.github/dependabot.yml', '.github/dependabot.yaml'];

/** Dependabot's names for what has Python packages in it. */
const PYTHON: ReadonlySet<unknown> = new Set(['pip', 'uv', 'conda']);

/** What `gather` has to ask for bumps. */
export const bumpAsking: Pick<Gate, 'inputs' | 'prepare'> = {
  prepare: (tree) => loadReaders(placePaths(tree)),
  inputs: (tree) => [
    ...relockAsking.inputs(tree),
    ...lockProjects(tree).flatMap(({ project }) => neighbours(project, tree)),
    ...mirrorPaths(tree),
    ...placePaths(tree),
    ...DEPENDABOT.filter((path) => tree.files.has(path)),
  ],
};

/** The file that says so, or `none`. */
export function otherBot(
  tree: Tree,
): { readonly name: 'Renovate' | 'Dependabot'; readonly path: string } | 'none' {
  const renovate = RENOVATE.find((path) => tree.files.has(path));
  if (renovate !== undefined) return { name: 'Renovate', path: renovate };
  const dependabot = DEPENDABOT.find((path) => updatesPython(textAt(tree, path) ?? ''));
  return dependabot === undefined ? 'none' : { name: 'Dependabot', path: dependabot };
}

function updatesPython(text: string): boolean {
  const value = parsed(text);
  const updates = isTable(value) && Array.isArray(value.updates) ? value.updates : [];
  return updates.some((one: unknown) => isTable(one) && PYTHON.has(one['package-ecosystem']));
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 10, logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
