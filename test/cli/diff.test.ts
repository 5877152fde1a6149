import { describe, expect, test } from 'vitest';
import { createRepository } from '../support/repository.ts';
import { createProject, LOCK, lockkeeper } from './lockkeeper.ts';

const UPGRADED = LOCK.replaceAll('3.20', '3.21');

describe('lockkeeper diff', () => {
  test('shows what the working tree does to the packages', async () => {
    const project = createProject();
    project.write({ 'uv.lock': UPGRADED });
    const { code, stdout } = await lockkeeper(['diff', '--path', project.path]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "uv.lock  1 upgraded
        idna  3.20 → 3.21  minor  through httpx
      "
    `);
  });

  test('compares two commits, as JSON', async () => {
    const project = createProject();
    project.commit({ 'uv.lock': UPGRADED });
    const args = ['diff', 'HEAD~1', 'HEAD', '--path', project.path, '--format', 'json'];
    const { code, stdout } = await lockkeeper(args);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      locks: [{ lock: 'uv.lock', rows: [{ name: 'idna', before: '3.20', after: '3.21' }] }],
    });
  });

  test('says so when nothing changed', async () => {
    const { stdout } = await lockkeeper(['diff', '--path', createProject().path]);
    expect(stdout).toBe('No lock changed its packages.\n');
  });

  test('says which lock cannot be read', async () => {
    const project = createProject();
    project.write({ 'uv.lock': '[' });
    const { stdout } = await lockkeeper(['diff', '--path', project.path]);
    expect(stdout).toBe('uv.lock  cannot be read, before or after this change\n');
  });

  test('needs something to compare with', async () => {
    const { code, stderr } = await lockkeeper(['diff', '--path', createRepository().path]);
    expect({ code, stderr }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "stderr": "lockkeeper: There is nothing to compare with: no default branch was found.
        Name a commit: lockkeeper diff HEAD~1
      ",
      }
    `);
  });
});
