/** What a lock's neighbours say about it: another lock, a `.gitignore`. */
import type { Located, LockKind, LockProject, SemanticProblem } from '../../locks/types.ts';
import type { Tree } from '../types.ts';
import { gitignoresFor, ignoredBy } from './gitignore.ts';

/** Locks that a project has one of; the others are made from these, or beside them. */
const PRIMARY: readonly LockKind[] = ['uv', 'poetry', 'pdm'];

export function surroundingInputs(projects: readonly LockProject[]): readonly string[] {
  return projects.flatMap(({ lock }) => gitignoresFor(lock));
}

export function surroundingProblems(
  project: LockProject,
  projects: readonly LockProject[],
  tree: Tree,
): readonly Located<SemanticProblem>[] {
  return [...otherLock(project, projects), ...ignored(project, tree)];
}

/** Said once: of the later kind. */
function otherLock(
  { kind, lock, manifest }: LockProject,
  projects: readonly LockProject[],
): readonly Located<SemanticProblem>[] {
  const earlier = PRIMARY.slice(0, Math.max(0, PRIMARY.indexOf(kind)));
  const other = projects.find((one) => one.manifest === manifest && earlier.includes(one.kind));
  return other === undefined
    ? []
    : [{ reason: { kind: 'two-locks', other: other.lock }, at: { path: lock } }];
}

function ignored({ lock }: LockProject, tree: Tree): readonly Located<SemanticProblem>[] {
  const at = ignoredBy(tree, lock);
  return at === 'none' ? [] : [{ reason: { kind: 'ignored' }, at }];
}
