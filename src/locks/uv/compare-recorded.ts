/** What the lock recorded of a source tree against its manifest: version, extras, requirements. */
import { normalizeName } from '../../python/names.ts';
import { arrayAt, stringsAt, tableAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { compareRequirements, isSameSet } from './compare-requirements.ts';
import type { Declaration } from './declaration.ts';
import { flattenSelfReferences } from './flat-requirements.ts';
import type { IndexCheck } from './index-check.ts';
import type { LockPackage } from './lock-file.ts';
import { lockedDeclarations } from './locked-declarations.ts';
import type { Manifest, Project } from './manifest.ts';
import { projectMetadata } from './project-metadata.ts';
import { OpenQuestion } from './refusal.ts';
import { lockedThere } from './report.ts';
import { leaveOpen, scopeOf } from './source-tree.ts';
import { isSameVersion } from './versions.ts';

/** From this revision on locks record extras and groups that are empty. */
const EMPTY_SECTIONS_REVISION = 1;

export function compareVersion(
  check: Check,
  item: LockPackage,
  manifest: Manifest,
  project: Project,
): void {
  const isDynamic = project.dynamic.includes('version');
  const declared = isDynamic ? undefined : project.version;
  const locked = item.version;
  if (
    declared === undefined
      ? locked === undefined
      : locked !== undefined && isSameVersion(declared, locked)
  ) {
    return;
  }
  check.report.stale(
    {
      kind: 'version-changed',
      name: item.name,
      manifest: declared ?? 'dynamic',
      lock: locked ?? 'dynamic',
    },
    { path: manifest.path, key: ['project', declared === undefined ? 'dynamic' : 'version'] },
    lockedThere(check.lock.path, ['package', item.index, 'version']),
  );
}

export function compareExtras(
  check: Check,
  item: LockPackage,
  manifest: Manifest,
  project: Project,
): void {
  const { lock } = check;
  if (lock.revision < EMPTY_SECTIONS_REVISION) return;
  const metadata = tableAt(item.table, 'metadata');
  const locked = [...new Set(stringsAt(metadata, 'provides-extras').map(normalizeName))].sort();
  const expected = [...project.extras.keys()].sort();
  if (expected.join() === locked.join()) return;
  check.report.stale(
    { kind: 'extras-changed', name: item.name, manifest: expected, lock: locked },
    { path: manifest.path, key: ['project', 'optional-dependencies'] },
    lockedThere(lock.path, ['package', item.index, 'metadata', 'provides-extras']),
  );
}

export function compareRecorded(
  check: Check,
  item: LockPackage,
  manifest: Manifest,
  project: Project,
  indexes: IndexCheck,
): void {
  const { lock, report } = check;
  const metadata = tableAt(item.table, 'metadata');
  const key = ['package', item.index, 'metadata'];
  const scope = scopeOf(check, manifest, project);
  let expected: ReturnType<typeof projectMetadata>;
  try {
    expected = projectMetadata(scope, project);
  } catch (error) {
    if (!(error instanceof OpenQuestion)) throw error;
    leaveOpen(check, error.message, 'name the place without a variable, inside the repository');
    return;
  }
  const dist = lockedDeclarations(
    lock,
    arrayAt(metadata, 'requires-dist'),
    [...key, 'requires-dist'],
    'project.dependencies',
  ).map(withSection);
  const isFlatEqual =
    item.version === undefined &&
    isSameSet(flattenSelfReferences(expected.requiresDist, item.name), dist, lock.requiresPython);
  if (!isFlatEqual)
    compareRequirements(
      report,
      { manifest: manifest.path, expected: expected.requiresDist, locked: dist },
      lock.requiresPython,
    );
  compareGroups(check, item, manifest, expected.groups);
  for (const declaration of [...expected.requiresDist, ...[...expected.groups.values()].flat()]) {
    indexes.allow(declaration);
  }
}

function compareGroups(
  check: Check,
  item: LockPackage,
  manifest: Manifest,
  declared: ReadonlyMap<string, readonly Declaration[]>,
): void {
  const { lock, report } = check;
  const metadata = tableAt(item.table, 'metadata');
  const field = metadata['requires-dev'] === undefined ? 'dependency-groups' : 'requires-dev';
  const table = tableAt(metadata, field);
  const countsEmpty = lock.revision >= EMPTY_SECTIONS_REVISION;
  const locked = new Map<string, readonly Declaration[]>();
  for (const name of Object.keys(table)) {
    const key = ['package', item.index, 'metadata', field, name];
    const group = normalizeName(name);
    locked.set(
      group,
      lockedDeclarations(lock, arrayAt(table, name), key, `dependency-groups.${group}`),
    );
  }
  const counted = (groups: ReadonlyMap<string, readonly Declaration[]>): readonly string[] =>
    [...groups]
      .filter(([, items]) => countsEmpty || items.length > 0)
      .map(([name]) => name)
      .sort();
  const [expectedNames, lockedNames] = [counted(declared), counted(locked)];
  if (expectedNames.join() !== lockedNames.join()) {
    report.stale(
      { kind: 'groups-changed', name: item.name, manifest: expectedNames, lock: lockedNames },
      { path: manifest.path, key: ['dependency-groups'] },
      lockedThere(lock.path, ['package', item.index, 'metadata', field]),
    );
  }
  for (const name of expectedNames) {
    if (!lockedNames.includes(name)) continue;
    compareRequirements(
      report,
      {
        manifest: manifest.path,
        expected: declared.get(name) ?? [],
        locked: locked.get(name) ?? [],
      },
      lock.requiresPython,
    );
  }
}

/** Locks record optional dependencies by their marker only. */
function withSection(declaration: Declaration): Declaration {
  const extra = declaration.origin.marker.match(/extra == '([^']+)'/)?.[1];
  if (extra === undefined) return declaration;
  const section = `project.optional-dependencies.${extra}`;
  return { ...declaration, origin: { ...declaration.origin, section } };
}
