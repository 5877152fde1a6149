/**
 * The hash that `Pipfile.lock` records of its Pipfile. Source: pipenv 2026.10 `utils/pipfile.py`
 * `calculate_hash`; before 2026.4 `vendor/plette/pipfiles.py` `get_hash`.
 */
import { createHash } from 'node:crypto';
import { defaultIndex } from '../../python/default-index.ts';
import { pythonJson } from '../../python/json.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { tableAt } from '../values.ts';
import { lockSectionOf, packageTables } from './pipfile.ts';

/** `names as written`: before Pipenv 2026.4. */
export type Formula = 'current' | 'names as written';

/**
 * Without a source Pipenv hashes the one that is built into it, whatever index is configured.
 * Hexadecimal digits. Throws `NotJsonSerializable` for dates, where Pipenv itself stops.
 */
export function contentHash(pipfile: TomlTable, formula: Formula): string {
  const sections = packageTables(pipfile).map((table) => {
    const packages = Object.entries(tableAt(pipfile, table));
    // Of two names that become one, the later wins.
    const named = packages.map(([name, value]) => [
      formula === 'current' ? normalizeName(name) : name,
      value,
    ]);
    return [lockSectionOf(table), Object.fromEntries(named)];
  });
  const content = {
    default: {},
    develop: {},
    ...Object.fromEntries(sections),
    _meta: {
      sources: pipfile.source ?? [{ name: 'pypi', url: defaultIndex(), verify_ssl: true }],
      requires: pipfile.requires ?? {},
    },
  };
  return createHash('sha256')
    .update(pythonJson(content, { separators: 'compact' }))
    .digest('hex');
}
