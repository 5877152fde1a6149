/** The dependency edges of locked packages, resolved to packages; uv refuses dangling ones. */
import type { TomlPath } from '../../gates/types.ts';
import { parseMarker } from '../../python/markers/index.ts';
import { normalizeName } from '../../python/names.ts';
import type { TomlTable } from '../documents.ts';
import { isStringArray, isTable, stringAt, tableAt } from '../values.ts';
import type { Lock, LockPackage } from './lock-file.ts';
import { isSourceTree, parseSource, sourceKey } from './lock-source.ts';
import { refuseLock } from './refusal.ts';
import { isSameVersion } from './versions.ts';

export interface Edge {
  readonly to: LockPackage;
  readonly extras: readonly string[];
  /** As written, empty if none. */
  readonly marker: string;
  readonly key: TomlPath;
}

export interface Edges {
  readonly dependencies: readonly Edge[];
  readonly extras: ReadonlyMap<string, readonly Edge[]>;
  readonly groups: ReadonlyMap<string, readonly Edge[]>;
}

/** The edges of every package, by its position. Throws a `Refusal` for edges that uv refuses. */
export function edgesOf(lock: Lock): readonly Edges[] {
  const before = known.get(lock);
  if (before !== undefined) return before;
  const edges = lock.packages.map((item) => {
    const at: TomlPath = ['package', item.index];
    const groups =
      item.table['dev-dependencies'] === undefined ? 'dependency-groups' : 'dev-dependencies';
    return {
      dependencies: edgeList(lock, item, item.table.dependencies, [...at, 'dependencies']),
      extras: edgeTable(lock, item, 'optional-dependencies', at),
      groups: edgeTable(lock, item, groups, at),
    };
  });
  known.set(lock, edges);
  return edges;
}

const known = new WeakMap<Lock, readonly Edges[]>();

/** All edges of a package, whatever section they stand in. */
export function* allEdges(edges: Edges): Generator<Edge> {
  yield* edges.dependencies;
  for (const list of edges.extras.values()) yield* list;
  for (const list of edges.groups.values()) yield* list;
}

function edgeTable(
  lock: Lock,
  item: LockPackage,
  key: string,
  at: TomlPath,
): ReadonlyMap<string, readonly Edge[]> {
  const lists = new Map<string, readonly Edge[]>();
  const table = tableAt(item.table, key);
  for (const name of Object.keys(table)) {
    lists.set(normalizeName(name), edgeList(lock, item, table[name], [...at, key, name]));
  }
  return lists;
}

function edgeList(lock: Lock, item: LockPackage, value: unknown, at: TomlPath): readonly Edge[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw refuseLock(lock.path, at, 'dependencies are not an array');
  const seen = new Set<string>();
  return value.map((entry: unknown, index) => {
    const key = [...at, index];
    if (!isTable(entry)) throw refuseLock(lock.path, key, 'a dependency is not a table');
    const edge = edgeOf(lock, item, entry, key);
    const id = edgeId(edge);
    if (seen.has(id)) {
      throw refuseLock(
        lock.path,
        key,
        `\`${item.name}\` has a duplicate dependency on \`${edge.to.name}\``,
      );
    }
    seen.add(id);
    return edge;
  });
}

function edgeOf(lock: Lock, item: LockPackage, entry: TomlTable, key: TomlPath): Edge {
  const written = stringAt(entry, 'name');
  if (written === undefined) throw refuseLock(lock.path, key, 'a dependency has no `name`');
  // Names in locks are normal already; only others need the work.
  const name = lock.byName.has(written) ? written : normalizeName(written);
  const to = target(lock, name, entry);
  if (to === undefined) {
    throw refuseLock(
      lock.path,
      key,
      `\`${item.name}\` depends on \`${name}\`, for which there is no such locked package`,
    );
  }
  const { extra = [] } = entry;
  const marker = stringAt(entry, 'marker') ?? '';
  if (!isStringArray(extra)) throw refuseLock(lock.path, key, '`extra` is no array of names');
  if (marker !== '' && parseMarker(marker) === undefined) {
    throw refuseLock(lock.path, [...key, 'marker'], `\`${marker}\` is not an environment marker`);
  }
  const extras = extra.map(normalizeName);
  return { to, extras, marker, key };
}

/** Equal for edges that uv takes as duplicates. */
function edgeId({ to, extras, marker }: Edge): string {
  const asked = extras.length === 0 ? '' : extras.toSorted().join();
  return `${to.index} ${asked} ${marker}`;
}

/** Up to so many packages of one name are looked through one by one. */
const FEW = 20;

const indexes = new WeakMap<Lock, ReadonlyMap<string, LockPackage>>();

function indexed(lock: Lock): ReadonlyMap<string, LockPackage> {
  const before = indexes.get(lock);
  if (before !== undefined) return before;
  const index = new Map(
    lock.packages.map((item) => [
      `${item.name} ${item.version ?? ''} ${sourceKey(item.source)}`,
      item,
    ]),
  );
  indexes.set(lock, index);
  return index;
}

/** Version and source are only written where the name alone would not do. */
function target(lock: Lock, name: string, entry: TomlTable): LockPackage | undefined {
  const candidates = lock.byName.get(name) ?? [];
  const source = entry.source === undefined ? undefined : parseSource(entry.source);
  const version = stringAt(entry, 'version');
  const [only, ...others] = candidates;
  if (only === undefined) return undefined;
  if (others.length === 0 && source === undefined && version === undefined) return only;
  if (others.length > 0) {
    if (source === undefined) return undefined;
    if (version === undefined && !isSourceTree(source)) return undefined;
  }
  if (source !== undefined && candidates.length > FEW) {
    // Nobody spells that many versions in two ways.
    return indexed(lock).get(`${name} ${version ?? ''} ${sourceKey(source)}`);
  }
  return candidates.find(
    (candidate) =>
      (source === undefined || sourceKey(source) === sourceKey(candidate.source)) &&
      (version === undefined
        ? others.length === 0 || candidate.version === undefined
        : candidate.version !== undefined && isSameVersion(candidate.version, version)),
  );
}
