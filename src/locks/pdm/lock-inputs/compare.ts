/**
 * Compares `lock_inputs` with what the manifests give today.
 * Source: pdm 2.29.3 `lockfile/freshness.py` (`lock_inputs_match`, `_project_inputs_match`).
 */
import { NotJsonSerializable, pythonJson } from '../../../python/json.ts';
import type { TomlTable } from '../../documents.ts';
import type { Located, StaleReason, Undecidable } from '../../types.ts';
import { OpenQuestion } from '../../uv/refusal.ts';
import { isStringArray, isTable, stringAt, tableAt } from '../../values.ts';
import type { LockInputs, ProjectInputs } from './build.ts';
import { compareLines } from './compare-lines.ts';

/** What a comparison found; `undecided` never hides a reason. */
export interface Found {
  readonly reasons: Located<StaleReason>[];
  readonly undecided: Undecidable[];
}

/** Throws `OpenQuestion`, `MarkerTooComplex`. */
export function compareInputs(current: LockInputs, locked: TomlTable, found: Found): void {
  const workspace = tableAt(locked, 'workspace');
  compareMembers(current, workspace, found);
  compareProject(current.root, tableAt(locked, 'project'), found);
  for (const member of current.members) {
    if (Object.hasOwn(workspace, member.path)) {
      compareProject(member, tableAt(workspace, member.path), found);
    }
    refuseDynamic(member, found);
  }
  if (isVolatile(locked) && found.reasons.length === 0) {
    const path = current.root.manifest.path;
    found.reasons.push({
      reason: { kind: 'dynamic-input', name: 'a local package', fields: [] },
      at: { path },
    });
  }
}

function compareMembers({ root, members }: LockInputs, workspace: TomlTable, found: Found): void {
  const paths = members.map(({ path }) => path);
  const added = paths.filter((path) => !Object.hasOwn(workspace, path));
  const removed = Object.keys(workspace).filter((path) => !paths.includes(path));
  if (added.length === 0 && removed.length === 0) return;
  found.reasons.push({
    reason: { kind: 'members-changed', added, removed },
    at: { path: root.manifest.path, key: ['tool', 'pdm', 'workspace'] },
  });
}

function refuseDynamic({ path, manifest, dynamic }: ProjectInputs, { reasons }: Found): void {
  if (dynamic.length === 0) return;
  reasons.push({
    reason: { kind: 'dynamic-input', name: path, fields: dynamic },
    at: { path: manifest.path, key: ['project', 'dynamic'] },
  });
}

/** PDM marks what it cannot compare, and is never content with it. */
function isVolatile(value: unknown, depth = 0): boolean {
  if (depth > 100) throw new OpenQuestion('its lock_inputs are nested too deeply');
  if (Array.isArray(value)) return value.some((item) => isVolatile(item, depth + 1));
  if (!isTable(value)) return false;
  return isMarked(value) || Object.values(value).some((item) => isVolatile(item, depth + 1));
}

function isMarked(table: TomlTable): boolean {
  return Object.hasOwn(table, 'volatile') && table.volatile === true;
}

function compareProject(current: ProjectInputs, locked: TomlTable, found: Found): void {
  comparePython(current, locked, found);
  compareTables(current, locked, found);
  compareGroups(current, tableAt(locked, 'groups'), found);
  const hasOpaque = [...current.groups.values()].flat().some(({ line }) => line.kind === 'opaque');
  const isLocal = Object.hasOwn(locked, 'local');
  if (hasOpaque) {
    found.undecided.push({
      reason: `${current.manifest.path} has path requirements or URLs that PDM rewrites: what it records of them cannot be computed from the files`,
      remedy: 'Check it with `pdm lock --check` itself.',
    });
  } else if (isLocal) {
    found.reasons.push(
      setting(current, ['project', 'dependencies'], 'no path requirement', 'some'),
    );
  }
}

function comparePython(current: ProjectInputs, locked: TomlTable, { reasons }: Found): void {
  const [now, before] = [current.values['requires-python'], locked['requires-python']];
  if (now === before) return;
  reasons.push({
    reason: {
      kind: 'python-changed',
      manifest: typeof now === 'string' ? now : '',
      lock: typeof before === 'string' ? before : '',
    },
    at: { path: current.manifest.path, key: ['project', 'requires-python'] },
  });
}

/** Tables of the manifest by their names in the lock. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  resolution: ['tool', 'pdm', 'resolution'],
  sources: ['tool', 'pdm', 'source'],
};

function compareTables(current: ProjectInputs, locked: TomlTable, { reasons }: Found): void {
  const { values } = current;
  const keys = new Set([...Object.keys(values), ...Object.keys(locked)]);
  for (const key of ['groups', 'requires-python', 'local', 'package']) keys.delete(key);
  for (const key of keys) {
    compareValue(current, TABLES[key] ?? [key], values[key], locked[key], reasons);
  }
  if (!Object.hasOwn(values, 'package')) return;
  const [now, before] = [tableAt(values, 'package'), tableAt(locked, 'package')];
  for (const key of new Set([...Object.keys(now), ...Object.keys(before)])) {
    compareValue(current, packageKey(key), now[key], before[key], reasons);
  }
}

function packageKey(key: string): readonly string[] {
  if (key === 'build-system') return [key];
  return key === 'distribution' ? ['tool', 'pdm', key] : ['project', key];
}

function compareValue(
  current: ProjectInputs,
  key: readonly string[],
  now: unknown,
  before: unknown,
  reasons: Found['reasons'],
): void {
  const [a, b] = [textOf(now), textOf(before)];
  if (a !== b) reasons.push(setting(current, key, brief(a), brief(b)));
}

function setting(
  { path, manifest }: ProjectInputs,
  key: readonly string[],
  now: string,
  before: string,
): Located<StaleReason> {
  const name = key.join('.');
  return {
    reason: {
      kind: 'setting-changed',
      setting: path === '' ? name : `${path}: ${name}`,
      manifest: now,
      lock: before,
    },
    at: { path: manifest.path, key },
  };
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  try {
    return pythonJson(value);
  } catch (error) {
    if (!(error instanceof NotJsonSerializable)) throw error;
    throw new OpenQuestion(`its resolution settings hold ${error.message}`);
  }
}

function brief(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function compareGroups(current: ProjectInputs, locked: TomlTable, found: Found): void {
  const [now, before] = [[...current.groups.keys()].sort(), Object.keys(locked).sort()];
  if (now.join('\n') !== before.join('\n')) {
    const name = stringAt(current.manifest.project, 'name') ?? 'this project';
    const isNamed = (group: string) => group !== 'default';
    const [manifest, lock] = [now.filter(isNamed), before.filter(isNamed)];
    found.reasons.push({
      reason: { kind: 'groups-changed', name, manifest, lock },
      at: { path: current.manifest.path },
    });
  }
  for (const [group, lines] of current.groups) {
    const recorded = locked[group];
    if (isStringArray(recorded)) compareLines(current, group, lines, recorded, found);
  }
}
