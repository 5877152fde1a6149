/** Where the lock does not fit together, by itself. */
import type { Location } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import type { Located, RefusedReason, SemanticProblem } from '../types.ts';
import { isTable } from '../values.ts';
import type { CondaLock } from './lock-file.ts';

/**
 * What conda-lock refuses to read: parts that are missing, and conda packages without an MD5 sum.
 * Source: `Lockfile`, `BaseLockedDependency`.
 */
export function unreadablePart(
  { path, packages }: CondaLock,
  table: TomlTable,
): Located<RefusedReason> | undefined {
  const refused = (message: string, at: Location): Located<RefusedReason> => ({
    reason: { kind: 'lock-inconsistent', message },
    at,
  });
  for (const [key, isThere] of [
    ['metadata', isTable(table.metadata)],
    ['package', Array.isArray(table.package)],
  ] as const) {
    if (!isThere) return refused(`\`${key}\` is missing, or of another type`, { path });
  }
  const item = packages.find(({ manager, md5 }) => manager === 'conda' && md5 === undefined);
  return item && refused(`the conda package \`${item.name}\` has no \`hash.md5\``, item.at);
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
