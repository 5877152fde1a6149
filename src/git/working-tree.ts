import type { FileEntry, State } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { type Disk, openDisk } from './disk.ts';
import { runGit } from './process.ts';
import type { Repository } from './repository.ts';

/** The name of a state that is not a commit. */
export const WORKING_TREE = 'working tree';

export interface StateOnDisk {
  readonly state: State;
  /** Of the files that were read from disk; all others are recorded. */
  readonly texts: Disk['texts'];
}

const LIST = [
  'ls-files',
  '-z',
  // Each file with its tag and what the index records of it, and again where the disk differs.
  '-t',
  '--stage',
  '--modified',
  '--deleted',
  '--others',
  '--exclude-standard',
];

/**
 * What the next commit could hold: tracked files and those that git neither knows nor ignores.
 * Unchanged files keep the ids of the index; the others are read from disk when asked for.
 */
export async function workingTree({ directory, hash, config }: Repository): Promise<StateOnDisk> {
  const { code, stdout, stderr } = await runGit(directory, LIST, config.withoutFilters);
  if (code !== 0) {
    throw new CannotRun(
      `Git cannot list the files of the working tree (${stderr.trim()}).`,
      'Find out what is broken: git status',
    );
  }
  const disk = openDisk(directory, hash);
  return {
    state: { commit: WORKING_TREE, files: filesOf(stdout.split('\0'), disk) },
    texts: disk.texts,
  };
}

const SUBMODULE = '160000';

function filesOf(records: readonly string[], disk: Disk): readonly FileEntry[] {
  const files = new Map<string, FileEntry>();
  const removed = new Set<string>();
  let sorted = true;
  for (const record of records) {
    const tag = record[0];
    if (tag === '?') {
      // A folder is a repository of its own.
      if (!record.endsWith('/')) files.set(record.slice(2), disk.entry(record.slice(2)));
      sorted = false;
    } else if (tag !== undefined) {
      const tab = record.indexOf('\t');
      const path = record.slice(tab + 1);
      const [, mode = '', oid = ''] = record.slice(0, tab).split(' ');
      if (tag === 'R') removed.add(path);
      // `M` stands for a merge that is not finished: the index has several versions.
      const differs = tag === 'C' || tag === 'M';
      files.set(path, differs && mode !== SUBMODULE ? disk.entry(path) : { path, oid, mode });
    }
  }
  for (const path of removed) files.delete(path);
  const list = [...files.values()];
  return sorted ? list : list.sort((a, b) => (a.path < b.path ? -1 : 1));
}
