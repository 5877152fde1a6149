/**
 * Conflicts that follow from `include-group`: a group that includes one side of a conflict has the
 * same conflict. Source: uv-pypi-types `conflicts.rs`, `expand_transitive_group_includes`.
 */
import {
  type ConflictItem,
  type ConflictSet,
  itemText,
  setText,
  sortedSet,
} from './conflict-set.ts';
import { declaredGroups, includesOf } from './groups.ts';
import type { Manifest } from './manifest.ts';
import { OpenQuestion } from './refusal.ts';
import { createHasher, createHashTable, type Hasher, type HashTable } from './rust-hash.ts';

/** A real project takes a few dozen steps; includes can multiply them without end. */
const STEPS_LIMIT = 50_000;

/** Counts steps; throws an `OpenQuestion` when there are too many. */
type Count = () => void;

function createCount(): Count {
  let steps = 0;
  return () => {
    steps += 1;
    if (steps > STEPS_LIMIT) throw new OpenQuestion('too many conflicts follow from include-group');
  };
}

/** A node of the include graph: a group, and the conflicting groups that it is or includes. */
interface Node {
  readonly item: ConflictItem;
  readonly canonical: Bag;
  /** Groups that include this one, the latest first. */
  readonly includers: Node[];
}

/** The sets that follow from `declared`, in uv's order. */
export function inferConflicts(
  declared: readonly ConflictSet[],
  manifest: Manifest,
  project: string,
): readonly ConflictSet[] {
  const isGroup = (item: ConflictItem): boolean => item.kind === 'group';
  if (!declared.some((set) => set.some(isGroup))) return [];
  const groups = declaredGroups(manifest);
  const nodes = new Map<string, Node>();
  for (const item of declared.flat().filter(isGroup)) {
    if (!nodes.has(item.name)) nodes.set(item.name, nodeOf(item, [item]));
  }
  for (const name of [...groups.keys()].sort()) {
    if (!nodes.has(name)) nodes.set(name, nodeOf({ package: project, kind: 'group', name }, []));
  }
  let hasIncludes = false;
  for (const [name, key] of [...groups].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const includer = nodes.get(name);
    for (const include of includesOf(manifest, key)) {
      hasIncludes = true;
      if (includer !== undefined) nodes.get(include)?.includers.unshift(includer);
    }
  }
  if (!hasIncludes) return [];
  const count = createCount();
  return substituted(declared, substitutions(topological([...nodes.values()]), count), count);
}

function nodeOf(item: ConflictItem, canonical: readonly ConflictItem[]): Node {
  const bag = createBag();
  for (const one of canonical) bag.add(one);
  return { item, canonical: bag, includers: [] };
}

/** For each conflicting group the groups that include it, in the order of uv's tables. */
function substitutions(
  nodes: readonly Node[],
  count: Count,
): readonly (readonly [ConflictItem, Bag])[] {
  const table: HashTable<readonly [ConflictItem, Bag]> = createHashTable();
  const known = new Map<string, Bag>();
  for (const node of nodes) {
    for (const includer of node.includers) {
      const items = node.canonical.items();
      for (const item of items) {
        count();
        const text = itemText(item);
        const bag = known.get(text) ?? createBag();
        if (!known.has(text)) {
          known.set(text, bag);
          table.add(
            [item, bag],
            hashOf((hasher) => hashItem(hasher, item)),
          );
        }
        bag.add(includer.item);
      }
      includer.canonical.extend(items);
    }
  }
  return table.items();
}

function substituted(
  declared: readonly ConflictSet[],
  substitutes: readonly (readonly [ConflictItem, Bag])[],
  count: Count,
): readonly ConflictSet[] {
  const sets = new Map(declared.map((set) => [setText(set), set]));
  const given = sets.size;
  for (const [item, bag] of substitutes) {
    const text = itemText(item);
    const added: HashTable<ConflictSet> = createHashTable();
    const seen = new Set<string>();
    for (const set of sets.values()) {
      if (!set.some((one) => itemText(one) === text)) continue;
      for (const substitute of bag.items()) {
        count();
        const others = set.filter((one) => itemText(one) !== text);
        const next = sortedSet([...others, substitute]);
        const key = setText(next);
        if (sets.has(key)) continue;
        added.reserve(1);
        if (seen.has(key)) continue;
        seen.add(key);
        added.add(
          next,
          hashOf((hasher) => hashSet(hasher, next)),
        );
      }
    }
    for (const set of added.items()) sets.set(setText(set), set);
  }
  return [...sets.values()].slice(given);
}

/** Included groups before those that include them, in the order of petgraph's `toposort`. */
function topological(nodes: readonly Node[]): readonly Node[] {
  const discovered = new Set<Node>();
  const finished = new Set<Node>();
  for (const start of nodes) {
    if (discovered.has(start)) continue;
    const stack = [start];
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (discovered.has(node)) {
        stack.pop();
        finished.add(node);
        continue;
      }
      discovered.add(node);
      for (const next of node.includers) if (!discovered.has(next)) stack.push(next);
    }
  }
  return [...finished].reverse();
}

/** A set of items that remembers uv's order. */
interface Bag {
  add(item: ConflictItem): void;
  extend(items: readonly ConflictItem[]): void;
  items(): readonly ConflictItem[];
}

function createBag(): Bag {
  const table: HashTable<ConflictItem> = createHashTable();
  const known = new Set<string>();
  function add(item: ConflictItem): void {
    const text = itemText(item);
    table.reserve(1);
    if (known.has(text)) return;
    known.add(text);
    table.add(
      item,
      hashOf((hasher) => hashItem(hasher, item)),
    );
  }
  return {
    add,
    extend(items) {
      table.reserve(known.size === 0 ? items.length : Math.ceil(items.length / 2));
      for (const item of items) add(item);
    },
    items: table.items,
  };
}

function hashOf(feed: (hasher: Hasher) => void): bigint {
  const hasher = createHasher();
  feed(hasher);
  return hasher.finish();
}

function hashItem(hasher: Hasher, item: ConflictItem): void {
  hasher.text(item.package);
  hasher.number({ extra: 0, group: 1, project: 2 }[item.kind]);
  if (item.kind !== 'project') hasher.text(item.name);
}

function hashSet(hasher: Hasher, set: ConflictSet): void {
  hasher.number(set.length);
  for (const item of set) hashItem(hasher, item);
}
