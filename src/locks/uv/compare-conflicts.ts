/**
 * `tool.uv.conflicts` against the lock. Order counts: the sets as declared, then those that follow
 * from `include-group`. Source: uv-pypi-types `conflicts.rs`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { arrayAt, isTable, stringAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { inferConflicts } from './conflict-inference.ts';
import { type ConflictItem, type ConflictSet, setText, sortedSet } from './conflict-set.ts';
import type { Manifest } from './manifest.ts';
import { refuseLock, refuseManifest } from './refusal.ts';
import { lockedThere } from './report.ts';
import type { Workspace } from './workspace.ts';

export function compareConflicts(check: Check): void {
  const expected = declaredConflicts(check.workspace).map(setText);
  const locked = lockedConflicts(check).map(setText);
  if (expected.length === locked.length && expected.every((set, index) => set === locked[index])) {
    return;
  }
  const isOrder =
    expected.length === locked.length && expected.toSorted().join() === locked.toSorted().join();
  check.report.stale(
    {
      kind: 'setting-changed',
      setting: 'conflicts',
      manifest: describe(expected, isOrder),
      lock: describe(locked, isOrder),
    },
    { path: check.workspace.manifest.path, key: ['tool', 'uv', 'conflicts'] },
    lockedThere(check.lock.path, ['conflicts']),
  );
}

/** All conflicts of a workspace; throws a `Refusal` for what uv refuses. */
export function declaredConflicts(workspace: Workspace): readonly ConflictSet[] {
  const { manifest } = workspace;
  const isProject = manifest.project !== undefined;
  const declared = [
    ...(isProject ? [] : conflictsOf(manifest, undefined)),
    ...[...workspace.members.values()].flatMap((member) =>
      conflictsOf(member, member.project?.name),
    ),
  ];
  if (manifest.project === undefined) return declared;
  return [...declared, ...inferConflicts(declared, manifest, manifest.project.name)];
}

function conflictsOf(manifest: Manifest, owner: string | undefined): readonly ConflictSet[] {
  const value = manifest.uv.conflicts;
  const base: TomlPath = ['tool', 'uv', 'conflicts'];
  if (value === undefined) return [];
  const refuse = (key: TomlPath, message: string): Error =>
    refuseManifest(manifest.path, key, message);
  if (!Array.isArray(value)) throw refuse(base, '`conflicts` has to be an array of arrays');
  return value.map((set: unknown, index) => {
    const key = [...base, index];
    if (!Array.isArray(set)) throw refuse(key, 'a set of conflicts has to be an array');
    const items = set.map((item: unknown) => {
      const parsed = isTable(item) ? conflictItem(item, owner) : 'not a table';
      if (typeof parsed === 'string') throw refuse(key, parsed);
      return parsed;
    });
    const sorted = sortedSet(items);
    if (sorted.length >= 2) return sorted;
    throw refuse(key, 'each set of conflicts must have at least two entries');
  });
}

function conflictItem(item: TomlTable, owner: string | undefined): ConflictItem | string {
  const name = stringAt(item, 'package');
  const extra = stringAt(item, 'extra');
  const group = stringAt(item, 'group');
  if (extra !== undefined && group !== undefined) {
    return 'expected one of `extra` or `group` in conflicting entry, but found both';
  }
  if (name === undefined && extra === undefined && group === undefined) {
    return 'expected `package`, `extra` or `group` field in conflicting entry';
  }
  const of = name === undefined ? owner : normalizeName(name);
  if (of === undefined) return 'expected `package` field in conflicting entry';
  if (extra !== undefined) return { package: of, kind: 'extra', name: normalizeName(extra) };
  if (group !== undefined) return { package: of, kind: 'group', name: normalizeName(group) };
  return { package: of, kind: 'project', name: '' };
}

function lockedConflicts(check: Check): readonly ConflictSet[] {
  return arrayAt(check.lock.table, 'conflicts').map((set, index) => {
    const items = (Array.isArray(set) ? set : []).map((item: unknown) => {
      const parsed = isTable(item) ? conflictItem(item, undefined) : 'not a table';
      if (typeof parsed === 'string') {
        throw refuseLock(check.lock.path, ['conflicts', index], parsed);
      }
      return parsed;
    });
    const sorted = sortedSet(items);
    if (sorted.length >= 2) return sorted;
    // uv can infer such a set and write it, but not read it again.
    throw refuseLock(
      check.lock.path,
      ['conflicts', index],
      'each set of conflicts must have at least two entries',
    );
  });
}

function describe(sets: readonly string[], isOrder: boolean): string {
  if (sets.length === 0) return 'none';
  return `${isOrder ? 'in this order: ' : ''}${sets.join('; ')}`;
}
