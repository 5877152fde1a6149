import type { FileEntry, ObjectId, State } from '../gates/types.ts';
import { CannotRun } from './cannot-run.ts';
import { runGit } from './process.ts';
import type { Repository } from './repository.ts';

/**
 * All files of a commit. Sizes are 0: git looks every file up to know them, which takes twenty
 * times as long (0.48 s for 50,000 files) and fails in partial clones. The object reader keeps the
 * limit instead.
 */
export async function commitState(
  { directory }: Pick<Repository, 'directory'>,
  commit: ObjectId,
): Promise<State> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', commit];
  const { code, stdout, stderr } = await runGit(directory, args);
  if (code !== 0) {
    throw new CannotRun(
      `Git cannot read the files of ${commit.slice(0, 10)} (${stderr.trim()}).`,
      'Find out what is broken: git fsck',
    );
  }
  return { commit, files: stdout.split('\0').flatMap(entryOf) };
}

/** `<mode> <type> <id>`, a tab, the path. */
function entryOf(record: string): readonly FileEntry[] {
  const tab = record.indexOf('\t');
  if (tab < 0) return [];
  const [mode = '', , oid = ''] = record.slice(0, tab).split(' ');
  return [{ path: record.slice(tab + 1), oid, mode }];
}
