import { treeOf } from '../gates/tree.ts';
import type { Verdict } from '../gates/types.ts';
import { CannotRun } from '../git/cannot-run.ts';
import type { LocalSnapshot } from '../git/snapshot.ts';
import { fileChanges, renderChanges, writeChanges } from './changes.ts';
import { print, remark } from './output.ts';

/**
 * Shows what repairs the findings that count, and writes it.
 *
 * @returns whether files were written
 * @throws {CannotRun} where no working tree was judged
 */
export function fixFindings(
  { gates }: Verdict,
  { snapshot, directory }: LocalSnapshot,
  { dryRun, color }: { readonly dryRun: boolean; readonly color: boolean },
): boolean {
  if (directory === 'none') {
    throw new CannotRun(
      'Only a working tree can be repaired, and a commit was judged.',
      'Leave out --head, and run it in a clone that has files.',
    );
  }
  const findings = gates.flatMap(({ result }) =>
    result.status === 'failed' ? result.findings : [],
  );
  const edits = findings.flatMap(({ fix }) => (fix?.kind === 'edit' ? fix.edits : []));
  const { changes, left } = fileChanges(treeOf(snapshot.head, snapshot.blobs), edits);
  for (const path of left) remark(`Two repairs of ${path} contradict each other: do it by hand.`);
  if (changes.length === 0) {
    remark(
      findings.length === 0 ? 'There is nothing to repair.' : 'No edit repairs what was found.',
    );
    return false;
  }
  print(renderChanges(changes, color));
  if (dryRun) {
    remark('Nothing was written (--dry-run).');
    return false;
  }
  writeChanges(directory, changes);
  remark(`Repaired ${changes.map(({ path }) => path).join(', ')}.`);
  return true;
}
