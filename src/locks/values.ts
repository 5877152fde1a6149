/** Typed looks at parsed files, whose values can be anything: a hostile one has any type anywhere. */
import type { TomlTable } from './documents.ts';

const EMPTY: TomlTable = Object.freeze(Object.create(null));

export function isTable(value: unknown): value is TomlTable {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    // Dates are objects too.
    !(value instanceof Date)
  );
}

function valueAt(table: TomlTable, key: string): unknown {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** The table under `key`, or an empty one. */
export function tableAt(table: TomlTable, key: string): TomlTable {
  const value = valueAt(table, key);
  return isTable(value) ? value : EMPTY;
}

export function stringAt(table: TomlTable, key: string): string | undefined {
  const value = valueAt(table, key);
  return typeof value === 'string' ? value : undefined;
}

export function booleanAt(table: TomlTable, key: string): boolean | undefined {
  const value = valueAt(table, key);
  return typeof value === 'boolean' ? value : undefined;
}

/** The array under `key`, or an empty one. */
export function arrayAt(table: TomlTable, key: string): readonly unknown[] {
  const value = valueAt(table, key);
  return Array.isArray(value) ? value : [];
}

export function tablesAt(table: TomlTable, key: string): readonly TomlTable[] {
  return arrayAt(table, key).filter(isTable);
}

export function stringsAt(table: TomlTable, key: string): readonly string[] {
  return arrayAt(table, key).filter((value) => typeof value === 'string');
}

/** The strings of an array, or a lone string. */
export function stringsOf(value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}

export function isStringArray(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** By code point, as the tools sort; the locale must not matter. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A value for messages; only strings, numbers and truth values have a text of their own. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'a table' : String(value);
}
