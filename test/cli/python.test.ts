import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { createFolder, createRepository, type TestRepository } from '../support/repository.ts';
import { lockkeeper } from './lockkeeper.ts';

const FILES = fixture('docker-service');

function service(more: Readonly<Record<string, string>> = {}): TestRepository {
  const repository = createRepository();
  repository.commit({ ...FILES, ...more });
  return repository;
}

function textOf({ path }: TestRepository, name: string): string {
  return readFileSync(join(path, name), 'utf8');
}

describe('lockkeeper python', () => {
  test('prints what is pinned, supported, tested and deployed, and every place', async () => {
    const { code, stdout } = await lockkeeper(['python', service().path]);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "pyproject.toml
        pinned     3.12  .python-version:1
        supported  >=3.12,<3.14  pyproject.toml:4

                   3.12  3.13  3.14  3.15
        supported  ■     ■     ·     ·
        tested     ■     ■     ·     ·
        deployed   ■     ·     ·     ·
        pinned     ■     ·     ·     ·

        place                              what                                    says          role
        pyproject.toml:4                   requires-python                         >=3.12,<3.14  supported
        .devcontainer/devcontainer.json:3  dev container image                     3.12          pinned
        .python-version:1                  .python-version                         3.12          pinned
        Dockerfile:1                       Dockerfile FROM                         3.12.4        deployed
        .github/workflows/test.yml:8       setup-python python-version (job test)  3.12, 3.13    tested
        pyproject.toml:7                   ruff target-version                     3.12          written for
        pyproject.toml:10                  mypy python_version                     3.12          checked for
        Dockerfile:1                       Dockerfile FROM                         3.12.4        tooling
      "
    `);
  });

  test.each(['json', 'markdown', 'html'])('as %s', async (format) => {
    const { code, stdout, stderr } = await lockkeeper([
      'python',
      '--format',
      format,
      service().path,
    ]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('.devcontainer/devcontainer.json:3');
    if (format === 'json') expect(JSON.parse(stdout).projects[0].pin.says).toBe('3.12');
    if (format === 'html') expect(stdout).not.toMatch(/<script|src=|href=/);
  });

  test('says so where nothing names a version', async () => {
    const repository = createRepository();
    repository.commit({ 'README.md': 'hello' });
    expect((await lockkeeper(['python', repository.path])).stdout).toBe(
      'No file here names a Python version.\n',
    );
  });
});

describe('lockkeeper python set', () => {
  test('shows what would change, and writes nothing', async () => {
    const repository = service();
    const args = ['python', 'set', '3.13', '--dry-run', repository.path];
    const { code, stdout, stderr } = await lockkeeper(args);
    expect(code).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "--- a/.devcontainer/devcontainer.json
      +++ b/.devcontainer/devcontainer.json
      @@ -1,4 +1,4 @@
       {
         // The same minor as .python-version.
      -  "image": "mcr.microsoft.com/devcontainers/python:3.12-bookworm",
      +  "image": "mcr.microsoft.com/devcontainers/python:3.13-bookworm",
       }
      --- a/.python-version
      +++ b/.python-version
      @@ -1,1 +1,1 @@
      -3.12
      +3.13
      --- a/Dockerfile
      +++ b/Dockerfile
      @@ -1,3 +1,3 @@
      -ARG PYTHON_VERSION=3.12.4
      +ARG PYTHON_VERSION=3.13

       FROM python:\${PYTHON_VERSION}-slim-bookworm AS build
      "
    `);
    expect(stderr).toBe('3 files would change (--dry-run).\n');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('writes it, and the gate has nothing to say', async () => {
    const repository = service();
    const { code } = await lockkeeper(['python', 'set', '3.13', repository.path]);
    expect(code).toBe(0);
    expect(textOf(repository, '.python-version')).toBe('3.13\n');
    expect((await lockkeeper(['check', repository.path])).code).toBe(0);
    const again = await lockkeeper(['python', 'set', '3.13', repository.path]);
    expect(again.stderr).toContain('Every place says 3.13 already.');
  });

  test('names the command that makes the lock again', async () => {
    const repository = createRepository();
    repository.commit({
      'pyproject.toml': '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.11"\n',
      'uv.lock': 'version = 1\nrequires-python = ">=3.11"\n',
    });
    const args = ['python', 'set', '3.13', '--floor', '--dry-run', repository.path];
    expect((await lockkeeper(args)).stderr).toMatch(/run:\n {2}uv lock/);
  });

  test('keeps the line ends that git gave a file', async () => {
    const repository = service();
    repository.git('config', 'core.autocrlf', 'true');
    repository.remove('.python-version');
    repository.git('checkout', '--', '.python-version');
    expect(textOf(repository, '.python-version')).toBe('3.12\r\n');
    await lockkeeper(['python', 'set', '3.13', repository.path]);
    expect(textOf(repository, '.python-version')).toBe('3.13\r\n');
  });

  test.each([['3'], ['latest'], ['3.13.1'], ['2.7']])('%s is no minor version', async (version) => {
    const { code, stderr } = await lockkeeper(['python', 'set', version, service().path]);
    expect(code).toBe(2);
    expect(stderr).toContain(`\`${version}\` is no minor version of Python.`);
    expect(stderr).toContain('lockkeeper python set 3.13');
  });
});

describe('lockkeeper check --fix', () => {
  const DRIFTED = {
    '.python-version': '3.11\n',
    'ruff.toml': 'target-version = "py313"\n',
  };

  test('shows the repair, and with --dry-run writes nothing', async () => {
    const repository = service(DRIFTED);
    const args = ['check', '--all', '--fix', '--dry-run', repository.path];
    const { code, stdout } = await lockkeeper(args);
    expect(code).toBe(1);
    expect(stdout).toContain('-3.11\n+3.12\n');
    expect(stdout).toContain('-target-version = "py313"\n+target-version = "py312"\n');
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('writes it and judges again', async () => {
    const repository = service(DRIFTED);
    const { code, stdout } = await lockkeeper(['check', '--all', '--fix', repository.path]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 Python project consistent');
    expect(textOf(repository, '.python-version')).toBe('3.12\n');
  });

  test('creates the version file of an application, in a folder without git too', async () => {
    const path = createFolder();
    const repository = createRepository();
    const manifest = '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.12,!=3.13.0"\n';
    repository.commit({ 'pyproject.toml': manifest });
    const { code } = await lockkeeper(['check', '--all', '--fix', repository.path]);
    expect(code).toBe(0);
    expect(textOf(repository, '.python-version')).toMatch(/^3\.\d+\n$/);
    expect((await lockkeeper(['check', '--all', '--fix', path])).code).toBe(0);
  });

  test('has nothing to do where all is right', async () => {
    const { code, stderr } = await lockkeeper(['check', '--all', '--fix', service().path]);
    expect(code).toBe(0);
    expect(stderr).toContain('There is nothing to repair.');
  });

  test('needs a working tree', async () => {
    const args = ['check', '--fix', '--head', 'HEAD', service().path];
    expect((await lockkeeper(args)).code).toBe(2);
  });
});
