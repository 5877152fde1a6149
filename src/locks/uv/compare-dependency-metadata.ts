/** `dependency-metadata`: what uv takes for the metadata of a package instead of asking it. */
import type { Location } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { sameExactly } from '../../python/requirement-set.ts';
import { intersectPython } from '../../python/requires-python.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isTable, stringAt, stringsAt } from '../values.ts';
import type { Check } from './check-context.ts';
import type { Declaration } from './declaration.ts';
import { lower } from './lowering.ts';
import { manifestFilter } from './manifest-filter.ts';
import { writtenElsewhere } from './project-metadata.ts';
import { rootScope } from './root.ts';
import { isSameVersion } from './versions.ts';

/** `dependency-metadata`, as a set; entries for packages that are not locked wait. */
export function compareDependencyMetadata(check: Check): void {
  const { lock, settings } = check;
  const filter = manifestFilter(lock);
  const expected = settings.dependencyMetadata.filter((item) =>
    filter.metadata(normalizeName(stringAt(item, 'name') ?? '')),
  );
  const locked = arrayAt(lock.manifest, 'dependency-metadata').filter(isTable);
  const open = [...locked];
  for (const item of expected) {
    const index = open.findIndex((other) => isSameMetadata(check, item, other));
    if (index >= 0) open.splice(index, 1);
    else staleMetadata(check, item, 'given', 'other or none');
  }
  for (const item of open) staleMetadata(check, item, 'other or none', 'given');
}

function isSameMetadata(check: Check, left: TomlTable, right: TomlTable): boolean {
  const version = [stringAt(left, 'version') ?? '', stringAt(right, 'version') ?? ''] as const;
  const extras = (table: TomlTable): string =>
    stringsAt(table, table['provides-extra'] === undefined ? 'provides-extras' : 'provides-extra')
      .map(normalizeName)
      .join();
  return (
    normalizeName(stringAt(left, 'name') ?? '') === normalizeName(stringAt(right, 'name') ?? '') &&
    isSameVersion(...version) &&
    isSameSpecifierText(left, right) &&
    extras(left) === extras(right) &&
    isSameList(metadataRequirements(check, left), metadataRequirements(check, right))
  );
}

/** Static metadata is compared as it stands, in order. */
function isSameList(left: readonly Declaration[], right: readonly Declaration[]): boolean {
  if (left.length !== right.length) return false;
  return left.every((item, index) => {
    const other = right[index];
    return other !== undefined && sameExactly([item], [other], intersectPython([]));
  });
}

function isSameSpecifierText(left: TomlTable, right: TomlTable): boolean {
  const clean = (table: TomlTable): string =>
    (stringAt(table, 'requires-python') ?? '').replaceAll(/\s/g, '').split(',').sort().join();
  return clean(left) === clean(right);
}

/** Plain PEP 508 strings on both sides; what cannot be parsed is compared as it stands. */
function metadataRequirements(check: Check, table: TomlTable): readonly Declaration[] {
  const { manifest } = check.workspace;
  const scope = { ...rootScope(check), settings: { ...check.settings, usesSources: () => false } };
  return stringsAt(table, 'requires-dist').flatMap((text) =>
    lower(
      scope,
      writtenElsewhere(manifest, { text, key: [] }, 'dependency-metadata'),
      undefined,
      undefined,
    ),
  );
}

function staleMetadata(check: Check, item: TomlTable, manifest: string, lock: string): void {
  const setting = `dependency-metadata.${normalizeName(stringAt(item, 'name') ?? '')}`;
  const place: Location = check.settings.at('dependency-metadata');
  check.report.stale({ kind: 'setting-changed', setting, manifest, lock }, place);
}
