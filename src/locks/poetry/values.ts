/** Reading values of unknown shape: a hostile file has any type anywhere. */
import type { TomlTable } from '../documents.ts';

const EMPTY: TomlTable = Object.freeze({});

export function isTable(value: unknown): value is TomlTable {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** The table at `key`; an empty one for anything else. */
export function tableAt(table: TomlTable, key: string): TomlTable {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return isTable(value) ? value : EMPTY;
}

export function stringAt(table: TomlTable, key: string): string | undefined {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

export function arrayAt(table: TomlTable, key: string): readonly unknown[] {
  const value = Object.hasOwn(table, key) ? table[key] : undefined;
  return Array.isArray(value) ? value : [];
}

/** The strings of an array or a lone string. */
export function stringsOf(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === 'string');
}
