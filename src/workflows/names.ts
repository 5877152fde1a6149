/**
 * The names under which jobs report their check runs.
 * Source: actions/runner `JobNameBuilder.cs`, `WorkflowTemplateEvaluator.cs`.
 */
import { type ContextMap, type Contexts, UNKNOWN } from './expressions.ts';
import { type Matrix, type MatrixCell, matrixOf, suffixOf } from './matrix.ts';
import { type Filled, fill, hasExpression } from './templates.ts';
import type { Value } from './values.ts';
import type { Job } from './workflow.ts';

/** A name, or what it looks like where a part of it is known at run time only. */
export type JobName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'pattern'; readonly parts: Filled };

/** Of each level; levels are joined afterwards. UTF-16 units. */
const MAX_NAME = 100;

/** The cells of a job's matrix; one without a matrix has one cell with nothing in it. */
export function cellsOf({ matrix }: Job, contexts: Contexts): Matrix {
  if (matrix === undefined)
    return { kind: 'cells', cells: [{ shown: new Map(), extras: new Map() }] };
  return matrixOf(matrix, contexts);
}

/** The names of a job's cells, in their order; a name for each cell. */
export function namesOf(job: Job, contexts: Contexts): readonly JobName[] {
  const matrix = cellsOf(job, contexts);
  if (matrix.kind === 'unknown') return [unknownCells(job, contexts)];
  if (matrix.kind === 'invalid') return [];
  return matrix.cells.map((cell, index) =>
    cellName(job, cell, contexts, [index, matrix.cells.length]),
  );
}

/** The contexts inside of a cell. */
export function cellContexts(
  contexts: Contexts,
  { shown, extras }: MatrixCell,
  [index, total]: readonly [number, number],
): Contexts {
  const matrix: ContextMap = { known: new Map([...shown, ...extras]), missing: 'null' };
  const strategy: ReadonlyMap<string, Value> = new Map<string, Value>([
    ['job-index', index],
    ['job-total', total],
    ['fail-fast', true],
  ]);
  return { ...contexts, contexts: { ...contexts.contexts, matrix, strategy } };
}

function cellName(
  job: Job,
  cell: MatrixCell,
  contexts: Contexts,
  position: readonly [number, number],
): JobName {
  const { name, id } = job;
  if (name === undefined || !hasExpression(name)) return literalName(name ?? id, cell);
  const filled = fill(name, cellContexts(contexts, cell, position));
  if (filled.includes(UNKNOWN)) return { kind: 'pattern', parts: filled };
  const text = filled.join('');
  // A name that comes to nothing is none.
  return text === '' ? literalName(id, cell) : { kind: 'name', name: text };
}

function literalName(base: string, cell: MatrixCell): JobName {
  const suffix = suffixOf(cell);
  if (suffix.includes(UNKNOWN)) return { kind: 'pattern', parts: [`${base} (`, ...suffix, ')'] };
  const text = suffix.join('');
  return { kind: 'name', name: cut(text === '' ? base : `${base} (${text})`) };
}

function cut(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 3)}...`;
}

/** All that can be said where the matrix is made at run time. */
function unknownCells({ name, id }: Job, contexts: Contexts): JobName {
  if (name === undefined || !hasExpression(name)) {
    return { kind: 'pattern', parts: [`${name ?? id} (`, UNKNOWN, ')'] };
  }
  const { matrix: _, strategy: __, ...others } = contexts.contexts;
  const unknown: Contexts = { ...contexts, contexts: others };
  const filled = fill(name, unknown);
  return filled.includes(UNKNOWN)
    ? { kind: 'pattern', parts: filled }
    : { kind: 'name', name: filled.join('') };
}

/** `caller / callee`. */
export function joined(caller: JobName, called: JobName): JobName {
  if (caller.kind === 'name' && called.kind === 'name') {
    return { kind: 'name', name: `${caller.name} / ${called.name}` };
  }
  return { kind: 'pattern', parts: [...partsOf(caller), ' / ', ...partsOf(called)] };
}

/** Whatever a workflow of another repository reports. */
export function joinedUnknown(caller: JobName): JobName {
  return { kind: 'pattern', parts: [...partsOf(caller), ' / ', UNKNOWN] };
}

function partsOf(name: JobName): Filled {
  return name.kind === 'name' ? [name.name] : name.parts;
}

/** The pattern as an anchored regular expression. */
export function patternOf(parts: Filled): string {
  const source = parts.map((part) =>
    part === UNKNOWN ? '.*' : part.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return `^${source.join('')}$`;
}

/**
 * What a job that is skipped reports instead: its matrix is not expanded, and its name stays as it
 * is written (actions/runner#952).
 */
export function skippedName({ name, id }: Job): string {
  return name ?? id;
}
