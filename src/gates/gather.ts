import { treeOf } from './tree.ts';
import type { BlobText, Gate, ObjectId, State, Tree } from './types.ts';

/** Texts by object id. */
export type Blobs = Readonly<Record<ObjectId, BlobText>>;

/** Fetches texts; object ids that it leaves out count as absent. */
export type FetchBlobs = (oids: readonly ObjectId[]) => Promise<Blobs>;

/**
 * Larger texts are never fetched (bytes). Real locks end at about 3 MB; what parses to hundreds of
 * megabytes must not take the memory of everybody else's pull requests.
 */
export const MAX_TEXT_BYTES = 10 * 1024 * 1024;

/**
 * Asks the gates again and again which texts they need, and fetches those, until nobody asks for
 * more (workspace members are known only once the root manifest has been read). Every object id is
 * fetched once, however many states and paths share it.
 */
export async function gather(
  gates: readonly Pick<Gate, 'inputs' | 'prepare'>[],
  states: readonly State[],
  fetch: FetchBlobs,
  extraPaths: readonly string[] = [],
): Promise<Blobs> {
  const blobs: Record<ObjectId, BlobText> = {};
  await prepare(gates, states);
  for (;;) {
    const wanted = new Set<ObjectId>();
    for (const state of states) {
      const tree = treeOf(state, blobs);
      for (const path of [...extraPaths, ...gates.flatMap((gate) => gate.inputs(tree))]) {
        collect(tree, path, blobs, wanted);
      }
    }
    if (wanted.size === 0) return blobs;
    const fetched = await fetch([...wanted]);
    for (const oid of wanted) blobs[oid] = fetched[oid] ?? { kind: 'not-utf8' };
  }
}

/** All gates at once, for all states: what they load comes from disk. */
export async function prepare(
  gates: readonly Pick<Gate, 'prepare'>[],
  states: readonly State[],
): Promise<void> {
  const trees = states.map((state) => treeOf(state, {}));
  await Promise.all(gates.flatMap((gate) => trees.map((tree) => gate.prepare?.(tree))));
}

function collect(
  tree: Tree,
  path: string,
  blobs: Record<ObjectId, BlobText>,
  wanted: Set<ObjectId>,
): void {
  if (tree.read(path).kind !== 'unfetched') return;
  const entry = tree.files.get(path);
  if (entry === undefined) return;
  if (entry.size !== undefined && entry.size > MAX_TEXT_BYTES) {
    blobs[entry.oid] = { kind: 'too-large', size: entry.size, limit: MAX_TEXT_BYTES };
  } else {
    wanted.add(entry.oid);
  }
}
