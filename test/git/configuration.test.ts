import { describe, expect, test } from 'vitest';
import { createRepository } from '../support/repository.ts';
import { look } from './look.ts';

const PATH = '.github/lockkeeper.yml';

describe('the configuration that decides', () => {
  test('is the one at the tip of the base branch, not what the change makes of it', async () => {
    const repository = createRepository();
    repository.commit({ [PATH]: 'at the start' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ lock: '1' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ [PATH]: 'at the tip' });
    repository.git('switch', '--quiet', 'topic');
    repository.write({ [PATH]: 'of the change' });
    const { configuration, headConfiguration } = await look(repository.path);
    expect(configuration).toEqual({ path: PATH, text: 'at the tip' });
    expect(headConfiguration).toEqual({ path: PATH, text: 'of the change' });
  });

  test("is the judged state's own with --all", async () => {
    const repository = createRepository();
    repository.commit({ [PATH]: 'committed' });
    repository.write({ [PATH]: 'on disk' });
    const { configuration, headConfiguration } = await look(repository.path, { all: true });
    expect(configuration).toEqual({ path: PATH, text: 'on disk' });
    expect(headConfiguration).toBe('unchanged');
  });

  test('is none where there is none; a change that removes it is seen', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    expect((await look(repository.path)).configuration).toBe('none');
    repository.commit({ [PATH]: 'x' });
    repository.remove(PATH);
    expect(await look(repository.path)).toMatchObject({
      configuration: { text: 'x' },
      headConfiguration: 'removed',
    });
  });

  test('that is not text can be complained about', async () => {
    const repository = createRepository();
    repository.commit({ [PATH]: Uint8Array.of(0xff) });
    expect((await look(repository.path)).configuration).toEqual({ path: PATH, text: '\0' });
  });
});
