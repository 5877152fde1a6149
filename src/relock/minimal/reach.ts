/** In which environments a `uv.lock` installs each of its packages. Pure. */
import { treeOfTexts } from '../../gates/tree.ts';
import { edgesOf } from '../../locks/uv/edges.ts';
import { isMember, type Lock, type LockPackage, readLock } from '../../locks/uv/lock-file.ts';
import { Refusal } from '../../locks/uv/refusal.ts';
import { followed, rootRequirements } from '../../locks/uv/semantic.ts';
import { stringsAt } from '../../locks/values.ts';
import {
  FALSE,
  type Marker,
  MarkerTooComplex,
  parseMarker,
  TRUE,
} from '../../python/markers/index.ts';
import { pythonRangeMarker } from '../../python/requires-python.ts';

/** By the package's position in the lock; `unknown` where that is too complex to say. */
export type Reach = readonly Marker[] | 'unknown';

const LOCK = 'uv.lock';

/** More than the largest known locks take by far. */
const MAX_STEPS = 200_000;

/** Members are installed everywhere, with all their extras and groups. */
export function reachOf(text: string): Reach {
  try {
    const file = readLock(treeOfTexts({ [LOCK]: text }), LOCK);
    return file.kind === 'lock' ? walk(file.lock) : 'unknown';
  } catch (error) {
    if (error instanceof MarkerTooComplex || error instanceof Refusal) return 'unknown';
    throw error;
  }
}

/** A package, or one of its extras. */
interface Node {
  readonly item: LockPackage;
  readonly extra: string | undefined;
  where: Marker;
}

/** Every environment that the lock is for; its forks leave out extras that conflict. */
function universeOf({ table, requiresPython }: Lock): Marker {
  const lists = ['supported-markers', 'resolution-markers'].map((key) => stringsAt(table, key));
  return lists
    .filter((markers) => markers.length > 0)
    .map((markers) => markers.map(markerOf).reduce((one, other) => one.or(other), FALSE))
    .reduce((all, some) => all.and(some), pythonRangeMarker(requiresPython));
}

/** What is no marker counts everywhere. */
function markerOf(text: string): Marker {
  return parseMarker(text) ?? TRUE;
}

function walk(lock: Lock): Reach {
  const edges = edgesOf(lock);
  const nodes = new Map<string, Node>();
  const open = new Set<Node>();
  const everywhere = universeOf(lock);

  function visit(item: LockPackage, extra: string | undefined, where: Marker): void {
    const key = `${item.index} ${extra ?? ''}`;
    const node = nodes.get(key) ?? { item, extra, where: FALSE };
    nodes.set(key, node);
    const wider = node.where.or(where);
    if (wider.equals(node.where)) return;
    node.where = wider;
    open.add(node);
  }

  function visitAll(item: LockPackage, extras: readonly string[], where: Marker): void {
    for (const extra of [undefined, ...extras]) visit(item, extra, where);
  }

  for (const item of lock.packages) if (isMember(lock, item)) visit(item, undefined, everywhere);
  for (const { name, asked } of rootRequirements(lock)) {
    for (const item of lock.byName.get(name) ?? []) visitAll(item, asked, everywhere);
  }
  let steps = 0;
  // What is added while it runs comes last.
  for (const node of open) {
    open.delete(node);
    const own = edges[node.item.index];
    if (own === undefined) continue;
    for (const { to, extras, marker } of followed(lock, node.item, own, node.extra)) {
      if (++steps > MAX_STEPS) return 'unknown';
      visitAll(to, extras, node.where.and(markerOf(marker)));
    }
  }
  return lock.packages.map(({ index }) => nodes.get(`${index} `)?.where ?? FALSE);
}
