/** Files of one linter, formatter or type checker: `ruff.toml`, `mypy.ini`, `pyrightconfig.json`. */
import { readIniNodes } from '../../edits/ini-nodes.ts';
import { readJsonNodes } from '../../edits/json-nodes.ts';
import { type NodesOrProblem, nodeAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { reading, sourceOf } from './source.ts';
import { TARGETS, type Target, targetPlaces } from './targets.ts';
import type { PlaceReader } from './types.ts';

interface ToolFile {
  readonly path: RegExp;
  readonly read: (text: string) => NodesOrProblem;
  /** Keys that lead to the tool's table. */
  readonly table: readonly string[];
  readonly tool: string;
  readonly targets?: readonly Target[];
}

const PYLINT_INI: readonly Target[] = ['MASTER', 'MAIN', 'master', 'main'].map((section) => ({
  keys: [section, 'py-version'],
  label: 'pylint py-version',
  role: 'floor-target',
  written: 'dotted',
}));

const FILES: readonly ToolFile[] = [
  { path: /(?:^|\/)\.?ruff\.toml$/, read: readTomlNodes, table: [], tool: 'ruff' },
  { path: /(?:^|\/)\.?mypy\.ini$/, read: readIniNodes, table: ['mypy'], tool: 'mypy' },
  { path: /(?:^|\/)pyrightconfig\.json$/, read: readJsonNodes, table: [], tool: 'pyright' },
  { path: /(?:^|\/)ty\.toml$/, read: readTomlNodes, table: [], tool: 'ty' },
  { path: /(?:^|\/)\.isort\.cfg$/, read: readIniNodes, table: ['settings'], tool: 'isort' },
  {
    path: /(?:^|\/)\.?pylintrc$/,
    read: readIniNodes,
    table: [],
    tool: 'pylint',
    targets: PYLINT_INI,
  },
];

export const toolFile: PlaceReader = {
  name: 'configuration of a linter or type checker',
  matches: (path) => FILES.some((file) => file.path.test(path)),
  read(path, text) {
    const file = FILES.find((one) => one.path.test(path));
    if (file === undefined) return { kind: 'places', places: [] };
    const source = sourceOf(path, text);
    const targets = file.targets ?? TARGETS[file.tool] ?? [];
    return reading(file.read(text), (root) =>
      targetPlaces(source, nodeAt(root, ...file.table), targets),
    );
  },
};
