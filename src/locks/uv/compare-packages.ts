/**
 * The walk over the locked packages, from the members along all edges: what each source tree's
 * manifest asks for against what the lock recorded of it, and whether packages still come from an
 * index that is configured. Source: uv-lock `lock/mod.rs`, the second half of `Lock::satisfies`.
 */
import type { Check } from './check-context.ts';
import { compareExtras, compareRecorded, compareVersion } from './compare-recorded.ts';
import { allEdges, edgesOf } from './edges.ts';
import { createIndexCheck, type IndexCheck } from './index-check.ts';
import type { LockPackage } from './lock-file.ts';
import { isSourceTree } from './lock-source.ts';
import type { Manifest } from './manifest.ts';
import { guarded } from './open.ts';
import { dynamicFields, projectMetadata } from './project-metadata.ts';
import { Refusal } from './refusal.ts';
import type { RootDeclarations } from './root.ts';
import { lacksMetadata, leaveOpen, scopeOf, sourceTreeManifest } from './source-tree.ts';

/** Returns what uv refuses on the way. */
export function comparePackages(check: Check, root: RootDeclarations): readonly Refusal[] {
  const { lock } = check;
  const edges = edgesOf(lock);
  const indexes = createIndexCheck(check);
  const refusals: Refusal[] = [];
  const queue: LockPackage[] = [];
  const seen = new Set<LockPackage>();
  const enqueue = (item: LockPackage): void => {
    if (seen.has(item)) return;
    seen.add(item);
    queue.push(item);
  };
  for (const name of check.workspace.members.keys()) {
    for (const item of (lock.byName.get(name) ?? []).slice(0, 1)) enqueue(item);
  }
  for (const declaration of [...root.requirements, ...[...root.groups.values()].flat()]) {
    indexes.allow(declaration);
    if (declaration.marker.isFalse()) continue;
    for (const item of lock.byName.get(declaration.name) ?? []) {
      if (isSourceTree(item.source)) enqueue(item);
    }
  }
  for (const [name, member] of check.workspace.members) {
    if (lock.byName.has(name)) continue;
    collect(refusals, () => guarded(check.files, () => readMember(check, member)));
  }
  for (const item of queue) {
    indexes.look(item);
    if (item.source.kind === 'registry' || item.source.kind === 'git') continue;
    collect(refusals, () => guarded(check.files, () => comparePackage(check, item, indexes)));
    const own = edges[item.index];
    if (own !== undefined) for (const edge of allEdges(own)) enqueue(edge.to);
  }
  return refusals;
}

/** Notes what uv refuses; one package must not hide another. */
function collect(refusals: Refusal[], step: () => void): void {
  try {
    step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refusals.push(error);
  }
}

/** A member that is not locked yet has nothing to compare, but may be refused. */
function readMember(check: Check, member: Manifest): void {
  const { project } = member;
  if (project === undefined || dynamicFields(member, project).length > 0) return;
  projectMetadata(scopeOf(check, member, project), project);
}

function comparePackage(check: Check, item: LockPackage, indexes: IndexCheck): void {
  // The lock pins the archive behind a URL by its hash, so what was recorded of it stands.
  if (item.source.kind === 'url') return;
  if (!isSourceTree(item.source)) {
    leaveOpen(
      check,
      `the metadata of \`${item.name}\` comes from an archive in the repository, which is not read`,
      'run `uv lock --check`, which reads it',
    );
    return;
  }
  const manifest = sourceTreeManifest(check, item, item.source);
  if (manifest === undefined) return;
  const { project } = manifest;
  const dynamic = project === undefined ? ['everything'] : dynamicFields(manifest, project);
  if (project === undefined || dynamic.length > 0) {
    leaveOpen(
      check,
      `the dependencies of \`${item.name}\` come from its build backend`,
      `declare \`project.dependencies\` in \`${manifest.path}\` statically`,
    );
    return;
  }
  if (lacksMetadata(check, item)) return;
  compareVersion(check, item, manifest, project);
  compareExtras(check, item, manifest, project);
  compareRecorded(check, item, manifest, project, indexes);
}
