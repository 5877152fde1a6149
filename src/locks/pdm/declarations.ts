/** What a manifest asks PDM for, in all the tables where it can stand. */
import type { TomlPath } from '../../gates/types.ts';
import { parseRequirement, type Requirement } from '../../python/requirement.ts';
import {
  type Declaration,
  groupDeclarations,
  projectDeclarations,
  requirementDeclarations,
} from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt, tableAt } from '../values.ts';
import { normalizeGroup } from './manifest.ts';

/** All named requirements; PDM's editable lines and includes of groups are none. */
export function declarationsOf(manifest: TomlTable): readonly Declaration[] {
  const own = tableAt(tableAt(tableAt(manifest, 'tool'), 'pdm'), 'dev-dependencies');
  return [
    ...projectDeclarations(manifest),
    ...groupDeclarations(manifest),
    ...Object.entries(own).flatMap(([group, list]) =>
      requirementDeclarations(list, ['tool', 'pdm', 'dev-dependencies', group]),
    ),
  ];
}

/** The group of a declaration, normalised; `default` for `project.dependencies`. */
export function groupOf({ key }: Declaration): string {
  if (key.length === 3) {
    return key[0] === 'dependency-groups' ? normalizeGroup(String(key[1])) : 'default';
  }
  return normalizeGroup(String(key.at(-2)));
}

/** The whole requirement of a declaration. May throw `MarkerTooComplex`. */
export function requirementOf(manifest: TomlTable, { key }: Declaration): Requirement | undefined {
  let value: unknown = manifest;
  for (const part of key) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return typeof value === 'string' ? parseRequirement(value) : undefined;
}

/** The groups of a manifest, normalised, sorted; `default` is not among them. */
export function groupNames(manifest: TomlTable): readonly string[] {
  const tables = [
    tableAt(tableAt(manifest, 'project'), 'optional-dependencies'),
    tableAt(manifest, 'dependency-groups'),
    tableAt(tableAt(tableAt(manifest, 'tool'), 'pdm'), 'dev-dependencies'),
  ];
  return [...new Set(tables.flatMap((table) => Object.keys(table)).map(normalizeGroup))].sort();
}

export function pythonOf(
  manifest: TomlTable,
): { readonly text: string; readonly key: TomlPath } | undefined {
  const text = stringAt(tableAt(manifest, 'project'), 'requires-python');
  return text === undefined ? undefined : { text, key: ['project', 'requires-python'] };
}

/** Names that `tool.pdm.resolution` overrides or excludes: what the manifests say does not count. */
export function overriddenNames(manifest: TomlTable): ReadonlySet<string> {
  const resolution = tableAt(tableAt(tableAt(manifest, 'tool'), 'pdm'), 'resolution');
  const excludes = Array.isArray(resolution.excludes) ? resolution.excludes : [];
  const names = [...Object.keys(tableAt(resolution, 'overrides')), ...excludes];
  return new Set(names.filter((name) => typeof name === 'string').map(normalizeGroup));
}
