import type { Decided, ProjectView, PythonView } from '../../gates/python-view.ts';
import { cell, code, literal } from '../escape.ts';

/** The view for an issue, a wiki, a job summary. */
export function renderPythonMarkdown({ projects, unreadable }: PythonView): string {
  const sections = [
    ...projects.map(projectLines),
    unreadable.map(({ path, reason }) => `- ${code(path)} cannot be read: ${literal(reason)}`),
  ];
  const filled = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
  return filled.length === 0
    ? 'No file here names a Python version.\n'
    : `${filled.join('\n\n')}\n`;
}

function projectLines({ path, pin, range, matrix, places }: ProjectView): readonly string[] {
  const { minors, rows } = matrix;
  const marked = minors.map(({ minor, hasEnded }) => (hasEnded ? `${minor} †` : minor));
  const grid = rows.map(({ name, cells, isPartial }) =>
    row([
      isPartial ? `${name} (and more at run time)` : name,
      ...cells.map((has) => (has ? '■' : '')),
    ]),
  );
  return [
    `### ${literal(path)}`,
    '',
    `- pinned: ${decided(pin, 'nothing')}`,
    `- supported: ${decided(range, 'not said')}`,
    '',
    ...(grid.length === 0 ? [] : [row(['', ...marked]), rule(marked.length + 1), ...grid, '']),
    row(places.columns),
    rule(places.columns.length),
    ...places.rows.map((cells) => row(cells.map(cell))),
    ...(minors.some(({ hasEnded }) => hasEnded) ? ['', '† gets no more security fixes'] : []),
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function rule(amount: number): string {
  return row(Array.from({ length: amount }, () => '---'));
}

function decided(one: Decided | 'none', none: string): string {
  return one === 'none' ? none : `${code(one.says)} (${code(`${one.path}:${one.line}`)})`;
}
