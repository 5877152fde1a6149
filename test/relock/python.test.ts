/** The Python that a project asks for: not always the one that its lock tool runs in. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { interpretersWith } from '../../src/relock/interpreters.ts';
import { type Files, locked, manifestFor, type ToolKind } from './projects.ts';
import { useBench } from './support.ts';

const local = useBench();

function asking(kind: ToolKind, python: string): Files {
  const files = Object.entries(manifestFor(kind, local.index, '==1.0'));
  const range = (text: string) =>
    text
      .replace('">=3.11"', `"${python}"`)
      .replace('python_version = "3.11"', 'python_version = "3.99"');
  return Object.fromEntries(files.map(([path, text]) => [path, range(text)]));
}

test.each([
  ['uv', 'uv needs Python >=3.99, and there is none on this host: fetching Python is switched off'],
  [
    'poetry',
    'Poetry needs Python >=3.99, and there is none on this host: fetching Python is switched off',
  ],
  [
    'pdm',
    'PDM needs Python >=3.99, and there is none on this host: fetching Python is switched off',
  ],
  [
    'pipenv',
    'Pipenv needs Python 3.99, and there is none on this host: fetching Python is switched off',
  ],
] as const)(
  '%s says which Python is missing, and what to do',
  async (kind, reason) => {
    const { result } = await local.bench.relock(kind, asking(kind, '>=3.99'), 'none');
    const remedy =
      'Who runs Lockkeeper can install one, and start it again: uv python install 3.99';
    expect(result).toMatchObject({ kind: 'failed', reason, remedy });
  },
  60_000,
);

test('uv reads .python-version, too', async () => {
  const files = { ...manifestFor('uv', local.index, '==1.0'), '.python-version': '3.99\n' };
  const { result } = await local.bench.relock('uv', files, 'none');
  expect(result).toMatchObject({
    reason: 'uv needs Python 3.99, and there is none on this host: fetching Python is switched off',
  });
}, 30_000);

// Poetry itself runs in one of them; the project of each row accepts only that of the row.
test('Poetry locks for every Python of this host', async () => {
  const programs = interpretersWith('').path.flatMap((folder) => readdirSync(folder));
  const minors = programs.flatMap((name) => /^python(3\.\d+)$/.exec(name)?.slice(1) ?? []);
  const supported = [...new Set(minors)].filter((minor) => Number(minor.slice(2)) >= 9).slice(0, 3);
  expect(supported).not.toEqual([]);
  for (const minor of supported) {
    const { files, result } = await local.bench.relock(
      'poetry',
      asking('poetry', `~=${minor}.0`),
      'none',
    );
    expect(result.kind, JSON.stringify(result, null, 2)).toBe('relocked');
    expect(locked(files, 'poetry')).toContain('alpha 1.0');
  }
}, 60_000);
