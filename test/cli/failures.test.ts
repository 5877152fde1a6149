import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createFolder, createRepository } from '../support/repository.ts';
import { createProject, lockkeeper } from './lockkeeper.ts';

describe('what cannot run ends with 2, on standard error, with what to do', () => {
  test('a folder that is no repository', async () => {
    const path = createFolder();
    expect(await lockkeeper(['check', path])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `lockkeeper: ${path} is not in a git repository.\n` +
        `  Give the path of a clone, or judge the folder as it is: lockkeeper check --all ${path}\n`,
    });
  });

  test('a path that does not exist, a path that is a file', async () => {
    const project = createProject();
    const missing = await lockkeeper(['check', join(project.path, 'nowhere')]);
    expect(missing.stderr).toBe(
      `lockkeeper: There is no folder ${project.path}/nowhere.\n  Give the path of a clone.\n`,
    );
    const file = await lockkeeper(['check', join(project.path, 'uv.lock')]);
    expect(file.stderr).toBe(
      `lockkeeper: ${project.path}/uv.lock is a file.\n` +
        '  Give the folder: the whole repository is judged at once.\n',
    );
    expect([missing.code, file.code]).toEqual([2, 2]);
  });

  test.each([
    [
      'an unknown commit',
      ['check', '--base', 'mian'],
      'There is no commit called `mian`',
      'Did you mean main?',
    ],
    [
      'one that looks like an option',
      ['check', '--head=--help'],
      'called `--help`',
      'git branch --all',
    ],
    ['an unknown format', ['check', '--format', 'jsn'], "'jsn' is invalid", 'text, json, github'],
    [
      'two answers to one question',
      ['check', '--all', '--base', 'main'],
      'cannot be used with',
      '--help',
    ],
    [
      'an unknown option',
      ['check', '--bass', 'main'],
      "unknown option '--bass'",
      'Did you mean --base',
    ],
    ['an unknown command', ['chek'], "unknown command 'chek'", 'Did you mean check'],
    ['a folder too many', ['check', '.', '.'], 'too many arguments', '--help'],
    [
      'a configuration that is not there',
      ['check', '--config', 'x.yml'],
      'x.yml cannot be read (ENOENT)',
      '--config',
    ],
  ])('%s', async (_, args, message, remedy) => {
    const project = createProject();
    const { code, stdout, stderr } = await lockkeeper(args, { cwd: project.path });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
  });

  test('no git', async () => {
    const project = createProject();
    const env = { PATH: createFolder() };
    expect(await lockkeeper(['check', project.path], { env })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'lockkeeper: The program git was not found.\n  Install git, or put it on the PATH.\n',
    });
  });

  test('an app without settings: each on a line of its own', async () => {
    const env = { APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '' };
    const { code, stderr } = await lockkeeper(['serve'], { cwd: createFolder(), env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^lockkeeper: .+\n {2}.*APP_ID.*\n/);
  });

  test('names that try to act on the terminal are written out', async () => {
    const project = createProject();
    const { stderr } = await lockkeeper(['check', '--base', 'a\u001b[2J', project.path]);
    expect(stderr).toContain('`a\\x1b[2J`');
  });

  test('no command: the help, as a mistake', async () => {
    const { code, stdout, stderr } = await lockkeeper([]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: lockkeeper');
  });
});

test('a reader that has seen enough is no failure', async () => {
  const repository = createRepository();
  const command = fileURLToPath(new URL('../../src/lockkeeper.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'check', '--all', repository.path], {
    stdio: 'pipe',
  });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(errors).toBe('');
});
