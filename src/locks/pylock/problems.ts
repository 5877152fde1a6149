/** Where a valid pylock.toml does not fit together. */
import type { Located, SemanticProblem } from '../types.ts';
import type { Pylock } from './lock-file.ts';

/** Edges to packages that are not there; the format's `dependencies` are optional. */
export function pylockProblems(lock: Pylock): readonly Located<SemanticProblem>[] {
  const names = new Set(lock.packages.map(({ name }) => name));
  return lock.packages.flatMap(({ name: requiredBy, dependencies, at }) =>
    dependencies
      .filter((name) => !names.has(name))
      .map((name) => ({ reason: { kind: 'missing-dependency', name, requiredBy }, at })),
  );
}
