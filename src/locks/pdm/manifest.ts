/** What PDM reads of a pyproject.toml. Source: pdm 2.29.3 `project/project_file.py`. */
import type { TomlPath, Tree } from '../../gates/types.ts';
import type { TomlTable } from '../documents.ts';
import { directoryOf } from '../paths.ts';
import { readDocument } from '../read-document.ts';
import { OpenQuestion, Refusal, refuseManifest } from '../uv/refusal.ts';
import { isTable, tableAt } from '../values.ts';

/** PDM opens both files with `tomllib`, which knows no byte order mark. */
export const NO_MARK = { refusedBy: 'PDM' } as const;

export interface PdmManifest {
  readonly path: string;
  readonly directory: string;
  readonly table: TomlTable;
  /** `[project]`, empty when there is none. */
  readonly project: TomlTable;
  /** `[tool.pdm]` */
  readonly settings: TomlTable;
}

/** Throws `Refusal` for what PDM cannot read, `OpenQuestion` for what it converts first. */
export function readManifest(tree: Tree, path: string): PdmManifest {
  const document = readDocument(tree, path, 'manifest', NO_MARK);
  if (document.kind === 'refused') {
    throw new Refusal(document.reason.reason, document.reason.at);
  }
  const table = document.value;
  const tool = tableOrStop(path, table, [], 'tool');
  if (!Object.hasOwn(table, 'project')) refuseToConvert(path, tool);
  return {
    path,
    directory: directoryOf(path),
    table,
    project: tableOrStop(path, table, [], 'project'),
    settings: tableOrStop(path, tool, ['tool'], 'pdm'),
  };
}

/** Without `[project]` PDM translates the metadata of Flit and Poetry on the fly. */
function refuseToConvert(path: string, tool: TomlTable): void {
  const from = ['flit', 'poetry'].find((name) => Object.hasOwn(tool, name));
  if (from === undefined) return;
  throw new OpenQuestion(
    `${path} has no [project] table: PDM converts [tool.${from}] before it looks at the lock`,
  );
}

/** The table under `key`; PDM stops with an error where something else stands there. */
export function tableOrStop(
  path: string,
  parent: TomlTable,
  above: TomlPath,
  key: string,
): TomlTable {
  const value = Object.hasOwn(parent, key) ? parent[key] : undefined;
  if (value === undefined || isTable(value)) return tableAt(parent, key);
  const full = [...above, key];
  throw refuseManifest(path, full, `${full.join('.')} must be a table.`);
}

/** PDM's normal form of group names: runs of anything but letters and digits (`utils.py`). */
export function normalizeGroup(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase();
}

/** `[tool.pdm.resolution]`, verbatim. */
export function resolutionOf({ path, settings }: PdmManifest): TomlTable {
  const resolution = tableOrStop(path, settings, ['tool', 'pdm'], 'resolution');
  if (resolution['exclude-newer'] instanceof Date) {
    const key = ['tool', 'pdm', 'resolution', 'exclude-newer'];
    throw refuseManifest(path, key, 'exclude-newer must be a string, not a TOML date.');
  }
  return resolution;
}
