import { describe, expect, test } from 'vitest';
import type { Texts } from '../../support/snapshot.ts';
import { FRESH, LOCK, MANIFEST, reported } from './support.ts';

const APP = MANIFEST.replace('requires-python', 'dependencies = ["httpx"]\nrequires-python');
const LIBRARY = `${APP}[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n`;
const SIBLING: Texts = { 'api/pyproject.toml': MANIFEST, 'api/uv.lock': LOCK };
const workflow = (run: string): Texts => ({
  '.github/workflows/ci.yml': `jobs:\n  test:\n    steps:\n      - run: ${run}\n`,
});

describe('a project without a lock', () => {
  test('is told where its lock was removed by this change', async () => {
    const base = { ...SIBLING, 'lib/pyproject.toml': LIBRARY, 'lib/uv.lock': LOCK };
    const { 'lib/uv.lock': _, ...head } = base;
    expect((await reported(base, head)).found).toMatchInlineSnapshot(`
      [
        [
          "lib/pyproject.toml",
          "lib/pyproject.toml had lib/uv.lock before this change, and has no lock now.",
          "git checkout abcdef0123 -- lib/uv.lock",
        ],
      ]
    `);
  });

  test.each<[string, Texts]>([
    ['an application beside projects that have locks', { ...SIBLING, 'web/pyproject.toml': APP }],
    [
      'a workflow that installs from a lock',
      { 'pyproject.toml': `${APP}[tool.uv]\n`, ...workflow('uv sync --locked') },
    ],
    [
      'Poetry without package mode',
      {
        'pyproject.toml':
          '[tool.poetry]\npackage-mode = false\n[tool.poetry.dependencies]\nhttpx = "*"\n',
        ...workflow('poetry check --lock'),
      },
    ],
  ])('is told where the repository wants one: %s', async (_, head) => {
    expect((await reported('none', head)).found).toMatchSnapshot();
  });

  test.each<[string, Texts]>([
    ['a library', { ...SIBLING, 'lib/pyproject.toml': LIBRARY }],
    ['nothing to lock', { ...SIBLING, 'web/pyproject.toml': MANIFEST }],
    ['no sign that a lock is wanted', { 'pyproject.toml': APP, ...workflow('pip install .') }],
    ['a member of a workspace above', { ...FRESH, 'packages/a/pyproject.toml': APP }],
    ['a manifest that nobody can read', { ...SIBLING, 'web/pyproject.toml': '[' }],
  ])('is left alone: %s', async (_, head) => {
    expect((await reported('none', head)).found).toEqual([]);
  });

  test('is left alone when another tool took over', async () => {
    const head = { 'pyproject.toml': MANIFEST, 'uv.lock': LOCK };
    const base = { 'pyproject.toml': MANIFEST, 'poetry.lock': '' };
    expect((await reported(base, head)).found).toEqual([]);
  });
});

test('two locks for one manifest are remarked once', async () => {
  const poetry = '[metadata]\nlock-version = "2.1"\n';
  const { remarks } = await reported('none', { ...FRESH, 'poetry.lock': poetry });
  expect(remarks).toEqual([
    [
      'poetry.lock:1',
      'poetry.lock and uv.lock both lock pyproject.toml: nothing says which one is installed.',
    ],
  ]);
});

describe('a lock that git ignores', () => {
  test.each<[string, Texts, string]>([
    ['by name', { '.gitignore': '# tools\nuv.lock\n' }, '.gitignore:2'],
    ['by ending, in the folder above', { '.gitignore': '*.lock' }, '.gitignore:1'],
    ['from the root', { '.gitignore': '/api/uv.lock' }, '.gitignore:1'],
    ['in its own folder', { 'api/.gitignore': 'dist/\r\nuv.lock\r\n' }, 'api/.gitignore:2'],
    ['with its folder', { '.gitignore': 'api/' }, '.gitignore:1'],
  ])('%s', async (_, gitignore, at) => {
    const { remarks } = await reported('none', { ...SIBLING, ...gitignore });
    expect(remarks.map(([place]) => place)).toEqual([at]);
  });

  test.each<[string, Texts]>([
    ['another file', { '.gitignore': 'poetry.lock\n*.log\n' }],
    ['the root only', { '.gitignore': '/uv.lock' }],
    ['taken back below', { '.gitignore': '*.lock\n!uv.lock\n' }],
    ['taken back in its folder', { '.gitignore': '*.lock', 'api/.gitignore': '!uv.lock' }],
    ['a remark', { '.gitignore': '#uv.lock' }],
  ])('is not one: %s', async (_, gitignore) => {
    expect((await reported('none', { ...SIBLING, ...gitignore })).remarks).toEqual([]);
  });
});
