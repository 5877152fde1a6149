/**
 * What linters, formatters and type checkers assume. The same tables stand in `pyproject.toml`
 * below `tool`, and in a file of the tool's own.
 */
import { type DocumentNode, scalarsAt } from '../../edits/nodes.ts';
import { placeAt, type Source, scalarVersions } from './source.ts';
import type { PythonPlace, Role } from './types.ts';
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
  // Decides which modules are of the standard library: any supported minor is right.
  isort: [
    { keys: ['py_version'], label: 'isort py_version', role: 'range-target', written: 'compact' },
  ],
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
    scalarsAt(node, ...keys).flatMap((scalar) => {
      const { text, span } = scalar;
      const said = { label, role };
      if (written === 'dotted') {
        return placeAt(source, span, { ...said, versions: scalarVersions(scalar, versionsOf) });
      }
      // isort also says `3`, `all` and `auto`, which assume nothing.
      if (/^(?:py)?(?:[23]|all|auto)$/.test(text)) return [];
      const prefix = /^py(?=\d)/.exec(text)?.[0].length ?? 0;
      const versions = compactVersion(text.slice(prefix));
      return placeAt(source, [span[0] + prefix, span[1]], { ...said, versions });
    }),
  );
}
