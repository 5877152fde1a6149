/**
 * The values that a matrix gives to one key.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
 */
import {
  type DocumentNode,
  itemsAt,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../../../edits/nodes.ts';

/** A value, and whether its cell may fail. */
export interface Cell {
  readonly scalar: ScalarNode;
  readonly mayFail: boolean;
}

/** `dynamic`: an expression makes the matrix, or a part of it. */
export type Cells =
  | { readonly kind: 'cells'; readonly cells: readonly Cell[] }
  | { readonly kind: 'dynamic'; readonly at: ScalarNode };

/** Keys of a cell that say that it may fail. */
const MAY_FAIL = /experimental|allow.?fail|continue.?on.?error|allow.?prerelease|may.?fail/i;

/** Keys whose values are Python versions even if no action is seen to take them. */
const PYTHON_KEY = /^(?:py|python|pyver|python[-_.]?versions?|py[-_]version)$/i;

/** The cells of `matrix.<key>`, or of `matrix.<key>.<inner>`. */
export function matrixCells(job: DocumentNode, [key = '', ...inner]: readonly string[]): Cells {
  const matrix = nodeAt(job, 'strategy', 'matrix');
  if (matrix?.kind === 'scalar') return { kind: 'dynamic', at: matrix };
  const vector = nodeAt(matrix, key);
  if (vector?.kind === 'scalar' && vector.text.includes('${{')) {
    return { kind: 'dynamic', at: vector };
  }
  const excluded = new Set(
    itemsAt(matrix, 'exclude').flatMap((cell) => {
      const isWhole = cell.kind === 'map' && cell.entries.size === 1;
      return (isWhole && scalarAt(cell, key)?.text) || [];
    }),
  );
  const plain = itemsAt(vector).flatMap((item): readonly Cell[] => {
    const scalar = scalarAt(item, ...inner);
    if (scalar === undefined || excluded.has(scalar.text)) return [];
    return [{ scalar, mayFail: mayFail(item) }];
  });
  const included = itemsAt(matrix, 'include').flatMap((cell): readonly Cell[] => {
    const scalar = scalarAt(cell, key, ...inner);
    return scalar === undefined ? [] : [{ scalar, mayFail: mayFail(cell) }];
  });
  return { kind: 'cells', cells: [...plain, ...included] };
}

/** Keys of a matrix that are called like Python versions. */
export function pythonKeys(job: DocumentNode): readonly string[] {
  const matrix = nodeAt(job, 'strategy', 'matrix');
  if (matrix?.kind !== 'map') return [];
  const included = itemsAt(matrix, 'include').flatMap((cell) =>
    cell.kind === 'map' ? [...cell.entries.keys()] : [],
  );
  return [...new Set([...matrix.entries.keys(), ...included])].filter((key) =>
    PYTHON_KEY.test(key),
  );
}

function mayFail(cell: DocumentNode): boolean {
  if (cell.kind !== 'map') return false;
  return [...cell.entries].some(
    ([key, { node }]) => MAY_FAIL.test(key) && node.kind === 'scalar' && node.text === 'true',
  );
}
