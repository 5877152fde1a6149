/** What a manifest asks for in the standard tables (PEP 621, PEP 735), entry by entry. */
import type { TomlPath } from '../gates/types.ts';
import { parseRequirement } from '../python/requirement.ts';
import type { TomlTable } from './documents.ts';
import { tableAt } from './values.ts';

export interface Declaration {
  readonly name: string;
  /** `tool.poetry.group.dev.dependencies`, `project.dependencies` */
  readonly section: string;
  readonly key: TomlPath;
  /** As a reader knows it: the constraint, or the whole value. */
  readonly text: string;
  /** In PEP 440's syntax, or the tool's own; empty where something else decides (git, path). */
  readonly constraints: readonly string[];
  /** Applies to some environments only. */
  readonly conditional: boolean;
  readonly path: string | undefined;
}

/** `[project]`: dependencies and optional dependencies. */
export function projectDeclarations(manifest: TomlTable): readonly Declaration[] {
  const project = tableAt(manifest, 'project');
  const optional = tableAt(project, 'optional-dependencies');
  return [
    ...requirementDeclarations(project.dependencies, ['project', 'dependencies']),
    ...Object.entries(optional).flatMap(([extra, list]) =>
      requirementDeclarations(list, ['project', 'optional-dependencies', extra]),
    ),
  ];
}

/** `[dependency-groups]`; includes are left out. */
export function groupDeclarations(manifest: TomlTable): readonly Declaration[] {
  const groups = tableAt(manifest, 'dependency-groups');
  return Object.entries(groups).flatMap(([group, list]) =>
    requirementDeclarations(list, ['dependency-groups', group]),
  );
}

/** PEP 508 texts under `key`; what is none is left out. */
export function requirementDeclarations(list: unknown, key: TomlPath): readonly Declaration[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index): readonly Declaration[] => {
    if (typeof item !== 'string') return [];
    const requirement = parseRequirement(item);
    if (requirement === undefined) return [];
    const { name, written, url } = requirement;
    return [
      {
        name,
        section: key.join('.'),
        key: [...key, index],
        text: url ?? written.specifiers,
        constraints: url === undefined && written.specifiers !== '' ? [written.specifiers] : [],
        conditional: written.marker !== '',
        path: undefined,
      },
    ];
  });
}
