/** Types that uv insists on in `[tool.uv]`, whether the setting counts or not. */
import type { TomlPath } from '../../gates/types.ts';
import { isValidName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { isStringArray, isTable, stringAt } from '../values.ts';
import { refuseManifest } from './refusal.ts';

/** Settings of `[tool.uv]` whose type uv checks even where they do not count. */
const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  managed: (value) => typeof value === 'boolean',
  package: (value) => typeof value === 'boolean',
  'minimum-libc-version': isTable,
  'exclude-dependencies': (value) =>
    Array.isArray(value) && value.every((item) => isTable(item) || isName(item)),
  'override-dependencies': Array.isArray,
  'build-constraint-dependencies': Array.isArray,
  'constraint-dependencies': isStringArray,
  'dev-dependencies': isStringArray,
};

function isName(value: unknown): boolean {
  return typeof value === 'string' && isValidName(value);
}

export function refuseWrongTypes(path: string, uv: TomlTable): void {
  for (const [key, isFitting] of Object.entries(TYPES)) {
    if (uv[key] === undefined || isFitting(uv[key])) continue;
    throw refuseManifest(path, ['tool', 'uv', key], `invalid value for \`${key}\``);
  }
}

/** Names of indexes have to differ, and one at most is the default. */
export function refuseIndexes(path: string, uv: TomlTable): void {
  const indexes = uv.index;
  const base: TomlPath = ['tool', 'uv', 'index'];
  if (indexes === undefined) return;
  if (!Array.isArray(indexes))
    throw refuseManifest(path, base, '`index` has to be an array of tables');
  const names = new Set<string>();
  let hasDefault = false;
  for (const [position, index] of indexes.entries()) {
    const key = [...base, position];
    if (!isTable(index) || stringAt(index, 'url') === undefined) {
      throw refuseManifest(path, key, 'an index has no `url`');
    }
    const name = stringAt(index, 'name');
    if (index.name !== undefined && (name === undefined || !/^[\w.-]+$/.test(name))) {
      throw refuseManifest(path, [...key, 'name'], 'the name of an index cannot be read');
    }
    if (name === undefined && index.explicit === true) {
      throw refuseManifest(path, key, 'an index with `explicit = true` needs a `name`');
    }
    if (name !== undefined && names.has(name)) {
      throw refuseManifest(path, key, `duplicate index name \`${name}\``);
    }
    if (name !== undefined) names.add(name);
    if (index.default === true && hasDefault) {
      throw refuseManifest(path, key, 'found multiple indexes with `default = true`');
    }
    hasDefault ||= index.default === true;
  }
}
