import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { FileChange } from '../edits/file-change.ts';
import { treeOf } from '../gates/tree.ts';
import type { Tree } from '../gates/types.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import type { VersionChanges } from '../python/changes/edits.ts';
import type { Minor } from '../python/minors.ts';
import { fileChanges, renderChanges, writeChanges } from './changes.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface SetOptions {
  readonly floor?: true;
  readonly dryRun?: true;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Moves all places of the working tree to another minor version.
 *
 * @throws {CannotRun} for what is no minor version, and where there is no working tree
 */
export async function setPython(version: string, path: string, options: SetOptions): Promise<void> {
  const to = minorCalled(version);
  const { floor: raisesFloor = false, dryRun = false, color } = options;
  const endProgress = showProgress('Reading the repository');
  try {
    const loading = import('./judge.ts');
    const [{ snapshot, directory }, { pythonProjects }, { modelOf }, { setVersion }] =
      await Promise.all([
        gatherLocal({ path, all: true, gates: async () => (await loading).gates }),
        import('../python/projects/projects.ts'),
        import('../python/projects/model.ts'),
        import('../python/changes/set-version.ts'),
      ]);
    endProgress();
    if (directory === 'none') {
      throw new CannotRun('There are no files here to change.', 'Run it in a clone with files.');
    }
    const tree = treeOf(snapshot.head, snapshot.blobs);
    const models = pythonProjects(tree).projects.map(modelOf);
    const result = setVersion(models, tree, { to, raisesFloor });
    const { changes } = fileChanges(tree, result.edits);
    if (changes.length > 0) print(renderChanges(changes, color && useColor(process.stdout)));
    if (!dryRun) writeChanges(directory, changes);
    await sayWhatIsLeft(to, tree, changes, result, dryRun);
  } finally {
    endProgress();
  }
}

function minorCalled(version: string): Minor {
  const match = /^3\.(\d{1,2})$/.exec(version);
  if (match !== null) return `3.${Number(match[1])}`;
  throw new CannotRun(
    `\`${version}\` is no minor version of Python.`,
    'Give it as in: lockkeeper python set 3.13',
  );
}

async function sayWhatIsLeft(
  to: Minor,
  tree: Tree,
  changes: readonly FileChange[],
  { byHand }: VersionChanges,
  dryRun: boolean,
): Promise<void> {
  for (const { path, line, label } of byHand) {
    remark(`${path}:${line} is left to you (${label}): no edit could be proven right.`);
  }
  if (changes.length === 0) {
    remark(byHand.length === 0 ? `Every place says ${to} already.` : 'Nothing was changed.');
    return;
  }
  const files = changes.length === 1 ? '1 file' : `${changes.length} files`;
  remark(dryRun ? `${files} would change (--dry-run).` : `${files} changed.`);
  const relocks = await relocksAfter(tree, changes);
  if (relocks.length === 0) return;
  remark('The locks follow their manifests; run:');
  for (const command of relocks) remark(`  ${command}`);
}

/** The commands that make the locks of the changed manifests again. */
async function relocksAfter(
  tree: Tree,
  changes: readonly FileChange[],
): Promise<readonly string[]> {
  const { lockFormats } = await import('../locks/index.ts');
  const changed = new Set(changes.map(({ path }) => path));
  const commands = lockFormats.flatMap((format) =>
    format
      .find(tree)
      .filter(({ manifest }) => changed.has(manifest))
      .map((project) => format.commands(project, tree).relock),
  );
  return [...new Set(commands)].map((command) => {
    const tool = command.split(' ').find((word) => /^[a-z][\w-]*$/.test(word)) ?? '';
    return isInstalled(tool) ? command : `${command}   (${tool} is not installed here)`;
  });
}

function isInstalled(tool: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
