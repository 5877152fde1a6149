/** Files of one linter, formatter or type checker: `ruff.toml`, `mypy.ini`, `pyrightconfig.json`. */
import { readIniNodes } from '../../edits/ini-nodes.ts';
import { readJsonNodes } from '../../edits/json-nodes.ts';
import { type NodesOrProblem, nodeAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { reading, sourceOf } from './source.ts';
import { TARGETS, type Target, targetPlaces } from './targets.ts';
import type { ReadPlaces } from './types.ts';

interface ToolFile {
  readonly nodes: (text: string) => NodesOrProblem;
  /** Keys that lead to the tool's table. */
  readonly table?: readonly string[];
  readonly targets: readonly Target[] | undefined;
}

function toolFile({ nodes, table = [], targets = [] }: ToolFile): ReadPlaces {
  return (path, text) =>
    reading(nodes(text), (root) =>
      targetPlaces(sourceOf(path, text), nodeAt(root, ...table), targets),
    );
}

export const ruffFile = toolFile({ nodes: readTomlNodes, targets: TARGETS.ruff });
export const tyFile = toolFile({ nodes: readTomlNodes, targets: TARGETS.ty });
export const pyrightFile = toolFile({ nodes: readJsonNodes, targets: TARGETS.pyright });
export const mypyFile = toolFile({ nodes: readIniNodes, table: ['mypy'], targets: TARGETS.mypy });
export const isortFile = toolFile({
  nodes: readIniNodes,
  table: ['settings'],
  targets: TARGETS.isort,
});
export const pylintFile = toolFile({
  nodes: readIniNodes,
  targets: ['MASTER', 'MAIN', 'master', 'main'].map((section) => ({
    keys: [section, 'py-version'],
    label: 'pylint py-version',
    role: 'floor-target',
    written: 'dotted',
  })),
});
