import { chmodSync, existsSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import {
  cloneOf,
  createFolder,
  createRepository,
  type TestRepository,
} from '../support/repository.ts';
import { look } from './look.ts';

/** A program in the repository that leaves a trace when somebody runs it. */
function trap(repository: TestRepository) {
  const trace = join(repository.path, '.git', 'trace');
  const path = join(repository.path, '.git', 'trap.sh');
  repository.write({ '.git/trap.sh': `#!/bin/sh\ntouch '${trace}'\ncat\n` });
  chmodSync(path, 0o755);
  return { path, sprung: () => existsSync(trace) };
}

/** The same content with another time stamp: git must read the file to compare it. */
function touch(repository: TestRepository, name: string): void {
  utimesSync(join(repository.path, name), 1, 1);
}

describe('a repository whose configuration names programs', () => {
  test.each([
    ['core.fsmonitor'],
    ['filter.x.clean'],
    ['filter.x.process'],
    ['filter.with=sign.clean'],
    ['diff.x.textconv'],
    ['core.pager'],
    ['core.sshCommand'],
    ['alias.ls-files'],
  ])('runs none of them: %s', async (key) => {
    const repository = createRepository();
    const attributes = '* filter=x diff=x\nb filter=with=sign\n';
    repository.commit({ '.gitattributes': attributes, lock: '1', b: '1' });
    const { path, sprung } = trap(repository);
    repository.git('config', key, key.startsWith('alias') ? `!${path}` : path);
    repository.git('config', 'filter.x.required', 'true');
    touch(repository, 'lock');
    touch(repository, 'b');
    const { head } = await look(repository.path);
    expect(head).toMatchObject({ lock: '1', b: '1' });
    expect(sprung()).toBe(false);
  });

  test('runs no hook, and writes nothing', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    const { path, sprung } = trap(repository);
    repository.git('config', 'core.hooksPath', join(path, '..'));
    touch(repository, 'lock');
    const before = statSync(join(repository.path, '.git/index')).mtimeMs;
    await look(repository.path);
    expect(statSync(join(repository.path, '.git/index')).mtimeMs).toBe(before);
    expect(sprung()).toBe(false);
  });
});

describe('what the surroundings set', () => {
  test('variables of a hook of another repository mislead nobody', async () => {
    const other = createRepository();
    other.commit({ other: '1' });
    const repository = createRepository();
    repository.commit({ lock: '1' });
    vi.stubEnv('GIT_DIR', join(other.path, '.git'));
    vi.stubEnv('GIT_WORK_TREE', other.path);
    vi.stubEnv('GIT_INDEX_FILE', join(other.path, '.git/index'));
    try {
      expect((await look(repository.path)).head).toEqual({ lock: '1' });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test('replacement objects change nothing: GitHub does not know them', async () => {
    const repository = createRepository();
    repository.commit({ a: 'a', b: 'b' });
    repository.git(
      'replace',
      repository.git('rev-parse', 'HEAD:a'),
      repository.git('rev-parse', 'HEAD:b'),
    );
    expect((await look(repository.path, { head: 'HEAD' })).head).toEqual({ a: 'a', b: 'b' });
  });
});

describe('what cannot be judged is said with what helps', () => {
  test('a partial clone, without asking its remote', async () => {
    const origin = createRepository();
    origin.commit({ lock: '1' });
    origin.git('config', 'uploadpack.allowFilter', 'true');
    const clone = cloneOf(origin, '--bare', '--filter=blob:none');
    await expect(look(clone.path)).rejects.toMatchObject({
      message: 'This is a partial clone, and texts that are needed were never downloaded.',
      remedy: 'Download them: git fetch --refetch --no-filter',
    });
    clone.git('fetch', '--quiet', '--refetch', '--no-filter');
    expect((await look(clone.path)).head).toEqual({ lock: '1' });
  });

  test('an object that is gone', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    const oid = repository.git('rev-parse', 'HEAD:lock');
    repository.remove(`.git/objects/${oid.slice(0, 2)}`);
    await expect(look(repository.path)).rejects.toMatchObject({
      message: `The repository is broken: the object ${oid} is missing.`,
    });
  });

  test('a broken index', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    repository.write({ '.git/index': 'x' });
    await expect(look(repository.path)).rejects.toMatchObject({ name: 'CannotRun' });
  });

  test('a folder that is no repository, unless everything in it is to be judged', async () => {
    const path = createFolder();
    await expect(look(path)).rejects.toMatchObject({
      message: `${path} is not in a git repository.`,
      remedy: `Give the path of a clone, or judge the folder as it is: lockkeeper check --all ${path}`,
    });
    const { head, base } = await look(path, { all: true });
    expect({ head, base }).toEqual({ head: {}, base: 'none' });
  });

  test('a bare repository without commits', async () => {
    const repository = createRepository('--bare');
    await expect(look(repository.path)).rejects.toMatchObject({
      message: 'There are no commits yet, and no working tree.',
    });
  });

  test('no git on the PATH', async () => {
    const repository = createRepository();
    vi.stubEnv('PATH', createFolder());
    try {
      await expect(look(repository.path)).rejects.toMatchObject({
        message: 'The program git was not found.',
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
