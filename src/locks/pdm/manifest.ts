/** What a `pyproject.toml` asks PDM for. Source: pdm 2.29 `project/project_file.py`. */
import type { TomlPath } from '../../gates/types.ts';
import {
  type Declaration,
  groupDeclarations,
  projectDeclarations,
  requirementDeclarations,
} from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import { stringAt, tableAt } from '../values.ts';

export function pdmTable(manifest: TomlTable): TomlTable {
  return tableAt(tableAt(manifest, 'tool'), 'pdm');
}

/** PDM's own rule for names of groups: `pdm/utils.py` `normalize_name`. */
function normalizeGroup(name: string): string {
  return name.replace(/[^A-Za-z0-9]+/g, '-').toLowerCase();
}

/** Of `[project]`, `[dependency-groups]` and `[tool.pdm.dev-dependencies]`. */
export function declarationsOf(manifest: TomlTable): readonly Declaration[] {
  const groups = tableAt(pdmTable(manifest), 'dev-dependencies');
  return [
    ...projectDeclarations(manifest),
    ...groupDeclarations(manifest),
    ...Object.entries(groups).flatMap(([group, list]) =>
      requirementDeclarations(list, ['tool', 'pdm', 'dev-dependencies', group]),
    ),
  ];
}

export function pythonOf(
  manifest: TomlTable,
): { readonly text: string; readonly key: TomlPath } | undefined {
  const text = stringAt(tableAt(manifest, 'project'), 'requires-python');
  return text === undefined ? undefined : { text, key: ['project', 'requires-python'] };
}

/** Groups of development dependencies, by normalised name; `duplicate` names one that is there twice. */
export type DevelopmentGroups =
  | { readonly kind: 'groups'; readonly groups: Readonly<Record<string, readonly unknown[]>> }
  | { readonly kind: 'duplicate'; readonly name: string }
  | { readonly kind: 'not a list'; readonly name: string };

export function developmentGroups(manifest: TomlTable): DevelopmentGroups {
  const groups = new Map<string, readonly unknown[]>();
  for (const [written, list] of Object.entries(tableAt(manifest, 'dependency-groups'))) {
    const name = normalizeGroup(written);
    if (groups.has(name)) return { kind: 'duplicate', name };
    if (!Array.isArray(list)) return { kind: 'not a list', name };
    groups.set(name, list);
  }
  for (const [written, list] of Object.entries(tableAt(pdmTable(manifest), 'dev-dependencies'))) {
    const name = normalizeGroup(written);
    if (!Array.isArray(list)) return { kind: 'not a list', name };
    groups.set(name, [...(groups.get(name) ?? []), ...list]);
  }
  return { kind: 'groups', groups: Object.fromEntries(groups) };
}
