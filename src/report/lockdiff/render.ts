/** The lock diff of `lockkeeper diff`, in each of its formats. */
import type { LockDiff, LockDiffRow } from '../../gates/lock-diff.ts';
import { renderBlocks } from '../blocks.ts';
import { MAX_OUTPUT_BYTES } from '../limits.ts';
import { type Paint, painter } from '../terminal.ts';
import { visible } from '../visible.ts';
import { lockDiffBlocks } from './blocks.ts';
import type { JsonLockDiff } from './json-schema.ts';
import { changeText, reasonText, totals, versionsText } from './words.ts';

const NOTHING = 'No lock changed its packages.';

/** GitHub's Markdown, at most 65,535 bytes: the least important rows go first, and are counted. */
export function renderDiffMarkdown(diffs: readonly LockDiff[]): string {
  if (diffs.length === 0) return `${NOTHING}\n`;
  return `${renderBlocks(lockDiffBlocks(diffs), MAX_OUTPUT_BYTES - 1)}\n`;
}

/** As `docs/lockdiff.schema.json` describes. */
export function renderDiffJson(diffs: readonly LockDiff[]): string {
  const value = {
    version: 1,
    locks: diffs.map(({ lock, tool, state, packages, rows }) => ({
      lock,
      tool,
      state,
      packages,
      rows: rows.map(({ name, change, before, after, step, direct, via, risks }) => {
        return { name, change, before, after, step, direct, via, risks: [...risks] };
      }),
    })),
  } satisfies JsonLockDiff;
  return `${JSON.stringify(value, null, 2)}\n`;
}

export function renderDiffText(
  diffs: readonly LockDiff[],
  { color }: { readonly color: boolean },
): string {
  const paint = painter(color);
  if (diffs.length === 0) return `${NOTHING}\n`;
  return `${diffs.map((diff) => section(diff, paint).join('\n')).join('\n\n')}\n`;
}

function section(diff: LockDiff, paint: Paint): readonly string[] {
  const table = diff.rows.map((row) => [
    visible(row.name),
    visible(versionsText(row)),
    changeText(row),
    visible(reasonText(row)),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(0, ...table.map((cells) => cells[column]?.length ?? 0)),
  );
  return [
    `${paint.heading(visible(diff.lock))}  ${totals(diff)}`,
    ...diff.rows.flatMap((row, index) => {
      const cells = (table[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0));
      return [`  ${cells.join('  ').trimEnd()}`, ...risks(row, paint)];
    }),
  ];
}

function risks({ risks: texts }: LockDiffRow, paint: Paint): readonly string[] {
  return texts.map((text) => `      ${paint.level('warning', 'look')}: ${visible(text)}`);
}
