/** Which parts of two entries of `uv.lock` install the same, in the same way. Pure. */
import type { TomlTable } from '../../locks/documents.ts';
import { arrayAt, isTable, stringAt, tablesAt } from '../../locks/values.ts';
import { FALSE, type Marker, MarkerTooComplex, parseMarker } from '../../python/markers/index.ts';
import { FILES, partCalled } from './parts.ts';
import { isSameValue, saysSame } from './same.ts';

/** Where a package is installed: as the old lock has it, and as the new one has it. */
export interface Place {
  readonly before: Marker;
  readonly after: Marker;
  /** Both locks choose files for the same Pythons and platforms. */
  readonly sameTargets: boolean;
}

/** `placeOf` is only asked where texts differ; `unknown` where it cannot be told. */
export function changedParts(
  old: TomlTable,
  made: TomlTable,
  placeOf: () => Place | 'unknown',
): ReadonlySet<string> {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(made)])];
  const changed = keys.filter((key) => !isSameValue(key, old[key], made[key])).map(partCalled);
  return new Set([...new Set(changed)].filter((part) => !isSamePart(part, old, made, placeOf)));
}

const EDGES: ReadonlySet<string> = new Set([
  'dependencies',
  'optional-dependencies',
  'dev-dependencies',
]);

function isSamePart(
  part: string,
  old: TomlTable,
  made: TomlTable,
  placeOf: () => Place | 'unknown',
): boolean {
  if (part !== FILES && !EDGES.has(part)) return false;
  const place = placeOf();
  if (place === 'unknown') return false;
  try {
    return part === FILES
      ? isSameChoice(old, made, place)
      : isSameGraph(old[part], made[part], place.after);
  } catch (error) {
    if (error instanceof MarkerTooComplex) return false;
    throw error;
  }
}

/**
 * Newer versions leave out of a marker what is true wherever the package is installed, and edges
 * that are followed nowhere. What is installed is the same if each edge is, there.
 */
function isSameGraph(old: unknown, made: unknown, where: Marker): boolean {
  const [own, other] = [edgesIn(old), edgesIn(made)];
  return [...new Set([...own.keys(), ...other.keys()])].every((edge) => {
    const [mine, theirs] = [own.get(edge) ?? FALSE, other.get(edge) ?? FALSE];
    return mine.and(where).equals(theirs.and(where));
  });
}

/** Each edge of a list, or of a table of lists, with all the environments that it counts in. */
function edgesIn(value: unknown): ReadonlyMap<string, Marker> {
  const lists = isTable(value) ? value : { '': value };
  const edges = new Map<string, Marker>();
  for (const list of Object.keys(lists)) {
    for (const edge of tablesAt(lists, list)) {
      const { name, version, source } = edge;
      const key = JSON.stringify([list, name, version, source, arrayAt(edge, 'extra')]);
      const marker = parseMarker(stringAt(edge, 'marker') ?? '') ?? FALSE;
      edges.set(key, (edges.get(key) ?? FALSE).or(marker));
    }
  }
  return edges;
}

/**
 * Files that appeared later, and those for platforms where the package is not installed, are no
 * change of it; but no file may say otherwise than before, and none may be missing where it is
 * installed only now.
 */
function isSameChoice(old: TomlTable, made: TomlTable, place: Place): boolean {
  const isCovered = place.after.and(place.before.not()).isFalse();
  if (!place.sameTargets || !isCovered) return false;
  const known = new Map(filesOf(old).map((file) => [locationOf(file), file]));
  const common = filesOf(made).filter((file) => known.has(locationOf(file)));
  return common.length > 0 && common.every((file) => saysSame(known.get(locationOf(file)), file));
}

function filesOf(table: TomlTable): readonly TomlTable[] {
  return [table.sdist, ...tablesAt(table, 'wheels')].filter(isTable);
}

function locationOf(file: TomlTable): string {
  return stringAt(file, 'url') ?? stringAt(file, 'path') ?? stringAt(file, 'filename') ?? '';
}
