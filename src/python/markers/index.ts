/**
 * Environment markers as boolean functions: `python_version > '3.12'` equals
 * `python_full_version >= '3.13'`. Source: PEP 508, uv-pep508.
 */
import { normalizeName } from '../names.ts';
import { extraVariable, PYTHON } from './atoms.ts';
import { cutAt } from './cuts.ts';
import {
  and,
  between,
  currentGeneration,
  FALSE_NODE,
  flag,
  type Node,
  not,
  or,
  rebuild,
  remake,
  startOperation,
  TRUE_NODE,
  variablesOf,
} from './diagram.ts';
import { parseMarkerNode } from './parse.ts';
import { equalWherePossible, neverTrue, possiblePart } from './platform.ts';

export { MarkerTooComplex } from './diagram.ts';

/** An immutable boolean function of the environment. Operations may throw `MarkerTooComplex`. */
export interface Marker {
  and(other: Marker): Marker;
  or(other: Marker): Marker;
  not(): Marker;
  /** False in every environment that can be. */
  isFalse(): boolean;
  isTrue(): boolean;
  isDisjoint(other: Marker): boolean;
  /** Equal wherever the platform variables can stand together (uv since 0.13.9). */
  equals(other: Marker): boolean;
  /** Names of extras that the marker depends on, normalised, sorted; equal for equal markers. */
  extras(): readonly string[];
  /** The marker in an environment with exactly these extras. */
  withExtras(active: ReadonlySet<string>): Marker;
  /** True where some choice of extras makes the marker true. */
  withoutExtras(): Marker;
}

/** The function of a marker; made again when the generation of its nodes is forgotten. */
interface State {
  node: Node;
  generation: number;
}

const states = new WeakMap<Marker, State>();
const markers = new WeakMap<Node, Marker>();
const EXTRA = extraVariable('');

/** Shared by all markers, found through their prototype: locks make thousands of them. */
const OPERATIONS: Marker = {
  and(other) {
    return wrap(binary(this, other, and));
  },
  or(other) {
    return wrap(binary(this, other, or));
  },
  not() {
    return wrap(unary(this, not));
  },
  isFalse() {
    return unary(this, neverTrue);
  },
  isTrue() {
    return unary(this, (own) => neverTrue(not(own)));
  },
  isDisjoint(other) {
    return binary(this, other, (own, foreign) => neverTrue(and(own, foreign)));
  },
  equals(other) {
    return this === other || binary(this, other, equalWherePossible);
  },
  extras() {
    return unary(this, (own) => extrasOf(possiblePart(own)));
  },
  withExtras(active) {
    const choose = (extra: string, no: Node, yes: Node): Node => (active.has(extra) ? yes : no);
    return wrap(unary(this, (own) => onExtras(own, choose)));
  },
  withoutExtras() {
    return wrap(unary(this, (own) => onExtras(own, (_, no, yes) => or(no, yes))));
  },
};

function wrap(node: Node): Marker {
  const known = markers.get(node);
  if (known !== undefined) return known;
  const marker: Marker = Object.create(OPERATIONS);
  states.set(marker, { node, generation: currentGeneration() });
  markers.set(node, marker);
  return marker;
}

function nodeOf(marker: Marker): Node {
  const state = states.get(marker);
  if (state === undefined) throw new TypeError('not a marker of this module');
  if (state.generation !== currentGeneration()) {
    state.node = remake(state.node);
    state.generation = currentGeneration();
  }
  return state.node;
}

function unary<T>(marker: Marker, operation: (own: Node) => T): T {
  startOperation();
  return operation(nodeOf(marker));
}

function binary<T>(a: Marker, b: Marker, operation: (own: Node, foreign: Node) => T): T {
  startOperation();
  return operation(nodeOf(a), nodeOf(b));
}

function extrasOf(node: Node): readonly string[] {
  return [...variablesOf(node)]
    .filter((variable) => variable.startsWith(EXTRA))
    .map((variable) => variable.slice(EXTRA.length))
    .sort();
}

/** Answers every question for an extra, given what follows a no and a yes. */
function onExtras(root: Node, answer: (extra: string, no: Node, yes: Node) => Node): Node {
  return rebuild(root, ({ variable }, [no = FALSE_NODE, yes = FALSE_NODE]) =>
    variable.startsWith(EXTRA) ? answer(variable.slice(EXTRA.length), no, yes) : undefined,
  );
}

export const TRUE: Marker = wrap(TRUE_NODE);
export const FALSE: Marker = wrap(FALSE_NODE);

/** Locks repeat a handful of markers thousands of times. */
const REMEMBERED = 5_000;
const REMEMBERED_LENGTH = 1_000;
const memory = new Map<string, Marker | 'invalid'>();

/**
 * The marker of the text; empty text is true. `undefined` when it is none (PEP 508).
 * Throws `MarkerTooComplex`.
 */
export function parseMarker(text: string): Marker | undefined {
  if (text.trim() === '') return TRUE;
  const known = memory.get(text);
  if (known !== undefined) return known === 'invalid' ? undefined : known;
  startOperation();
  const node = parseMarkerNode(text);
  const marker = node === undefined ? undefined : wrap(node);
  if (text.length > REMEMBERED_LENGTH) return marker;
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(text, marker ?? 'invalid');
  return marker;
}

/** `extra == 'name'` */
export function extraMarker(extra: string): Marker {
  startOperation();
  return wrap(flag(extraVariable(normalizeName(extra))));
}

/** A bound of a Python range: its release, and whether the bound itself is inside. */
export interface PythonBound {
  readonly release: readonly number[];
  readonly inclusive: boolean;
}

/** True between the bounds; an open end where a bound is missing. */
export function pythonBetween(
  lower: PythonBound | undefined,
  upper: PythonBound | undefined,
): Marker {
  startOperation();
  const low = lower && cutAt(lower.release, !lower.inclusive);
  const high = upper && cutAt(upper.release, upper.inclusive);
  return wrap(between(PYTHON, low, high));
}
