import type { Table } from '../gates/types.ts';
import { cell, literal } from './escape.ts';
import { painter } from './terminal.ts';
import { visible } from './visible.ts';

/** Tables for a terminal, for Markdown, or as JSON: a list of titles, columns and rows. */
export function renderTables(
  tables: readonly Table[],
  format: 'text' | 'markdown' | 'json',
  color: boolean,
): string {
  if (format === 'json') return `${JSON.stringify({ version: 1, tables }, null, 2)}\n`;
  if (format === 'markdown') return `${tables.map(markdownTable).join('\n\n')}\n`;
  const paint = painter(color);
  return `${tables
    .map(({ title, columns, rows }) => {
      const [head = '', ...lines] = alignedColumns([columns, ...rows]);
      return [
        paint.heading(visible(title)),
        `  ${paint.quiet(head)}`,
        ...lines.map((line) => `  ${line}`),
      ].join('\n');
    })
    .join('\n\n')}\n`;
}

function markdownTable({ title, columns, rows }: Table): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `### ${literal(title)}`,
    '',
    row(columns),
    row(columns.map(() => '---')),
    ...rows.map((cells) => row(cells.map(cell))),
  ].join('\n');
}

/** Wider cells end where they end (characters). */
const MAX_WIDTH = 60;

/** Cells in columns, one line a row; the last column is as long as it is. */
export function alignedColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map(visible));
  const widths = (clean[0] ?? []).map((_, index) =>
    Math.min(MAX_WIDTH, Math.max(...clean.map((row) => row[index]?.length ?? 0))),
  );
  return clean.map((row) =>
    row
      .map((text, index) => (index === row.length - 1 ? text : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
