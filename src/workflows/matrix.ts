/**
 * The cells of a matrix, in GitHub's order.
 * Source: actions/runner `MatrixBuilder.cs`,
 * https://docs.github.com/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations
 */
import { type Contexts, UNKNOWN, type Unknown } from './expressions.ts';
import { type Filled, filledValue, hasExpression } from './templates.ts';
import { isList, isMap, listOf, looselyEqual, mapOf, printed, type Value } from './values.ts';

/** One job of a matrix. */
export interface MatrixCell {
  /** What the default name shows. */
  readonly shown: CellMap;
  /** What an `include` adds to a cell that is there already: no part of the default name. */
  readonly extras: CellMap;
}

/** A value is unknown where its whole vector is made at run time. */
export type CellMap = ReadonlyMap<string, Value | Unknown>;

/** `unknown`: an expression decides it at run time; `invalid`: GitHub refuses to run the job. */
export type Matrix =
  | { readonly kind: 'cells'; readonly cells: readonly MatrixCell[] }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'invalid'; readonly reason: string };

/** GitHub allows 256; a file that asks for more is refused when it runs. */
const MAX_CELLS = 256;

export function matrixOf(matrix: Value, contexts: Contexts): Matrix {
  const given = typeof matrix === 'string' ? resolved(matrix, contexts) : matrix;
  if (given === UNKNOWN || !isMap(given)) return { kind: 'unknown' };
  const includes = entriesOf(given.get('include'), contexts);
  const excludes = entriesOf(given.get('exclude'), contexts);
  const written = [...given].filter(([key]) => key !== 'include' && key !== 'exclude');
  const scalar = written.find(([, items]) => !isList(items) && typeof items !== 'string');
  if (scalar !== undefined) return { kind: 'invalid', reason: `\`${scalar[0]}\` is no list` };
  const vectors = written.map(([key, items]): Vector => [key, vectorItems(items, contexts)]);
  if (includes === UNKNOWN || excludes === UNKNOWN || !vectors.every(isComplete)) {
    return { kind: 'unknown' };
  }
  const product = vectors.length === 0 ? [] : crossProduct(vectors);
  if (product === 'too many') return { kind: 'unknown' };
  const cells = product.filter((cell) => !excludes.some((one) => matches(one, cell)));
  const keys = new Set(vectors.map(([key]) => key));
  const all = withIncludes(cells, includes, keys);
  return all.length > MAX_CELLS
    ? {
        kind: 'invalid',
        reason: `it has ${all.length} cells, and GitHub runs ${MAX_CELLS} at most`,
      }
    : { kind: 'cells', cells: all };
}

type Vector = readonly [key: string, items: readonly (Value | Unknown)[] | Unknown];
type CompleteVector = readonly [key: string, items: readonly (Value | Unknown)[]];

function isComplete(vector: Vector): vector is CompleteVector {
  return vector[1] !== UNKNOWN;
}

/** The items of a vector, some of which may be unknown; `UNKNOWN` if their number is. */
function vectorItems(items: Value, contexts: Contexts): Vector[1] {
  const given = typeof items === 'string' ? resolved(items, contexts) : items;
  if (given === UNKNOWN || !isList(given)) return UNKNOWN;
  return given.map((item) => resolved(item, contexts));
}

/** The entries of `include` or `exclude`, in which single values may be unknown. */
function entriesOf(value: Value | undefined, contexts: Contexts): readonly CellMap[] | Unknown {
  const given = typeof value === 'string' ? resolved(value, contexts) : (value ?? null);
  if (given === UNKNOWN) return UNKNOWN;
  return listOf(given).map((entry) => {
    const items = [...mapOf(entry)];
    return new Map(
      items.map(([key, item]): [string, Value | Unknown] => [key, resolved(item, contexts)]),
    );
  });
}

/** Expressions inside are evaluated; one unknown part makes the whole unknown. */
function resolved(value: Value, contexts: Contexts): Value | Unknown {
  if (typeof value === 'string') {
    return hasExpression(value) ? filledValue(value, contexts) : value;
  }
  if (isList(value)) {
    const items: Value[] = [];
    for (const item of value) {
      const one = resolved(item, contexts);
      if (one === UNKNOWN) return UNKNOWN;
      items.push(one);
    }
    return items;
  }
  if (!isMap(value)) return value;
  const entries = new Map<string, Value>();
  for (const [key, item] of value) {
    const one = resolved(item, contexts);
    if (one === UNKNOWN) return UNKNOWN;
    entries.set(key, one);
  }
  return entries;
}

/** In written order; the last key varies fastest. */
function crossProduct(vectors: readonly CompleteVector[]): readonly CellMap[] | 'too many' {
  let cells: readonly CellMap[] = [new Map()];
  for (const [key, items] of vectors) {
    // Room for what `exclude` takes away again.
    if (cells.length * items.length > MAX_CELLS * 40) return 'too many';
    cells = cells.flatMap((cell) =>
      items.map((item): CellMap => new Map<string, Value | Unknown>([...cell, [key, item]])),
    );
  }
  return cells;
}

/** Every key of `filter` is in the cell with the same value; parts of a map are enough. */
function matches(filter: CellMap, cell: CellMap): boolean {
  return [...filter].every(([key, wanted]) => {
    const value = cell.get(key);
    if (value === undefined || value === UNKNOWN || wanted === UNKNOWN) return false;
    return isMap(wanted) && isMap(value) ? matches(wanted, value) : looselyEqual(wanted, value);
  });
}

function withIncludes(
  cells: readonly CellMap[],
  includes: readonly CellMap[],
  vectors: ReadonlySet<string>,
): readonly MatrixCell[] {
  const extras = cells.map(() => new Map<string, Value | Unknown>());
  const added: MatrixCell[] = [];
  for (const include of includes) {
    const filter = new Map([...include].filter(([key]) => vectors.has(key)));
    const others = [...include].filter(([key]) => !vectors.has(key));
    const matching = cells.flatMap((cell, index) => (matches(filter, cell) ? [index] : []));
    for (const index of matching) {
      for (const [key, value] of others) extras[index]?.set(key, value);
    }
    if (matching.length === 0) {
      added.push({ shown: new Map([...filter, ...others]), extras: new Map() });
    }
  }
  return [
    ...cells.map((shown, index) => ({ shown, extras: extras[index] ?? new Map() })),
    ...added,
  ];
}

/** What the default name shows in parentheses, joined by commas: all leaves but empty ones. */
export function suffixOf({ shown }: MatrixCell): Filled {
  const parts = [...shown.values()]
    .flatMap((value): Filled => (value === UNKNOWN ? [UNKNOWN] : leaves(value)))
    .filter((leaf) => leaf !== '');
  return parts.flatMap((part, index) => (index === 0 ? [part] : [', ', part]));
}

function leaves(value: Value): readonly string[] {
  if (isMap(value)) return [...value.values()].flatMap(leaves);
  if (isList(value)) return value.flatMap(leaves);
  return [printed(value)];
}
