/**
 * Dependency groups with their includes worked out.
 * Source: PEP 735; uv-workspace `dependency_groups.rs`.
 */
import type { TomlPath } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isTable } from '../values.ts';
import { type Entry, type Manifest, requiresPythonOf, tableIn, validName } from './manifest.ts';
import { OpenQuestion, refuseManifest } from './refusal.ts';

/** A requirement of a group, with the `requires-python` of every group that it came through. */
export interface GroupEntry extends Entry {
  /** Specifiers as written in `[tool.uv.dependency-groups]`, innermost group first. */
  readonly python: readonly string[];
}

export interface Group {
  readonly name: string;
  readonly entries: readonly GroupEntry[];
  /** The group's own specifiers and those of the groups it includes. */
  readonly python: readonly string[];
}

const GROUPS = 'dependency-groups';

/** Includes can double a group at every step; no real one comes near. */
const ENTRIES_LIMIT = 50_000;

/** The groups of a manifest by normalised name; throws a `Refusal` for what uv refuses. */
export function flattenGroups(manifest: Manifest): ReadonlyMap<string, Group> {
  const before = known.get(manifest);
  if (before !== undefined) return before;
  const groups = flattenAll(manifest);
  known.set(manifest, groups);
  return groups;
}

const known = new WeakMap<Manifest, ReadonlyMap<string, Group>>();

function flattenAll(manifest: Manifest): ReadonlyMap<string, Group> {
  const declared = declaredGroups(manifest);
  const python = groupSettings(manifest, declared);
  const groups = new Map<string, Group>();
  let total = 0;
  for (const name of [...declared.keys()].sort()) {
    flatten(manifest, declared, python, name, groups);
    total += groups.get(name)?.entries.length ?? 0;
    if (total > ENTRIES_LIMIT) {
      throw new OpenQuestion(`the dependency groups of \`${manifest.path}\` are too large`);
    }
  }
  const legacy = legacyEntries(manifest);
  if (legacy !== undefined) {
    const dev = groups.get('dev');
    groups.set('dev', {
      name: 'dev',
      entries: [...(dev?.entries ?? []), ...legacy],
      python: dev?.python ?? [],
    });
  }
  return groups;
}

/** Names of `[dependency-groups]`, normalised, with the key as written. */
export function declaredGroups(manifest: Manifest): ReadonlyMap<string, string> {
  const table = tableIn(manifest.path, manifest.table, GROUPS, []);
  const names = new Map<string, string>();
  for (const key of Object.keys(table)) {
    const name = validName(manifest.path, key, [GROUPS, key]);
    if (names.has(name)) {
      throw refuseManifest(manifest.path, [GROUPS, key], `duplicate dependency group: \`${name}\``);
    }
    if (!Array.isArray(table[key])) {
      throw refuseManifest(
        manifest.path,
        [GROUPS, key],
        `dependency group \`${name}\` is not an array`,
      );
    }
    names.set(name, key);
  }
  return names;
}

/** Groups that `name` includes directly, normalised. */
export function includesOf(manifest: Manifest, key: string): readonly string[] {
  return arrayAt(tableIn(manifest.path, manifest.table, GROUPS, []), key).flatMap((item, index) => {
    const include = isTable(item) ? item['include-group'] : undefined;
    if (typeof include !== 'string' || Object.keys(item as TomlTable).length !== 1) return [];
    return [validName(manifest.path, include, [GROUPS, key, index])];
  });
}

function groupSettings(
  manifest: Manifest,
  declared: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const base: TomlPath = ['tool', 'uv', GROUPS];
  const table = tableIn(manifest.path, manifest.uv, GROUPS, ['tool', 'uv']);
  const python = new Map<string, string>();
  for (const key of Object.keys(table)) {
    const name = validName(manifest.path, key, [...base, key]);
    if (!declared.has(name)) {
      throw refuseManifest(
        manifest.path,
        [...base, key],
        `failed to find group \`${name}\` specified in \`[tool.uv.dependency-groups]\``,
      );
    }
    const settings = tableIn(manifest.path, table, key, base);
    const entry = requiresPythonOf(manifest.path, settings, [...base, key]);
    if (entry !== undefined) python.set(name, entry.text);
  }
  return python;
}

function flatten(
  manifest: Manifest,
  declared: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
  root: string,
  done: Map<string, Group>,
): void {
  // A hostile chain of includes must not overflow the stack, so parents are kept by hand.
  const parents = new Set<string>();
  const pending: { name: string; isReady: boolean }[] = [{ name: root, isReady: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { name, isReady } = next;
    if (isReady) {
      parents.delete(name);
      done.set(name, flattenOne(manifest, declared, settings, name, done));
      continue;
    }
    if (done.has(name)) continue;
    const key = declared.get(name) ?? name;
    if (parents.has(name)) throw cycle(manifest, [...parents], name, key);
    parents.add(name);
    pending.push({ name, isReady: true });
    for (const include of includesOf(manifest, key).toReversed()) {
      if (!declared.has(include)) {
        throw refuseManifest(
          manifest.path,
          [GROUPS, key],
          `failed to find group \`${include}\` included by \`${name}\``,
        );
      }
      if (parents.has(include)) throw cycle(manifest, [...parents], include, key);
      if (!done.has(include)) pending.push({ name: include, isReady: false });
    }
  }
}

function cycle(manifest: Manifest, parents: readonly string[], to: string, key: string): Error {
  const path = [...parents.slice(parents.indexOf(to)), to].map((name) => `\`${name}\``);
  return refuseManifest(
    manifest.path,
    [GROUPS, key],
    `detected a cycle in \`dependency-groups\`: ${path.join(' -> ')}`,
  );
}

function flattenOne(
  manifest: Manifest,
  declared: ReadonlyMap<string, string>,
  settings: ReadonlyMap<string, string>,
  name: string,
  done: ReadonlyMap<string, Group>,
): Group {
  const key = declared.get(name) ?? name;
  const own = settings.get(name);
  const entries: GroupEntry[] = [];
  const python: string[] = [];
  const table = tableIn(manifest.path, manifest.table, GROUPS, []);
  for (const [index, item] of arrayAt(table, key).entries()) {
    const at: TomlPath = [GROUPS, key, index];
    if (typeof item === 'string') {
      entries.push({ text: item, key: at, python: [] });
      continue;
    }
    const include = isTable(item) ? item['include-group'] : undefined;
    if (!isTable(item) || typeof include !== 'string' || Object.keys(item).length !== 1) {
      throw refuseManifest(
        manifest.path,
        at,
        `group \`${name}\` contains an entry that is neither a requirement nor an \`include-group\``,
      );
    }
    const included = done.get(validName(manifest.path, include, at));
    entries.push(...(included?.entries ?? []));
    if (entries.length > ENTRIES_LIMIT) {
      throw new OpenQuestion(`the dependency groups of \`${manifest.path}\` are too large`);
    }
    python.push(...(included?.python ?? []));
  }
  if (own === undefined) return { name, entries, python };
  return {
    name,
    entries: entries.map((entry) => ({ ...entry, python: [...entry.python, own] })),
    python: [...python, own],
  };
}

/** The entries of the legacy `tool.uv.dev-dependencies`, if it is there. */
function legacyEntries(manifest: Manifest): readonly GroupEntry[] | undefined {
  const key = 'dev-dependencies';
  const value = manifest.uv[key];
  if (value === undefined) return undefined;
  const at: TomlPath = ['tool', 'uv', key];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw refuseManifest(manifest.path, at, '`dev-dependencies` has to be an array of strings');
  }
  return value.map((text: string, index) => ({ text, key: [...at, index], python: [] }));
}
