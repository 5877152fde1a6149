/**
 * Poetry's content hash: SHA-256 over the JSON of those parts of pyproject.toml that decide the
 * resolution. Source: poetry `packages/locker.py`, `_get_content_hash` and `is_fresh`.
 */
import { createHash } from 'node:crypto';
import { pythonJson } from '../../python/json.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../documents.ts';
import { tableAt } from '../values.ts';

/** The generation of Poetry whose formula was used. */
export type Formula = 'current' | 'before 2.3' | '1.x';

const PROJECT_KEYS = ['requires-python', 'dependencies', 'optional-dependencies'];
const LEGACY_KEYS = ['dependencies', 'source', 'extras', 'dev-dependencies'];

/**
 * The hash as hexadecimal digits. Throws `NotJsonSerializable` for TOML dates, where Poetry itself
 * stops.
 */
export function contentHash(manifest: TomlTable, formula: Formula): string {
  return createHash('sha256')
    .update(pythonJson(relevantContent(manifest, formula)))
    .digest('hex');
}

/** What the hash covers. */
function relevantContent(manifest: TomlTable, formula: Formula): Readonly<Record<string, unknown>> {
  const poetry = tableAt(tableAt(manifest, 'tool'), 'poetry');
  if (formula === '1.x') return legacyContent(poetry, true);
  const project = pick(tableAt(manifest, 'project'), PROJECT_KEYS);
  const groups = formula === 'current' ? tableAt(manifest, 'dependency-groups') : {};
  const hasProject = Object.keys(project).length > 0;
  const hasGroups = Object.keys(groups).length > 0;
  if (!hasProject && !hasGroups) return legacyContent(poetry, true);
  return {
    ...(hasProject ? { project } : {}),
    ...(hasGroups ? { 'dependency-groups': groups } : {}),
    tool: { poetry: legacyContent(poetry, false) },
  };
}

/** `absentAsNull`: before there was `[project]`, missing keys were hashed as `null`. */
function legacyContent(poetry: TomlTable, absentAsNull: boolean): Record<string, unknown> {
  const content: Record<string, unknown> = pick(poetry, [...LEGACY_KEYS, 'group']);
  if (absentAsNull) for (const key of LEGACY_KEYS) content[key] ??= null;
  return content;
}

function pick(table: TomlTable, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    keys.filter((key) => Object.hasOwn(table, key)).map((key) => [key, table[key]]),
  );
}

/** The Poetry that wrote the lock, by its first line; `undefined` before Poetry 1.4. */
export function writerOf(lockText: string): string | undefined {
  const end = lockText.indexOf('\n');
  const line = end < 0 ? lockText : lockText.slice(0, end);
  return /Poetry ([^ ]+)/.exec(line)?.[1];
}

/** Locks of a Poetry before 2.3 may leave out `[dependency-groups]`. */
export function isBeforeGroups(writer: string | undefined): boolean {
  if (writer === undefined) return false;
  const [version, limit] = [parseVersion(writer), parseVersion('2.3.0')];
  return version !== undefined && limit !== undefined && compareVersions(version, limit) < 0;
}

/** Whether the lock is so old that its Poetry did not know `[project]`. */
export function isFirstGeneration(writer: string | undefined, lockVersion: string): boolean {
  return writer === undefined ? /^(?:1\.|2\.0$)/.test(lockVersion) : /^1\./.test(writer);
}
