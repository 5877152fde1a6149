import type { Decided, ProjectView, PythonView } from '../../gates/python-view.ts';

/** The view as a page of its own: no scripts, nothing loaded from elsewhere. */
export function renderPythonHtml({ repository, projects, unreadable }: PythonView): string {
  const body = [
    ...projects.map(projectSection),
    ...unreadable.map(
      ({ path, reason }) =>
        `<p><code>${escaped(path)}</code> cannot be read: ${escaped(reason)}</p>`,
    ),
  ];
  const empty = body.length === 0 ? ['<p>No file here names a Python version.</p>'] : [];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Python versions of ${escaped(repository)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Python versions of ${escaped(repository)}</h1>
${[...body, ...empty].join('\n')}
</body>
</html>
`;
}

const STYLE = `
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color-scheme: light dark; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 0.25rem 0.6rem; text-align: left; }
td.yes { background: color-mix(in srgb, green 35%, transparent); }
`;

function projectSection({ path, pin, range, matrix, places }: ProjectView): string {
  const { minors, rows } = matrix;
  const head = ['', ...minors.map(({ minor, hasEnded }) => (hasEnded ? `${minor} †` : minor))];
  const grid = rows.map(({ name, cells, isPartial }) => {
    const title = isPartial ? `${name} (and more at run time)` : name;
    const marks = cells.map((cell) => (cell ? '<td class="yes">■</td>' : '<td></td>'));
    return `<tr><th scope="row">${title}</th>${marks.join('')}</tr>`;
  });
  const ended = minors.some(({ hasEnded }) => hasEnded);
  return [
    `<h2>${escaped(path)}</h2>`,
    `<p>Pinned: ${decided(pin, 'nothing')}. Supported: ${decided(range, 'not said')}.</p>`,
    ...(grid.length === 0 ? [] : [`<table>${header(head)}${grid.join('')}</table>`]),
    ...(ended ? ['<p>† gets no more security fixes</p>'] : []),
    `<table>${header(places.columns)}${places.rows.map(cellsOf).join('')}</table>`,
  ].join('\n');
}

function header(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<th scope="col">${escaped(cell)}</th>`).join('')}</tr>`;
}

function cellsOf(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

function decided(one: Decided | 'none', none: string): string {
  if (one === 'none') return none;
  return `<strong>${escaped(one.says)}</strong> (<code>${escaped(`${one.path}:${one.line}`)}</code>)`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
