import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { openDisk } from './disk.ts';
import { type StateOnDisk, WORKING_TREE } from './working-tree.ts';

/** Without git nothing says what belongs to the project; these never do. */
const SKIPPED = new Set([
  '.git',
  '.hg',
  '.mypy_cache',
  '.nox',
  '.pytest_cache',
  '.ruff_cache',
  '.tox',
  '.venv',
  '__pycache__',
  'node_modules',
  'site-packages',
  'venv',
]);

const MAX_FILES = 100_000;

/**
 * The files of a folder that is no repository.
 *
 * @throws {CannotRun} when there are too many for a project
 */
export function folderState(directory: string): StateOnDisk {
  const disk = openDisk(directory, 'sha1');
  const files: FileEntry[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const found of readFolder(join(directory, folder))) {
      const path = `${folder}${found.name}`;
      if (found.isDirectory() && !SKIPPED.has(found.name)) folders.push(`${path}/`);
      if (found.isFile()) files.push(disk.entry(path));
    }
    if (files.length > MAX_FILES) {
      throw new CannotRun(
        `${directory} is not a git repository and holds more than ${MAX_FILES} files.`,
        'Name the folder of one project.',
      );
    }
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { state: { commit: WORKING_TREE, files }, texts: disk.texts };
}

/** A folder that may not be read counts as empty. */
function readFolder(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
