/** What a manifest asks Poetry for, in all the tables where it can stand. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { parseRequirement } from '../../python/requirement.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt, stringsOf, tableAt } from './values.ts';

export interface Declaration {
  readonly name: string;
  /** `tool.poetry.group.dev.dependencies`, `project.dependencies` */
  readonly section: string;
  readonly key: TomlPath;
  /** As a reader knows it: the constraint, or the whole value. */
  readonly text: string;
  /** Constraints in Poetry's or PEP 440's syntax; empty where something else decides (git, path). */
  readonly constraints: readonly string[];
  /** Applies to some environments only. */
  readonly conditional: boolean;
  readonly path: string | undefined;
}

/** All dependencies except Python itself, in the order of the file's kinds of tables. */
export function declarationsOf(manifest: TomlTable): readonly Declaration[] {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  return [
    ...pep621(manifest),
    ...poetryTable(tableAt(poetry, 'dependencies'), ['tool', 'poetry', 'dependencies']),
    ...poetryTable(tableAt(poetry, 'dev-dependencies'), ['tool', 'poetry', 'dev-dependencies']),
    ...Object.entries(tableAt(poetry, 'group')).flatMap(([group, table]) =>
      isTable(table)
        ? poetryTable(tableAt(table, 'dependencies'), [
            'tool',
            'poetry',
            'group',
            group,
            'dependencies',
          ])
        : [],
    ),
    ...dependencyGroups(tableAt(manifest, 'dependency-groups')),
  ];
}

function pep621(manifest: TomlTable): readonly Declaration[] {
  const project = tableAt(manifest, 'project');
  const optional = tableAt(project, 'optional-dependencies');
  return [
    ...requirements(project.dependencies, ['project', 'dependencies']),
    ...Object.entries(optional).flatMap(([extra, list]) =>
      requirements(list, ['project', 'optional-dependencies', extra]),
    ),
  ];
}

function dependencyGroups(groups: TomlTable): readonly Declaration[] {
  return Object.entries(groups).flatMap(([group, list]) =>
    requirements(list, ['dependency-groups', group]),
  );
}

function requirements(list: unknown, key: TomlPath): readonly Declaration[] {
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

function poetryTable(table: TomlTable, key: TomlPath): readonly Declaration[] {
  return Object.entries(table)
    .filter(([name]) => name.toLowerCase() !== 'python')
    .map(([name, value]) => ({
      name: normalizeName(name),
      section: key.join('.'),
      key: [...key, name],
      ...describe(value),
    }));
}

type Described = Pick<Declaration, 'text' | 'constraints' | 'conditional' | 'path'>;

function describe(value: unknown): Described {
  if (typeof value === 'string') {
    return { text: value, constraints: [value], conditional: false, path: undefined };
  }
  const tables = (Array.isArray(value) ? value : [value]).filter(isTable);
  const versions = tables.flatMap((table) => stringsOf(table.version));
  const isOneOf = tables.length > 1;
  const located = tables.some((table) =>
    ['git', 'path', 'url', 'file'].some((key) => key in table),
  );
  return {
    text: versions.join(' || ') || JSON.stringify(value, bigintAsText),
    constraints: located ? [] : versions,
    conditional:
      isOneOf ||
      tables.some((table) => 'markers' in table || 'python' in table || 'platform' in table),
    path: tables.map((table) => stringAt(table, 'path')).find((path) => path !== undefined),
  };
}

function bigintAsText(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** Poetry's Python constraint as written, and where. */
export function pythonOf(
  manifest: TomlTable,
): { readonly text: string; readonly key: TomlPath } | undefined {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  const dependencies = tableAt(poetry, 'dependencies');
  const value = dependencies.python;
  const text =
    typeof value === 'string' ? value : isTable(value) ? stringAt(value, 'version') : undefined;
  if (text !== undefined) return { text, key: ['tool', 'poetry', 'dependencies', 'python'] };
  const requires = stringAt(tableAt(manifest, 'project'), 'requires-python');
  return requires === undefined
    ? undefined
    : { text: requires, key: ['project', 'requires-python'] };
}
