/**
 * Constraints, overrides, excludes and the like for packages that are neither locked nor recorded
 * already do not make a lock stale; they wait for the next one.
 * Source: uv-lock `lock/inputs.rs`, `ManifestFilter::from_lock`.
 */
import { normalizeName } from '../../python/names.ts';
import { arrayAt, isTable, stringAt, tableAt } from '../values.ts';
import type { Lock } from './lock-file.ts';

export interface ManifestFilter {
  constraint(name: string): boolean;
  override(name: string): boolean;
  scopedOverride(parent: string): boolean;
  exclude(name: string, isScope: boolean): boolean;
  metadata(name: string): boolean;
}

export function manifestFilter(lock: Lock): ManifestFilter {
  const constraints = names(lock, 'constraints');
  const overrides = names(lock, 'overrides');
  const metadata = names(lock, 'dependency-metadata');
  const excludes = new Set(
    arrayAt(lock.manifest, 'excludes').flatMap((item) =>
      typeof item === 'string' ? [normalizeName(item)] : [],
    ),
  );
  const scopedOverrides = parents(lock, 'overrides');
  const scopedExcludes = parents(lock, 'excludes');
  const isLocked = (name: string): boolean => lock.byName.has(name);
  return {
    constraint: (name) => isLocked(name) || constraints.has(name),
    override: (name) => isLocked(name) || overrides.has(name),
    scopedOverride: (parent) => isLocked(parent) || scopedOverrides.has(parent),
    exclude: (name, isScope) =>
      isLocked(name) || (isScope ? scopedExcludes.has(name) : excludes.has(name)),
    metadata: (name) => isLocked(name) || metadata.has(name),
  };
}

function names(lock: Lock, key: string): ReadonlySet<string> {
  return new Set(
    arrayAt(lock.manifest, key).flatMap((item) => {
      const name = isTable(item) ? stringAt(item, 'name') : undefined;
      return name === undefined ? [] : [normalizeName(name)];
    }),
  );
}

function parents(lock: Lock, key: string): ReadonlySet<string> {
  return new Set(
    arrayAt(lock.manifest, key).flatMap((item) => {
      const name = isTable(item) ? stringAt(tableAt(item, 'package'), 'name') : undefined;
      return name === undefined ? [] : [normalizeName(name)];
    }),
  );
}
