/** Manifests that a lock is not made from, but that speak about the same project. Pure. */
import type { Tree } from '../../gates/types.ts';
import { directoryOf, fileIn } from '../../locks/paths.ts';
import type { LockProject } from '../../locks/types.ts';
import { lockProjects } from '../../relock/repository.ts';

const NAMES = ['pyproject.toml', 'setup.cfg'];

/** Those in the folder of the manifest. */
export function neighbours({ manifest }: LockProject, tree: Tree): readonly string[] {
  const folder = directoryOf(manifest);
  return NAMES.map((name) => fileIn(folder, name)).filter(
    (path) => path !== manifest && tree.files.has(path),
  );
}

/** What another lock is made from is left to the bumps of that lock. */
export function manifestsBeside(
  project: LockProject,
  inputs: readonly string[],
  tree: Tree,
): readonly string[] {
  const beside = neighbours(project, tree).filter((path) => !inputs.includes(path));
  if (beside.length === 0) return [];
  const taken = new Set(
    lockProjects(tree)
      .filter((other) => other.project.lock !== project.lock)
      .flatMap(({ format, project: other }) => format.inputs(other, tree)),
  );
  return beside.filter((path) => !taken.has(path));
}
