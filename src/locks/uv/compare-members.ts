/** The members of the workspace, and what the lock records about each of them. */

import { normalizeName } from '../../python/names.ts';
import { compareText, isStringArray, isTable, textOf } from '../values.ts';
import type { Check } from './check-context.ts';
import { declaredGroups, flattenGroups } from './groups.ts';
import type { LockPackage } from './lock-file.ts';
import { isSourceTree, sourceText } from './lock-source.ts';
import { isPackage, type Manifest } from './manifest.ts';
import { refuseManifest } from './refusal.ts';
import { lockedThere } from './report.ts';
import { requiredMembers } from './required-members.ts';
import { isSameSpecifiers } from './versions.ts';
import type { Workspace } from './workspace.ts';

/** From this revision on locks record default groups and groups' Python requirements. */
const GROUPS_REVISION = 5;

/** The names of the members; a lone project at the root is not listed. */
export function compareMembers(check: Check): void {
  const { lock, workspace, report } = check;
  const names = [...workspace.members.keys()];
  const expected = names.length === 1 && workspace.manifest.project !== undefined ? [] : names;
  const added = expected.filter((name) => !lock.members.has(name));
  const removed = [...lock.members].filter((name) => !expected.includes(name)).sort(compareText);
  if (added.length === 0 && removed.length === 0) return;
  const { manifest } = workspace;
  const key = manifest.isWorkspaceRoot ? ['tool', 'uv', 'workspace'] : ['project', 'name'];
  report.stale(
    { kind: 'members-changed', added, removed },
    { path: manifest.path, key },
    lockedThere(lock.path, ['manifest', 'members']),
  );
}

/** `default-groups` and the groups' `requires-python`. */
export function compareGroupSettings(check: Check): void {
  const { lock, workspace } = check;
  const isRecorded = lock.revision >= GROUPS_REVISION;
  for (const [name, member] of workspace.members) {
    const item = lockedMember(check, name);
    if (!isRecorded || item === undefined) continue;
    const key = ['package', item.index];
    compareDefaultGroups(check, member, item.table['default-groups'], key);
    compareGroupPython(check, member, item.table['group-requires-python'], key);
  }
  if (workspace.manifest.project !== undefined) return;
  if (isRecorded) {
    compareDefaultGroups(check, workspace.manifest, lock.manifest['default-groups'], ['manifest']);
  }
  const python = lock.manifest['group-requires-python'];
  compareGroupPython(check, workspace.manifest, python, ['manifest']);
}

/** Throws a `Refusal` for default groups that do not exist. */
export function refuseDefaultGroups(workspace: Workspace): void {
  for (const manifest of new Set([workspace.manifest, ...workspace.members.values()])) {
    const groups = defaultGroups(manifest);
    if (groups === undefined || groups === 'all') continue;
    const declared = declaredGroups(manifest);
    const missing = groups.find((group) => !declared.has(group));
    if (missing === undefined) continue;
    throw refuseManifest(
      manifest.path,
      ['tool', 'uv', 'default-groups'],
      `default group \`${missing}\` (from \`tool.uv.default-groups\`) is not defined in the project's \`dependency-groups\` table`,
    );
  }
}

function defaultGroups(manifest: Manifest): readonly string[] | 'all' | undefined {
  const value = manifest.uv['default-groups'];
  if (value === undefined || value === 'all') return value;
  if (isStringArray(value)) return [...new Set(value.map(normalizeName))].sort();
  throw refuseManifest(
    manifest.path,
    ['tool', 'uv', 'default-groups'],
    '`default-groups` has to be "all" or an array of group names',
  );
}

function compareDefaultGroups(
  check: Check,
  manifest: Manifest,
  locked: unknown,
  key: readonly (string | number)[],
): void {
  const expectedText = groupsText(defaultGroups(manifest));
  const lockedText = groupsText(
    isStringArray(locked)
      ? [...new Set(locked.map(normalizeName))].sort()
      : locked === 'all'
        ? 'all'
        : undefined,
  );
  if (expectedText === lockedText) return;
  check.report.stale(
    {
      kind: 'setting-changed',
      setting: 'default-groups',
      manifest: expectedText,
      lock: lockedText,
    },
    { path: manifest.path, key: ['tool', 'uv', 'default-groups'] },
    lockedThere(check.lock.path, key),
  );
}

/** `dev` is the default, so it is the same as nothing. */
function groupsText(groups: readonly string[] | 'all' | undefined): string {
  if (groups === undefined) return 'dev';
  if (groups === 'all') return 'all';
  return groups.length === 0 ? 'none' : groups.join(', ');
}

function compareGroupPython(
  check: Check,
  manifest: Manifest,
  locked: unknown,
  key: readonly (string | number)[],
): void {
  const expected = new Map<string, string>();
  for (const [name, group] of flattenGroups(manifest)) {
    if (group.python.length > 0) expected.set(name, group.python.join(','));
  }
  const recorded = new Map(
    Object.entries(isTable(locked) ? locked : {}).map(([name, value]) => [
      normalizeName(name),
      textOf(value),
    ]),
  );
  for (const name of new Set([...expected.keys(), ...recorded.keys()])) {
    const manifestText = expected.get(name);
    const lockText = recorded.get(name);
    if (
      manifestText !== undefined &&
      lockText !== undefined &&
      isSameSpecifiers(manifestText, lockText)
    ) {
      continue;
    }
    check.report.stale(
      {
        kind: 'setting-changed',
        setting: `dependency-groups.${name}.requires-python`,
        manifest: manifestText ?? 'not set',
        lock: lockText ?? 'not set',
      },
      { path: manifest.path, key: ['tool', 'uv', 'dependency-groups', name] },
      lockedThere(check.lock.path, key),
    );
  }
}

/** Whether each member is locked as what it is: virtual, editable, or an ordinary package. */
export function compareMemberSources(check: Check): void {
  const { lock, workspace, report } = check;
  const required = requiredMembers(workspace);
  for (const [name, member] of workspace.members) {
    const item = lockedMember(check, name);
    const at = { path: member.path, key: ['project', 'name'] };
    if (item === undefined) {
      if (lock.members.has(name) || lock.members.size === 0) {
        report.stale({ kind: 'package-missing', name }, at);
      }
      continue;
    }
    const expected = isPackage(member, !required.has(name))
      ? (required.get(name) ?? true)
        ? 'editable'
        : 'directory'
      : 'virtual';
    const isSame =
      expected === 'directory'
        ? item.source.kind !== 'virtual' && item.source.kind !== 'editable'
        : item.source.kind === expected;
    if (isSame) continue;
    report.stale(
      {
        kind: 'source-changed',
        name,
        manifest: sourceDescription(member, expected),
        lock: sourceText(item.table),
      },
      at,
      lockedThere(lock.path, ['package', item.index, 'source']),
    );
  }
}

function sourceDescription(member: Manifest, kind: string): string {
  return `${kind} = ${JSON.stringify(member.directory === '' ? '.' : member.directory)}`;
}

/** The one package of a member's name. */
function lockedMember(check: Check, name: string): LockPackage | undefined {
  const packages = check.lock.byName.get(name) ?? [];
  const [only] = packages;
  return packages.length === 1 ? only : packages.find((item) => isSourceTree(item.source));
}
