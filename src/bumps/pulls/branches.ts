/** Names of bump branches: one for each project and group, always the same. */
import { baseName } from '../../locks/paths.ts';
import type { LockProject } from '../../locks/types.ts';
import { PYTHON } from '../plan/groups.ts';

export const BRANCH_PREFIX = 'lockkeeper/';

const OWN_NAMES: ReadonlySet<string> = new Set([
  'uv.lock',
  'poetry.lock',
  'pdm.lock',
  'Pipfile.lock',
]);

/**
 * `lockkeeper/weekly`, `lockkeeper/backend-weekly`, `lockkeeper/requirements-dev-weekly`; with the
 * whole name of the lock where another one of the repository would have the same branch.
 */
export function branchFor(
  project: LockProject,
  group: string,
  all: readonly LockProject[],
): string {
  const own = slugOf(project);
  const isShared = all.some((other) => other.lock !== project.lock && slugOf(other) === own);
  return named(isShared ? slug(project.lock) : own, group);
}

/** `lockkeeper/python`, `lockkeeper/backend-python`. */
export function pythonBranch(directory: string): string {
  return named(slug(directory), PYTHON);
}

function named(slug: string, group: string): string {
  return `${BRANCH_PREFIX}${slug === '' ? '' : `${slug}-`}${group}`;
}

/** A lock with a name of its own is told apart by it; the usual ones by their folder. */
function slugOf({ lock, directory }: LockProject): string {
  return slug(OWN_NAMES.has(baseName(lock)) ? directory : lock.replace(/\.\w+$/, ''));
}

function slug(path: string): string {
  // What git forbids in refs, and what would make folders of them.
  return path.replaceAll(/[^A-Za-z0-9_-]+/g, '-').replaceAll(/^-+|-+$/g, '');
}
