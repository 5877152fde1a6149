import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cloneOf, createFolder, createRepository } from '../support/repository.ts';
import { look } from './look.ts';

/** `main` went on after `topic` left it; `topic` is checked out. */
function twoBranches() {
  const repository = createRepository();
  const start = repository.commit({ lock: 'start' });
  repository.git('switch', '--quiet', '--create', 'topic');
  const topic = repository.commit({ lock: 'topic' });
  repository.git('switch', '--quiet', 'main');
  const main = repository.commit({ other: 'main went on' });
  repository.git('switch', '--quiet', 'topic');
  return { repository, start, topic, main };
}

describe('without --base, the change since the default branch', () => {
  test('starts at the merge base, as on GitHub', async () => {
    const { repository, start } = twoBranches();
    const { base, notes, snapshot } = await look(repository.path);
    expect(base).toEqual({ lock: 'start' });
    expect(snapshot.base).toMatchObject({ commit: start });
    expect(notes).toEqual([`Compared with main (${start.slice(0, 10)}).`]);
  });

  test('is what is not committed yet, on the default branch itself', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    repository.write({ lock: '2' });
    expect(await look(repository.path)).toMatchObject({ head: { lock: '2' }, base: { lock: '1' } });
  });

  test('goes by what the remote calls its default branch', async () => {
    const origin = createRepository();
    origin.git('symbolic-ref', 'HEAD', 'refs/heads/develop');
    origin.commit({ lock: '1' });
    origin.git('branch', 'main');
    const clone = cloneOf(origin);
    const commit = clone.commit({ lock: '2' });
    const { base, notes } = await look(clone.path);
    expect(base).toEqual({ lock: '1' });
    expect(notes[0]).toContain('Compared with origin/HEAD (');
    expect(notes[0]).not.toContain(commit.slice(0, 10));
  });

  test('holds commits that were not pushed', async () => {
    const origin = createRepository();
    origin.commit({ lock: '1' });
    const clone = cloneOf(origin);
    clone.commit({ lock: '2' });
    expect(await look(clone.path)).toMatchObject({ head: { lock: '2' }, base: { lock: '1' } });
  });

  test.each(['main', 'master', 'trunk'])('finds %s by its name', async (name) => {
    const repository = createRepository();
    repository.git('symbolic-ref', 'HEAD', `refs/heads/${name}`);
    repository.commit({ lock: '1' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ lock: '2' });
    expect((await look(repository.path)).base).toEqual({ lock: '1' });
  });

  test('finds the branch of init.defaultBranch', async () => {
    const repository = createRepository();
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/stem');
    repository.git('config', 'init.defaultBranch', 'stem');
    repository.commit({ lock: '1' });
    repository.git('switch', '--quiet', '--create', 'topic');
    expect((await look(repository.path)).notes[0]).toContain('Compared with stem');
  });

  test('is everything where no default branch is found', async () => {
    const repository = createRepository();
    repository.git('symbolic-ref', 'HEAD', 'refs/heads/odd');
    repository.commit({ lock: '1' });
    const { base, notes } = await look(repository.path);
    expect(base).toBe('none');
    expect(notes).toEqual(['No default branch was found: everything is judged, as with --all.']);
  });

  test('works on a detached HEAD', async () => {
    const { repository } = twoBranches();
    repository.git('switch', '--quiet', '--detach');
    expect((await look(repository.path)).base).toEqual({ lock: 'start' });
  });

  test('says what a shallow clone lacks', async () => {
    const { repository } = twoBranches();
    const clone = cloneOf(repository, '--depth=1', '--no-single-branch');
    clone.git('remote', 'set-head', 'origin', 'main');
    const { base, notes } = await look(clone.path);
    expect(base).toEqual({ lock: 'start', other: 'main went on' });
    expect(notes).toMatchInlineSnapshot(`
      [
        "Compared with origin/HEAD (480c4bcc54) itself: no common history was found in this shallow clone (git fetch --unshallow gets the rest; in GitHub Actions: fetch-depth: 0).",
      ]
    `);
  });

  test('is found in a linked worktree, too', async () => {
    const { repository } = twoBranches();
    const path = join(createFolder(), 'linked');
    repository.git('worktree', 'add', '--quiet', path, 'main');
    const { head, base } = await look(path);
    expect({ head, base }).toEqual({
      head: { lock: 'start', other: 'main went on' },
      base: { lock: 'start', other: 'main went on' },
    });
  });
});

describe('two commits', () => {
  test('are compared from their merge base', async () => {
    const { repository, start, topic } = twoBranches();
    repository.write({ lock: 'not committed' });
    const { head, base, snapshot } = await look(repository.path, { base: 'main', head: 'topic' });
    expect({ head, base }).toEqual({ head: { lock: 'topic' }, base: { lock: 'start' } });
    expect(snapshot).toMatchObject({ head: { commit: topic }, base: { commit: start } });
  });

  test('of a bare repository', async () => {
    const { repository } = twoBranches();
    const bare = cloneOf(repository, '--bare');
    const { head, base } = await look(bare.path, { base: 'main', head: 'topic' });
    expect({ head, base }).toEqual({ head: { lock: 'topic' }, base: { lock: 'start' } });
    expect((await look(bare.path)).base).toBe('none');
  });

  test('of the .git folder of a clone', async () => {
    const { repository } = twoBranches();
    const { head, snapshot } = await look(join(repository.path, '.git'), { base: 'main' });
    expect(head).toEqual({ lock: 'topic' });
    expect(repository.path.endsWith(snapshot.repository)).toBe(true);
  });

  test('that share no history are compared directly', async () => {
    const { repository } = twoBranches();
    repository.git('switch', '--quiet', '--orphan', 'other');
    repository.commit({ lock: 'orphan' });
    const { head, base, notes } = await look(repository.path, { base: 'topic', head: 'other' });
    expect({ head, base }).toEqual({ head: { lock: 'orphan' }, base: { lock: 'topic' } });
    expect(notes[0]).toMatch(
      /^Compared with topic \(\w{10}\) itself: no common history was found\.$/,
    );
  });

  test('a commit that changes nothing has one state', async () => {
    const { repository } = twoBranches();
    const { snapshot } = await look(repository.path, { base: 'topic', head: 'topic' });
    expect(snapshot.base).toEqual(snapshot.head);
  });
});

describe('names of commits', () => {
  test('an empty one is refused: a variable was not set', async () => {
    const { repository } = twoBranches();
    await expect(look(repository.path, { base: '' })).rejects.toMatchObject({
      message: 'The name of a commit is empty.',
      remedy: 'Give a branch, a tag or a commit.',
    });
  });

  test('a shallow clone is told how to fetch the branch, not what is called alike', async () => {
    const { repository } = twoBranches();
    const clone = cloneOf(repository, '--depth=1', '--branch=topic');
    await expect(look(clone.path, { base: 'origin/main' })).rejects.toMatchObject({
      remedy:
        'This clone is shallow. Fetch the branch: git fetch --unshallow origin main:refs/remotes/origin/main, then: --base origin/main (in GitHub Actions: fetch-depth: 0)',
    });
    clone.git('fetch', '--quiet', '--unshallow', 'origin', 'main:refs/remotes/origin/main');
    expect((await look(clone.path, { base: 'origin/main' })).base).toEqual({ lock: 'start' });
  });

  test('that look like options are names all the same', async () => {
    const { repository } = twoBranches();
    repository.git('update-ref', 'refs/heads/-x', 'main');
    repository.git('update-ref', 'refs/tags/--output=pwned', 'main');
    for (const base of ['-x', '--output=pwned']) {
      expect((await look(repository.path, { base })).base).toEqual({ lock: 'start' });
    }
  });

  test.each(['HEAD~1', 'main~1', 'topic@{0}', 'HEAD^{commit}~1'])('%s', async (base) => {
    const { repository } = twoBranches();
    expect((await look(repository.path, { base })).base).not.toBe('none');
  });

  test.each([
    ['topc', 'Did you mean topic?'],
    ['-x', 'See what there is: git branch --all. Perhaps it was not fetched yet: git fetch'],
    ['a\nb', 'See what there is: git branch --all. Perhaps it was not fetched yet: git fetch'],
    ['HEAD:lock', 'See what there is: git branch --all. Perhaps it was not fetched yet: git fetch'],
  ])('%j is not one, which is said', async (base, remedy) => {
    const { repository } = twoBranches();
    await expect(look(repository.path, { base })).rejects.toMatchObject({
      name: 'CannotRun',
      message: `There is no commit called \`${base}\` in this repository.`,
      remedy,
    });
  });

  test('that exist only on the remote', async () => {
    const { repository } = twoBranches();
    const clone = cloneOf(repository);
    await expect(look(clone.path, { base: 'main' })).rejects.toMatchObject({
      remedy: 'Did you mean origin/main?',
    });
  });
});
