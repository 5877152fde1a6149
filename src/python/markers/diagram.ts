/**
 * Boolean functions over environment variables as reduced ordered decision diagrams: two functions
 * are equal exactly when their nodes are the same object. A node asks one variable and has a child
 * for each interval of its values, so versions and strings need no more than flags do.
 * Idea: uv-pep508 `marker/algebra.rs`; here over half-open cuts instead of range objects.
 */
import { type Cut, compareCuts, cutAt } from './cuts.ts';

export interface Node {
  readonly id: number;
  /** Sorts variables; empty for the two constants. */
  readonly variable: string;
  readonly cuts: readonly Cut[];
  /** One more than `cuts`. */
  readonly children: readonly Node[];
  /** Variables on the longest way down. */
  readonly depth: number;
}

export const FALSE_NODE: Node = { id: 0, variable: '', cuts: [], children: [], depth: 0 };
export const TRUE_NODE: Node = { id: 1, variable: '', cuts: [], children: [], depth: 0 };

/** A marker that would need more time or memory than any honest one. */
export class MarkerTooComplex extends Error {
  constructor() {
    super('the environment markers are too complex to compare');
    this.name = 'MarkerTooComplex';
  }
}

/** Work of one operation, in nodes and intervals looked at; real locks stay below a few thousand. */
const MAX_STEPS = 100_000;
/** Bounds the recursion; real markers name a dozen variables. */
const MAX_DEPTH = 500;
/** Nodes and results that are remembered between operations. */
const MAX_REMEMBERED = 50_000;

interface Store {
  readonly nodes: Map<string, Node>;
  readonly products: Map<number, Node>;
  readonly complements: Map<Node, Node>;
  readonly variables: Map<string, number>;
}

let store = emptyStore();
let generation = 0;
let nextId = 2;
let steps = 0;

function emptyStore(): Store {
  return { nodes: new Map(), products: new Map(), complements: new Map(), variables: new Map() };
}

/**
 * To be called before each operation on markers: gives it a fresh budget, and forgets all nodes when
 * there are too many. Nodes of different generations must not meet: `remake` them (index.ts).
 */
export function startOperation(): void {
  steps = 0;
  if (store.nodes.size + store.products.size + store.complements.size > MAX_REMEMBERED)
    forgetNodes();
}

/** Begins a new generation of nodes. */
function forgetNodes(): void {
  store = emptyStore();
  nextId = 2;
  generation++;
}

export function currentGeneration(): number {
  return generation;
}

function spend(amount: number): void {
  steps += amount;
  if (steps > MAX_STEPS) throw new MarkerTooComplex();
}

/** A node with equal neighbours merged; a single child stands for the node itself. */
function makeNode(variable: string, cuts: readonly Cut[], children: readonly Node[]): Node {
  spend(children.length);
  const keptCuts: Cut[] = [];
  const [first = FALSE_NODE, ...others] = children;
  const kept = [first];
  let key = '';
  let depth = first.depth;
  for (const [index, child] of others.entries()) {
    const cut = cuts[index];
    if (cut === undefined || child === kept.at(-1)) continue;
    keptCuts.push(cut);
    kept.push(child);
    key += `${cut.key} ${child.id} `;
    depth = Math.max(depth, child.depth);
  }
  if (kept.length === 1) return first;
  return remembered(`${variableNumber(variable)} ${first.id} ${key}`, {
    variable,
    cuts: keptCuts,
    children: kept,
    depth: depth + 1,
  });
}

function remembered(key: string, parts: Omit<Node, 'id'>): Node {
  const known = store.nodes.get(key);
  if (known !== undefined) return known;
  if (parts.depth > MAX_DEPTH) throw new MarkerTooComplex();
  const node = { id: nextId++, ...parts };
  store.nodes.set(key, node);
  return node;
}

function variableNumber(variable: string): number {
  const known = store.variables.get(variable);
  if (known !== undefined) return known;
  const number = store.variables.size;
  store.variables.set(variable, number);
  return number;
}

/** Ids stay far below: one generation makes at most `MAX_REMEMBERED` + `MAX_STEPS` nodes. */
const ID_LIMIT = 2 ** 26;

export function and(a: Node, b: Node): Node {
  if (a === b || b === TRUE_NODE) return a;
  if (a === TRUE_NODE) return b;
  if (a === FALSE_NODE || b === FALSE_NODE) return FALSE_NODE;
  const key = a.id < b.id ? a.id * ID_LIMIT + b.id : b.id * ID_LIMIT + a.id;
  const known = store.products.get(key);
  if (known !== undefined) return known;
  const product = multiply(a, b);
  store.products.set(key, product);
  return product;
}

function multiply(a: Node, b: Node): Node {
  if (a.variable < b.variable) return mapChildren(a, (child) => and(child, b));
  if (b.variable < a.variable) return mapChildren(b, (child) => and(child, a));
  const cuts: Cut[] = [];
  const children = [and(childAt(a, 0), childAt(b, 0))];
  let i = 0;
  let j = 0;
  while (i < a.cuts.length || j < b.cuts.length) {
    const [left, right] = [a.cuts[i], b.cuts[j]];
    const order = left === undefined ? 1 : right === undefined ? -1 : compareCuts(left, right);
    const cut = order <= 0 ? left : right;
    if (cut !== undefined) cuts.push(cut);
    if (order <= 0) i++;
    if (order >= 0) j++;
    children.push(and(childAt(a, i), childAt(b, j)));
  }
  return makeNode(a.variable, cuts, children);
}

function childAt(node: Node, index: number): Node {
  return node.children[index] ?? FALSE_NODE;
}

function mapChildren(node: Node, change: (child: Node) => Node): Node {
  return makeNode(node.variable, node.cuts, node.children.map(change));
}

export function not(node: Node): Node {
  if (node === TRUE_NODE) return FALSE_NODE;
  if (node === FALSE_NODE) return TRUE_NODE;
  const known = store.complements.get(node);
  if (known !== undefined) return known;
  const complement = mapChildren(node, not);
  store.complements.set(node, complement);
  store.complements.set(complement, node);
  return complement;
}

export function or(a: Node, b: Node): Node {
  return not(and(not(a), not(b)));
}

/** Neighbours first: a growing diagram is not walked once for each item. */
export function combine(items: readonly Node[], both: (a: Node, b: Node) => Node): Node {
  let level = items;
  while (level.length > 1) {
    level = level.flatMap((left, index) => {
      if (index % 2 === 1) return [];
      const right = level[index + 1];
      return right === undefined ? left : both(left, right);
    });
  }
  return level[0] ?? TRUE_NODE;
}

/** True on [low, high); an open end where a cut is missing. */
export function between(variable: string, low: Cut | undefined, high: Cut | undefined): Node {
  if (low !== undefined && high !== undefined && compareCuts(low, high) >= 0) return FALSE_NODE;
  const cuts = [low, high].filter((cut) => cut !== undefined);
  const before = low === undefined ? [] : [FALSE_NODE];
  const after = high === undefined ? [] : [FALSE_NODE];
  return makeNode(variable, cuts, [...before, TRUE_NODE, ...after]);
}

const FLAG_CUT = cutAt('', false);

/** A variable that is either so or not. */
export function flag(variable: string): Node {
  return makeNode(variable, [FLAG_CUT], [FALSE_NODE, TRUE_NODE]);
}

/** All variables below the node. */
export function variablesOf(root: Node): ReadonlySet<string> {
  const seen = new Set<Node>();
  const variables = new Set<string>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || node.variable === '') continue;
    seen.add(node);
    variables.add(node.variable);
    for (const child of node.children) open.push(child);
  }
  return variables;
}

/** What becomes of a node that is to be replaced, given what became of its children. */
type Replace = (node: Node, children: readonly Node[]) => Node | undefined;

/** The function with some nodes replaced, from the leaves up; `undefined` keeps a node as it is. */
export function rebuild(root: Node, replace: Replace): Node {
  const memory = new Map<Node, Node>();
  function visit(node: Node): Node {
    if (node.variable === '') return node;
    const known = memory.get(node);
    if (known !== undefined) return known;
    const children = node.children.map(visit);
    const result = replace(node, children) ?? makeNode(node.variable, node.cuts, children);
    memory.set(node, result);
    return result;
  }
  return visit(root);
}

/** The same function made of nodes of the current generation. */
export function remake(root: Node): Node {
  return rebuild(root, () => undefined);
}
