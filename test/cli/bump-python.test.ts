/** `lockkeeper bump` and the patch version of Python, with the real uv. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { lockkeeper } from './lockkeeper.ts';

const FILES = { '.python-version': '3.12.16\n', Dockerfile: 'FROM python:3.12.4-slim\n' };

function pinned(more: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = createRepository();
  repository.commit({ ...FILES, ...more });
  return repository;
}

function textOf({ path }: TestRepository, name: string): string {
  return readFileSync(join(path, name), 'utf8');
}

describe('lockkeeper bump where Python is pinned', () => {
  test('shows the places, without a lock too, and writes nothing', async () => {
    const repository = pinned({ 'api.dockerfile': 'FROM python:3.12.7@sha256:00ff\n' });
    const { code, stdout, stderr } = await lockkeeper(['bump', '--dry-run', repository.path]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "Python  1 pull request
        lockkeeper/python  (uv 0.13.9)
          Dockerfile:1  3.12.4 → 3.12.16  Dockerfile FROM
        left
          Python 3.12  3.12.7 → 3.12.16  api.dockerfile:1 stays: the digest behind its tag decides which image is taken
      "
    `);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('writes them, and has nothing more to do', async () => {
    const repository = pinned();
    const { stderr } = await lockkeeper(['bump', '--group', 'python', repository.path]);
    expect(stderr).toBe('Dockerfile of python was written.\n');
    expect(textOf(repository, 'Dockerfile')).toBe('FROM python:3.12.16-slim\n');
    const again = await lockkeeper(['bump', repository.path]);
    expect(again.stdout).toBe('Python  nothing to bump\n');
  });

  test('leaves them to another group, and to the configuration', async () => {
    const weekly = pinned();
    const other = await lockkeeper(['bump', '--group', 'weekly', weekly.path]);
    expect(other.stdout).toBe('Python  nothing to bump\n');
    const off = pinned({ '.github/lockkeeper.yml': 'bumps:\n  python: off\n' });
    const { stdout } = await lockkeeper(['bump', off.path]);
    expect(stdout).toMatch(/Python 3\.12 {2}3\.12\.4 → 3\.12\.16 {2}.bumps\.python. is .off./);
  });

  test('looks only below the folder that it is given', async () => {
    const repository = pinned({ 'api/pyproject.toml': '[project]\nname = "api"\n' });
    const { code, stderr } = await lockkeeper(['bump', join(repository.path, 'api')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lockkeeper: There is nothing in .* that could be bumped\.\n/);
  });
});
