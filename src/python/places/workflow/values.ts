/** What a value of a workflow stands for: itself, cells of the matrix, a variable, an input. */
import { type DocumentNode, type ScalarNode, scalarAt } from '../../../edits/nodes.ts';
import { type Cell, matrixCells } from './matrix.ts';

/** Where a value is looked up. */
export interface Scope {
  readonly workflow: DocumentNode;
  readonly job: DocumentNode;
  readonly step?: DocumentNode;
}

const EXPRESSION = /^\$\{\{\s*([\w.-]+)\s*\}\}$/;
const ANY_EXPRESSION = /\$\{\{/;
/** A variable that leads to itself ends here. */
const MAX_STEPS = 5;

export type Values =
  | { readonly kind: 'values'; readonly cells: readonly Cell[] }
  | { readonly kind: 'dynamic'; readonly at: ScalarNode };

/** All texts that `scalar` can be when the job runs. */
export function valuesOf(scalar: ScalarNode, scope: Scope, steps = MAX_STEPS): Values {
  if (!ANY_EXPRESSION.test(scalar.text)) {
    return { kind: 'values', cells: [{ scalar, mayFail: false }] };
  }
  const [context = '', ...path] = EXPRESSION.exec(scalar.text.trim())?.[1]?.split('.') ?? [];
  if (steps === 0) return { kind: 'dynamic', at: scalar };
  if (context === 'matrix') return throughMatrix(scalar, path, scope, steps);
  const target = context === 'env' ? variable(path, scope) : inputDefault(context, path, scope);
  return target === undefined
    ? { kind: 'dynamic', at: scalar }
    : valuesOf(target, scope, steps - 1);
}

function throughMatrix(
  scalar: ScalarNode,
  path: readonly string[],
  scope: Scope,
  steps: number,
): Values {
  const found = matrixCells(scope.job, path);
  if (found.kind === 'dynamic') return found;
  if (found.cells.length === 0) return { kind: 'dynamic', at: scalar };
  const cells = found.cells.map(({ scalar: cell, mayFail }) => {
    const values = valuesOf(cell, scope, steps - 1);
    return values.kind === 'dynamic'
      ? values
      : values.cells.map((one) => ({ ...one, mayFail: one.mayFail || mayFail }));
  });
  const dynamic = cells.find((one) => 'kind' in one);
  return dynamic ?? { kind: 'values', cells: cells.flatMap((one) => ('kind' in one ? [] : one)) };
}

function variable([name = '']: readonly string[], { workflow, job, step }: Scope) {
  return (
    scalarAt(step, 'env', name) ?? scalarAt(job, 'env', name) ?? scalarAt(workflow, 'env', name)
  );
}

/** The default of an input of this workflow, or of this composite action. */
function inputDefault(context: string, path: readonly string[], { workflow }: Scope) {
  if (context !== 'inputs') return undefined;
  const [name = ''] = path;
  return (
    scalarAt(workflow, 'on', 'workflow_call', 'inputs', name, 'default') ??
    scalarAt(workflow, 'on', 'workflow_dispatch', 'inputs', name, 'default') ??
    scalarAt(workflow, 'inputs', name, 'default')
  );
}
