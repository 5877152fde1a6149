/** Names of bump branches: one for each project and group, always the same. */
import { createHash } from 'node:crypto';
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
  const others = all.filter(({ lock }) => lock !== project.lock);
  const [own, whole] = [slugOf(project), slug(project.lock)];
  if (others.every((other) => slugOf(other) !== own)) return named(own, group);
  const isShared = others.some(({ lock }) => slug(lock) === whole);
  return named(isShared ? `${whole}-${mark(project.lock)}` : whole, group);
}

/** `lockkeeper/python`, `lockkeeper/backend-python`; `all`: the folders of all projects. */
export function pythonBranch(directory: string, all: readonly string[]): string {
  const own = slug(directory);
  const isShared = all.some((other) => other !== directory && slug(other) === own);
  return named(isShared ? `${own}-${mark(directory)}` : own, PYTHON);
}

/** Tells apart what has the same letters. */
function mark(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 6);
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
