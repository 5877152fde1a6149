/**
 * What linters, formatters and type checkers assume. The same tables stand in `pyproject.toml`
 * below `tool`, and in a file of the tool's own.
 */
import { type DocumentNode, scalarsAt } from '../../edits/nodes.ts';
import { placeAt, type Source } from './source.ts';
import type { PythonPlace, Role, Versions } from './types.ts';
import { compactVersion, versionsOf } from './versions.ts';

/** Where a tool says it, how it is written, and what it decides. */
export interface Target {
  /** Keys below the tool's table. */
  readonly keys: readonly string[];
  readonly label: string;
  readonly role: Role;
  /** `compact`: `py311`, `311`; `dotted`: `3.11`. */
  readonly written: 'compact' | 'dotted';
}

const floor = (label: string, keys: readonly string[], written: Target['written']): Target => ({
  keys,
  label,
  role: 'floor-target',
  written,
});
const range = (label: string, keys: readonly string[]): Target => ({
  keys,
  label,
  role: 'range-target',
  written: 'dotted',
});

/** By the tool's table in `[tool]`. */
export const TARGETS: Readonly<Record<string, readonly Target[]>> = {
  ruff: [floor('ruff target-version', ['target-version'], 'compact')],
  black: [floor('black target-version', ['target-version'], 'compact')],
  isort: [floor('isort py_version', ['py_version'], 'compact')],
  pylint: [
    floor('pylint py-version', ['main', 'py-version'], 'dotted'),
    floor('pylint py-version', ['master', 'py-version'], 'dotted'),
    floor('pylint py-version', ['MAIN', 'py-version'], 'dotted'),
    floor('pylint py-version', ['MASTER', 'py-version'], 'dotted'),
  ],
  mypy: [range('mypy python_version', ['python_version'])],
  pyright: [range('pyright pythonVersion', ['pythonVersion'])],
  basedpyright: [range('basedpyright pythonVersion', ['pythonVersion'])],
  ty: [range('ty python-version', ['environment', 'python-version'])],
};

/** The places of a tool, in its table `node`. */
export function targetPlaces(
  source: Source,
  node: DocumentNode | undefined,
  targets: readonly Target[],
): readonly PythonPlace[] {
  return targets.flatMap(({ keys, label, role, written }) =>
    scalarsAt(node, ...keys).flatMap(({ text, span }) => {
      const said = { label, role };
      if (written === 'dotted')
        return placeAt(source, span, { ...said, versions: versionsOf(text) });
      const prefix = /^py(?=\d)/.exec(text)?.[0].length ?? 0;
      const versions = compactTarget(text.slice(prefix));
      return placeAt(source, [span[0] + prefix, span[1]], { ...said, versions });
    }),
  );
}

/** isort also says `3`, `all` and `auto`. */
function compactTarget(digits: string): Versions {
  return /^(?:[23]|all|auto)$/.test(digits) ? { kind: 'loose' } : compactVersion(digits);
}
