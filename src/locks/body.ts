/**
 * What the body of a hash lock says beside its hash: a mis-merged lock can carry the right hash, and
 * a wrong hash is explained by the entry that does not fit.
 */
import type { Declaration } from './declarations.ts';
import type { Located, LockedPackage, LockProject, SemanticProblem, StaleReason } from './types.ts';

export interface LockBody {
  readonly project: LockProject;
  readonly declarations: readonly Declaration[];
  readonly packages: readonly LockedPackage[];
  /** The packages that a declaration can be about; those of its name when left out. */
  locked?(declaration: Declaration): readonly LockedPackage[];
  /** Whether a constraint admits a version; `undefined` when either cannot be understood. */
  admits(constraint: string, version: string): boolean | undefined;
  /** Names that the tool never locks: the project itself, what comes with Python. */
  readonly neverLocked: readonly string[];
}

interface Mismatch {
  readonly declaration: Declaration;
  readonly locked: readonly LockedPackage[];
}

/** Entries of the manifest that the lock cannot have been made for. */
export function declarationReasons(body: LockBody): readonly Located<StaleReason>[] {
  return mismatches(body).map(({ declaration: { name, section, text, key }, locked }) => {
    const at = { path: body.project.manifest, key };
    const [first] = locked;
    if (first === undefined) {
      return { reason: { kind: 'requirement-added', name, section, manifest: text }, at };
    }
    const lock = locked.map(({ version }) => version).join(', ');
    return {
      reason: { kind: 'requirement-changed', name, section, manifest: text, lock },
      at,
      related: [{ at: first.at, note: 'the locked version' }],
    };
  });
}

/** The same mismatches, for a lock whose hash matches: only a hand or a merge makes them. */
export function declarationProblems(body: LockBody): readonly Located<SemanticProblem>[] {
  return mismatches(body).map(({ declaration: { name, section, text, key }, locked }) => {
    const at = { path: body.project.manifest, key };
    const [first] = locked;
    if (first === undefined) {
      return { reason: { kind: 'missing-dependency', name, requiredBy: section }, at };
    }
    const { version } = first;
    return {
      reason: { kind: 'outside-specifier', name, version, requirement: `${name} ${text}` },
      at,
      related: [{ at: first.at, note: 'the locked version' }],
    };
  });
}

function mismatches(body: LockBody): readonly Mismatch[] {
  const byName = Map.groupBy(body.packages, ({ name }) => name);
  return body.declarations.flatMap((declaration): readonly Mismatch[] => {
    // A conditional dependency may have no environment to apply to.
    if (declaration.conditional || body.neverLocked.includes(declaration.name)) return [];
    const locked = body.locked?.(declaration) ?? byName.get(declaration.name) ?? [];
    const isFit =
      locked.length > 0 &&
      declaration.constraints.every((constraint) =>
        locked.some(
          ({ version, source }) =>
            source.kind !== 'registry' || body.admits(constraint, version) !== false,
        ),
      );
    return isFit ? [] : [{ declaration, locked }];
  });
}

/** Packages that no declaration leads to, by name over all groups and extras. */
export function orphans(
  packages: readonly LockedPackage[],
  direct: readonly string[],
): readonly Located<SemanticProblem>[] {
  const byName = Map.groupBy(packages, ({ name }) => name);
  const reached = new Set<string>();
  const open = [...direct];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const { dependencies } of byName.get(name) ?? []) open.push(...dependencies);
  }
  return packages
    .filter(({ name }) => !reached.has(name))
    .map(({ name, version, at }) => ({ reason: { kind: 'orphan', name, version }, at }));
}

/** Only where other packages of the lock have hashes: some locks are made without. */
export function missingHashes(
  packages: readonly LockedPackage[],
): readonly Located<SemanticProblem>[] {
  const pinned = packages.filter(
    ({ source, version }) => source.kind === 'registry' && version !== '',
  );
  const without = pinned.filter(({ hashes }) => Object.keys(hashes).length === 0);
  if (without.length === pinned.length) return [];
  return without.map(({ name, version, at }) => ({
    reason: { kind: 'missing-hash', name, version },
    at,
  }));
}
