import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRepository } from '../support/repository.ts';
import { look } from './look.ts';

test('a folder without git: all files but those of tools and environments', async () => {
  const folder = createRepository();
  folder.write({
    'uv.lock': '1',
    'api/uv.lock': '2',
    'api-2': '3',
    '.venv/lib/uv.lock': 'x',
    'api/node_modules/a/uv.lock': 'x',
    '__pycache__/a.pyc': 'x',
  });
  folder.remove('.git');
  symlinkSync('/', join(folder.path, 'root'));
  const { head, snapshot } = await look(folder.path, { all: true });
  expect(head).toEqual({ 'api-2': '3', 'api/uv.lock': '2', 'uv.lock': '1' });
  expect(folder.path.endsWith(`/${snapshot.repository}`)).toBe(true);
});
