/** What a manifest asks Poetry for, in all the tables where it can stand. */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import { type Declaration, groupDeclarations, projectDeclarations } from '../declarations.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt, stringsOf, tableAt } from '../values.ts';

/** All dependencies except Python itself, in the order of the file's kinds of tables. */
export function declarationsOf(manifest: TomlTable): readonly Declaration[] {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  return [
    ...projectDeclarations(manifest),
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
    ...groupDeclarations(manifest),
  ];
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
