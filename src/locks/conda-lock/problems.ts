/** Where the lock does not fit together, by itself. */
import type { Located, RefusedReason, SemanticProblem } from '../types.ts';
import type { CondaLock } from './lock-file.ts';

/** conda-lock reads no conda package without an MD5 sum. Source: `BaseLockedDependency`. */
export function unreadablePackage(lock: CondaLock): Located<RefusedReason> | undefined {
  const item = lock.packages.find(({ manager, md5 }) => manager === 'conda' && md5 === undefined);
  if (item === undefined) return undefined;
  const message = `the conda package \`${item.name}\` has no \`hash.md5\``;
  return { reason: { kind: 'lock-inconsistent', message }, at: item.at };
}

export function condaLockProblems(lock: CondaLock): readonly Located<SemanticProblem>[] {
  return [...danglingEdges(lock), ...missingHashes(lock)];
}

/** What pip packages need can be provided by conda under other names, or be optional. */
function danglingEdges(lock: CondaLock): readonly Located<SemanticProblem>[] {
  const byPlatform = Map.groupBy(lock.packages, ({ platform }) => platform);
  const problems = new Map<string, Located<SemanticProblem>>();
  for (const packages of byPlatform.values()) {
    const names = new Set(packages.map(({ name }) => name));
    for (const { manager, name: requiredBy, dependencies, at } of packages) {
      if (manager === 'pip') continue;
      for (const name of dependencies) {
        if (name.startsWith('__') || names.has(name.toLowerCase())) continue;
        const reason = { kind: 'missing-dependency', name, requiredBy } as const;
        problems.set(JSON.stringify(reason), { reason, at });
      }
    }
  }
  return [...problems.values()];
}

function missingHashes(lock: CondaLock): readonly Located<SemanticProblem>[] {
  return lock.packages
    .filter(({ manager, sha256 }) => manager === 'pip' && sha256 === undefined)
    .map(({ name, version, at }) => ({ reason: { kind: 'missing-hash', name, version }, at }));
}
