/**
 * What was edited between two manifests. A lock that records only a hash of its manifest cannot say
 * why it is out of step; the manifests of base and head can.
 */
import type { TomlPath, Tree } from '../gates/types.ts';
import { pythonJson } from '../python/json.ts';
import type { Declaration } from './declarations.ts';
import { type TomlTable, tomlDocument } from './documents.ts';
import type { Located, LockProject, StaleReason } from './types.ts';
import { isTable } from './values.ts';

/** What a tool's hash covers in a manifest. */
export interface HashedManifest {
  declarations(manifest: TomlTable): readonly Declaration[];
  /** The Python constraint as written, and where. */
  python(manifest: TomlTable): { readonly text: string; readonly key: TomlPath } | undefined;
  /** Hashed tables that hold no dependencies. */
  readonly tables: readonly TomlPath[];
}

/** One reason for each entry that differs; empty when a manifest cannot be read. */
export function manifestEdits(
  project: LockProject,
  base: Tree,
  head: Tree,
  hashed: HashedManifest,
): readonly Located<StaleReason>[] {
  const [before, after] = [base, head].map((tree) => tomlDocument(tree, project.manifest));
  if (before?.kind !== 'document' || after?.kind !== 'document') return [];
  return [
    ...pythonEdits(project, hashed.python(before.value), hashed.python(after.value)),
    ...dependencyEdits(project, hashed, before.value, after.value),
    ...tableEdits(project, hashed.tables, before.value, after.value),
  ];
}

function pythonEdits(
  project: LockProject,
  old: ReturnType<HashedManifest['python']>,
  now: ReturnType<HashedManifest['python']>,
): readonly Located<StaleReason>[] {
  if (old?.text === now?.text) return [];
  const key = now?.key ?? ['project'];
  return [
    {
      reason: { kind: 'python-changed', manifest: now?.text ?? '', lock: old?.text ?? '' },
      at: { path: project.manifest, key },
    },
  ];
}

function dependencyEdits(
  project: LockProject,
  { declarations }: HashedManifest,
  before: TomlTable,
  after: TomlTable,
): readonly Located<StaleReason>[] {
  const identity = ({ section, name }: Declaration) => `${section} ${name}`;
  const old = new Map(declarations(before).map((item) => [identity(item), item]));
  const now = new Map(declarations(after).map((item) => [identity(item), item]));
  const changed = [...now].flatMap(([id, item]): readonly Located<StaleReason>[] => {
    const { name, section, text, key } = item;
    const at = { path: project.manifest, key };
    const earlier = old.get(id);
    if (earlier === undefined) {
      return [{ reason: { kind: 'requirement-added', name, section, manifest: text }, at }];
    }
    if (sameValue(valueAt(before, earlier.key), valueAt(after, key))) return [];
    const lock = earlier.text === text ? `${text} (written differently)` : earlier.text;
    return [{ reason: { kind: 'requirement-changed', name, section, manifest: text, lock }, at }];
  });
  const removed = [...old]
    .filter(([id]) => !now.has(id))
    .map(([, { name, section, text, key }]) => ({
      reason: { kind: 'requirement-removed', name, section, lock: text } as const,
      at: { path: project.manifest, key: key.slice(0, -1) },
    }));
  return [...changed, ...removed];
}

function tableEdits(
  project: LockProject,
  tables: HashedManifest['tables'],
  before: TomlTable,
  after: TomlTable,
): readonly Located<StaleReason>[] {
  return tables
    .filter((key) => !sameValue(valueAt(before, key), valueAt(after, key)))
    .map((key) => ({
      reason: {
        kind: 'manifest-edited',
        key: key.join('.'),
        before: brief(valueAt(before, key)),
        after: brief(valueAt(after, key)),
      },
      at: { path: project.manifest, key },
    }));
}

function valueAt(table: TomlTable, key: TomlPath): unknown {
  let value: unknown = table;
  for (const part of key) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isTable(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}

function sameValue(a: unknown, b: unknown): boolean {
  return text(a) === text(b);
}

/** As the hash sees it; dates, which it cannot see, by their own text. */
function text(value: unknown): string {
  try {
    return pythonJson(value);
  } catch {
    return String(value);
  }
}

function brief(value: unknown): string {
  if (value === undefined) return 'nothing';
  const full = text(value);
  return full.length > 120 ? `${full.slice(0, 117)}...` : full;
}
