import type { Decided, ProjectView, PythonView } from '../../gates/python-view.ts';
import { alignedColumns } from '../tables.ts';
import { type Paint, painter } from '../terminal.ts';
import { visible } from '../visible.ts';

/** The view for a terminal. */
export function renderPythonText(
  { projects, unreadable }: PythonView,
  { color }: { readonly color: boolean },
): string {
  const paint = painter(color);
  if (projects.length === 0 && unreadable.length === 0) {
    return 'No file here names a Python version.\n';
  }
  const sections = [
    ...projects.map((project) => projectLines(project, paint)),
    unreadable.map(({ path, reason }) => `${paint.path(path)} cannot be read: ${visible(reason)}`),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function projectLines({ path, pin, range, matrix, places }: ProjectView, paint: Paint) {
  const grid = matrixLines(matrix, paint);
  return [
    paint.heading(visible(path)),
    `  pinned     ${decidedText(pin, 'nothing', paint)}`,
    `  supported  ${decidedText(range, 'not said', paint)}`,
    ...(grid.length === 0 ? [] : ['', ...grid]),
    '',
    ...alignedColumns([places.columns, ...places.rows]).map((line, index) =>
      index === 0 ? `  ${paint.quiet(line)}` : `  ${line}`,
    ),
  ];
}

function decidedText(decided: Decided | 'none', none: string, paint: Paint): string {
  if (decided === 'none') return none;
  return `${visible(decided.says)}  ${paint.quiet(`${visible(decided.path)}:${decided.line}`)}`;
}

function matrixLines({ minors, rows }: ProjectView['matrix'], paint: Paint): readonly string[] {
  if (minors.length === 0 || rows.length === 0) return [];
  const header = minors.map(({ minor, hasEnded }) => `${minor}${hasEnded ? '†' : ''}`.padEnd(6));
  const lines = rows.map(({ name, cells, isPartial }) => {
    const marks = cells.map((cell) => (cell ? '■' : '·').padEnd(6)).join('');
    const more = isPartial ? paint.quiet('and what is known at run time only') : '';
    return `  ${name.padEnd(11)}${marks}${more}`.trimEnd();
  });
  const note = minors.some(({ hasEnded }) => hasEnded)
    ? [paint.quiet('  † gets no more security fixes')]
    : [];
  return [`  ${' '.repeat(11)}${header.join('').trimEnd()}`, ...lines, ...note];
}
