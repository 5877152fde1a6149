/** Edits on disk: shown as a diff, then written, unless a file changed meanwhile. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileChange } from '../edits/file-change.ts';
import { spliced } from '../edits/splice.ts';
import { textAt } from '../gates/tree.ts';
import type { Edit, Tree } from '../gates/types.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { patchOf } from '../report/patch.ts';
import { painter } from '../report/terminal.ts';
import { visible } from '../report/visible.ts';

/** The files as the edits make them; `left` are those whose edits contradict each other. */
export function fileChanges(
  tree: Tree,
  edits: readonly Edit[],
): { readonly changes: readonly FileChange[]; readonly left: readonly string[] } {
  const changes: FileChange[] = [];
  const left: string[] = [];
  for (const [path, own] of Map.groupBy(edits, (edit) => edit.path)) {
    const text = textAt(tree, path);
    const after = spliced(text ?? '', own);
    if (after === undefined) left.push(path);
    else if (after !== text) changes.push({ path, before: text ?? 'none', after });
  }
  return { changes, left };
}

/** A unified diff of all changes. */
export function renderChanges(changes: readonly FileChange[], color: boolean): string {
  const paint = painter(color);
  return changes
    .flatMap((change) => patchOf(change, 2).split('\n').slice(0, -1))
    .map((line) => `${paint.diff(visible(line).trimEnd())}\n`)
    .join('');
}

/**
 * Writes all changes, or none if a file is not what was judged.
 *
 * @throws {CannotRun} when a file changed meanwhile, or cannot be written
 */
export function writeChanges(directory: string, changes: readonly FileChange[]): void {
  const written = changes.map((change) => ({ ...change, after: asOnDisk(directory, change) }));
  for (const { path, before, after } of written) {
    try {
      if (before === 'none') mkdirSync(dirname(join(directory, path)), { recursive: true });
      // A new file never takes the place of one that git ignores.
      writeFileSync(join(directory, path), after, { flag: before === 'none' ? 'wx' : 'w' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CannotRun(
        `${path} cannot be written (${reason}).`,
        'Nothing after it was written.',
      );
    }
  }
}

/** The text to write; with the line ends that git gave the file when it checked it out. */
function asOnDisk(directory: string, { path, before, after }: FileChange): string {
  if (before === 'none') return after;
  const disk = readFileSync(join(directory, path), 'utf8');
  if (disk === before) return after;
  if (disk.replaceAll('\r\n', '\n') === before) return after.replaceAll('\n', '\r\n');
  throw new CannotRun(`${path} changed while it was judged; nothing was written.`, 'Try again.');
}
