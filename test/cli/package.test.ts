import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIndex } from '../index/server.ts';
import { manifestFor, RELEASES } from '../relock/projects.ts';
import { CHANGED_MANIFEST, createProject } from './lockkeeper.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockkeeper-package-'));
  await installPackage(join(folder, 'node_modules'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** As `npm install` does it, with the dependencies that are already here. */
async function installPackage(modules: string): Promise<void> {
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
  });
  await mkdir(join(modules, 'lockkeeper'), { recursive: true });
  const archive = join(folder, stdout.trim().split('\n').at(-1) ?? '');
  await run('tar', ['-xzf', archive, '--strip-components=1', '-C', join(modules, 'lockkeeper')]);
  for (const name of await readdir(join(ROOT, 'node_modules'))) {
    if (!name.startsWith('.')) await symlink(join(ROOT, 'node_modules', name), join(modules, name));
  }
}

test('the package judges under node_modules, where Node runs no TypeScript', async () => {
  const project = createProject();
  project.write({ 'pyproject.toml': CHANGED_MANIFEST });
  const installed = join(folder, 'node_modules/lockkeeper/src/lockkeeper.js');
  await expect(run(process.execPath, [installed, 'check', project.path])).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('uv.lock was made for `>=0.27`'),
  });
});

test('the package makes locks: what its sandbox needs came along', async () => {
  const index = await startIndex(RELEASES);
  const project = createProject();
  const manifest = manifestFor('uv', index, '>=1.0');
  const lock = 'version = 1\nrevision = 3\nrequires-python = ">=3.11"\n';
  project.write({ ...manifest, 'uv.lock': lock });
  const installed = join(folder, 'node_modules/lockkeeper/src/lockkeeper.js');
  const env = { ...process.env, RELOCK_INDEXES: index.url, XDG_CACHE_HOME: join(folder, 'cache') };
  const { stderr } = await run(process.execPath, [installed, 'relock', project.path], { env });
  await index.close();
  expect(stderr).toContain('uv.lock was written by uv');
});
