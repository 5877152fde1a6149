/** The `[manifest]` of the lock: what the root alone decides for the whole resolution. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { sameRequirements } from '../../python/requirement-set.ts';
import { pythonRangeMarker, type RequiresPython } from '../../python/requires-python.ts';
import { arrayAt, tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { compareBuildConstraints } from './compare-build-constraints.ts';
import { compareExcludes } from './compare-excludes.ts';
import { compareOverrides } from './compare-overrides.ts';
import { compareRequirements } from './compare-requirements.ts';
import type { Declaration } from './declaration.ts';
import { lockedDeclarations } from './locked-declarations.ts';
import { manifestFilter } from './manifest-filter.ts';
import type { RootDeclarations } from './root.ts';

/** Everything that stands in the root's manifest or in the script; see `RootDeclarations`. */
export function compareManifest(check: Check, root: RootDeclarations): void {
  const { lock } = check;
  const manifest = check.workspace.manifest.path;
  const filter = manifestFilter(lock);
  compareRequirements(
    check.report,
    {
      manifest,
      expected: root.requirements,
      locked: lockedDeclarations(
        lock,
        arrayAt(lock.manifest, 'requirements'),
        at('requirements'),
        'dependencies',
      ),
    },
    lock.requiresPython,
  );
  compareRequirements(
    check.report,
    {
      manifest,
      expected: root.constraints.filter((item) => filter.constraint(item.name)),
      locked: lockedDeclarations(
        lock,
        arrayAt(lock.manifest, 'constraints'),
        at('constraints'),
        'tool.uv.constraint-dependencies',
      ),
    },
    lock.requiresPython,
    sameConstraints,
  );
  compareOverrides(check, root.overrides, filter);
  compareExcludes(check, filter);
  compareBuildConstraints(check, root.buildConstraints);
  compareGroups(check, root.groups);
}

/** Constraints restrict versions only: extras, and entries that restrict nothing, do not count. */
function sameConstraints(
  left: readonly Declaration[],
  right: readonly Declaration[],
  bounds: RequiresPython,
): boolean {
  const python = pythonRangeMarker(bounds);
  const counting = (items: readonly Declaration[]): readonly Declaration[] =>
    items
      .filter((item) => item.specifiers.length > 0 || !isRegistry(item))
      .filter((item) => !item.marker.and(python).isFalse())
      .map((item) => ({ ...item, extras: [] }));
  return sameRequirements(counting(left), counting(right), bounds);
}

function isRegistry(item: Declaration): boolean {
  return item.source === '' || item.source.startsWith('["registry"');
}

function at(key: string): TomlPath {
  return ['manifest', key];
}

/** Groups of a root that is no project; empty ones do not count. */
function compareGroups(check: Check, expected: ReadonlyMap<string, readonly Declaration[]>): void {
  const { lock } = check;
  const table = tableAt(lock.manifest, 'dependency-groups');
  const locked = new Map(Object.keys(table).map((key) => [normalizeName(key), key]));
  for (const name of new Set([...expected.keys(), ...locked.keys()])) {
    const key = locked.get(name) ?? name;
    const declarations = lockedDeclarations(
      lock,
      arrayAt(table, key),
      [...at('dependency-groups'), key],
      `dependency-groups.${name}`,
    );
    compareRequirements(
      check.report,
      {
        manifest: check.workspace.manifest.path,
        expected: expected.get(name) ?? [],
        locked: declarations,
      },
      lock.requiresPython,
    );
  }
}
