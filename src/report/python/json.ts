import type { PythonView } from '../../gates/python-view.ts';

/** The view as JSON, version 1: keys are only added. */
export function renderPythonJson({ repository, projects, unreadable }: PythonView): string {
  const view = {
    version: 1,
    repository,
    projects: projects.map(({ path, pin, range, matrix, places }) => ({
      path,
      pin: pin === 'none' ? null : pin,
      range: range === 'none' ? null : range,
      minors: matrix.minors,
      rows: matrix.rows,
      places: places.rows.map((cells) =>
        Object.fromEntries(places.columns.map((column, index) => [column, cells[index] ?? ''])),
      ),
    })),
    unreadable,
  };
  return `${JSON.stringify(view, null, 2)}\n`;
}
