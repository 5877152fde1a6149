import type { LockDiff } from '../gates/lock-diff.ts';
import { treeOf } from '../gates/tree.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal, type LocalSnapshot } from '../git/snapshot.ts';
import type { DiffFormat } from './formats.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface DiffOptions {
  readonly path: string;
  readonly format: DiffFormat;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Prints what happened to the packages of every lock, between two commits or up to the working tree.
 *
 * @throws {CannotRun} where there is nothing to compare with
 */
export async function diff(
  base: string | undefined,
  head: string | undefined,
  { path, format, color }: DiffOptions,
): Promise<void> {
  const endProgress = showProgress('Reading the repository');
  try {
    const loading = import('./judge.ts');
    const gates = async () => (await loading).gates;
    const [local, judge, render] = await Promise.all([
      gatherLocal({ path, base, head, all: false, gates }),
      loading,
      import('../report/lockdiff/render.ts'),
    ]);
    const diffs = between(local, judge.gates);
    endProgress();
    if (format === 'json') return print(render.renderDiffJson(diffs));
    if (format === 'markdown') return print(render.renderDiffMarkdown(diffs));
    for (const note of local.notes) remark(note);
    print(render.renderDiffText(diffs, { color: color && useColor(process.stdout) }));
  } finally {
    endProgress();
  }
}

function between(
  { snapshot: { base, head, blobs } }: LocalSnapshot,
  gates: typeof import('./judge.ts')['gates'],
): readonly LockDiff[] {
  if (base === 'none') {
    throw new CannotRun(
      'There is nothing to compare with: no default branch was found.',
      'Name a commit: lockkeeper diff HEAD~1',
    );
  }
  const [before, after] = [treeOf(base, blobs), treeOf(head, blobs)];
  return gates.flatMap((gate) => gate.diff?.(before, after) ?? []);
}
