/**
 * `[tool.uv.sources]`: where a package is to come from, possibly under a marker, for one extra or
 * for one group. Source: uv-workspace `pyproject.rs`, `Source`, `Sources`.
 */
import type { TomlPath } from '../../gates/types.ts';
import { type Marker, parseMarker } from '../../python/markers/index.ts';
import type { TomlTable } from '../documents.ts';
import { isTable, stringAt } from '../values.ts';
import { type Manifest, tableIn, validName } from './manifest.ts';
import { refuseManifest } from './refusal.ts';

export type SourceKind = 'git' | 'url' | 'path' | 'index' | 'workspace';

export interface Source {
  readonly kind: SourceKind;
  readonly table: TomlTable;
  readonly key: TomlPath;
  readonly marker: Marker;
  readonly extra: string | undefined;
  readonly group: string | undefined;
}

export type Sources = ReadonlyMap<string, readonly Source[]>;

const KINDS: readonly SourceKind[] = ['git', 'index', 'workspace', 'url', 'path'];

/** Keys that may stand beside each kind. */
const COMPANIONS: Readonly<Record<SourceKind, readonly string[]>> = {
  git: ['subdirectory', 'path', 'rev', 'tag', 'branch', 'lfs'],
  url: ['subdirectory'],
  path: ['editable', 'package'],
  index: [],
  workspace: ['editable'],
};

const COMMON = ['marker', 'extra', 'group'];

const TYPES: Readonly<Record<string, 'string' | 'boolean' | 'either'>> = {
  git: 'string',
  subdirectory: 'string',
  rev: 'string',
  tag: 'string',
  branch: 'string',
  lfs: 'boolean',
  url: 'string',
  path: 'string',
  editable: 'boolean',
  package: 'boolean',
  index: 'string',
  workspace: 'either',
  marker: 'string',
  extra: 'string',
  group: 'string',
};

const known = new WeakMap<Manifest, Sources>();

/** The sources of a manifest by normalised name; throws a `Refusal` for what uv refuses. */
export function sourcesOf(manifest: Manifest): Sources {
  const before = known.get(manifest);
  if (before !== undefined) return before;
  const sources = new Map<string, readonly Source[]>();
  const base: TomlPath = ['tool', 'uv', 'sources'];
  const table = tableIn(manifest.path, manifest.uv, 'sources', ['tool', 'uv']);
  for (const [written, value] of Object.entries(table)) {
    const key: TomlPath = [...base, written];
    const name = validName(manifest.path, written, key);
    if (sources.has(name)) {
      throw refuseManifest(manifest.path, key, `duplicate sources for package \`${name}\``);
    }
    sources.set(name, entriesOf(manifest, value, key));
  }
  known.set(manifest, sources);
  return sources;
}

function entriesOf(manifest: Manifest, value: unknown, key: TomlPath): readonly Source[] {
  if (isTable(value)) return [sourceOf(manifest, value, key)];
  if (!Array.isArray(value)) {
    throw refuseManifest(
      manifest.path,
      key,
      'expected a single source (as a map) or list of sources',
    );
  }
  if (value.length === 0) {
    throw refuseManifest(manifest.path, key, 'must provide at least one source');
  }
  const sources = value.map((entry: unknown, index) => {
    if (isTable(entry)) return sourceOf(manifest, entry, [...key, index]);
    throw refuseManifest(manifest.path, [...key, index], 'a source has to be a table');
  });
  refuseOverlap(manifest, sources);
  return sources;
}

/** uv looks at neighbours only. */
function refuseOverlap(manifest: Manifest, sources: readonly Source[]): void {
  for (const [index, right] of sources.entries()) {
    const left = sources[index - 1];
    if (left === undefined || left.extra !== right.extra || left.group !== right.group) continue;
    if (!left.marker.isDisjoint(right.marker)) {
      throw refuseManifest(
        manifest.path,
        right.key,
        'source markers must be disjoint, but those of neighbouring sources overlap',
      );
    }
  }
}

function sourceOf(manifest: Manifest, table: TomlTable, key: TomlPath): Source {
  const refuse = (message: string): Error => refuseManifest(manifest.path, key, message);
  for (const [field, value] of Object.entries(table)) {
    const type = Object.hasOwn(TYPES, field) ? TYPES[field] : undefined;
    if (type === undefined) throw refuse(`unknown field \`${field}\``);
    const isFitting =
      (type !== 'boolean' && typeof value === 'string') ||
      (type !== 'string' && typeof value === 'boolean');
    if (!isFitting) throw refuse(`invalid value for \`${field}\``);
  }
  const kind = KINDS.find((candidate) => table[candidate] !== undefined);
  if (kind === undefined) {
    throw refuse('expected one of `git`, `url`, `path`, `workspace` or `index`');
  }
  const allowed = [kind, ...COMPANIONS[kind], ...COMMON];
  const stranger = Object.keys(table).find((field) => !allowed.includes(field));
  if (stranger !== undefined) throw refuse(`cannot specify both \`${kind}\` and \`${stranger}\``);
  if (table.extra !== undefined && table.group !== undefined) {
    throw refuse('cannot specify both `extra` and `group`');
  }
  const references = ['rev', 'tag', 'branch'].filter((field) => table[field] !== undefined);
  if (references.length > 1) throw refuse('expected at most one of `rev`, `tag`, or `branch`');
  const text = stringAt(table, 'marker') ?? '';
  const marker = parseMarker(text);
  if (marker === undefined) throw refuse(`\`${text}\` is not an environment marker`);
  const nameAt = (field: string): string | undefined => {
    const name = stringAt(table, field);
    return name === undefined ? undefined : validName(manifest.path, name, [...key, field]);
  };
  return { kind, table, key, marker, extra: nameAt('extra'), group: nameAt('group') };
}
