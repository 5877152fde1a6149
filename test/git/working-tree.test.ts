import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDisk } from '../../src/git/disk.ts';
import { cloneOf, createFolder, createRepository } from '../support/repository.ts';
import { look } from './look.ts';

describe('the working tree', () => {
  test('holds edited, new and unchanged files, not deleted or ignored ones', async () => {
    const repository = createRepository();
    repository.commit({ edited: '1', unchanged: '1', deleted: '1', '.gitignore': 'ignored\n' });
    repository.write({ edited: '2', new: 'n', ignored: 'i' });
    repository.remove('deleted');
    const { head, base, snapshot } = await look(repository.path);
    expect(head).toEqual({ '.gitignore': 'ignored\n', edited: '2', new: 'n', unchanged: '1' });
    expect(base).toEqual({ '.gitignore': 'ignored\n', deleted: '1', edited: '1', unchanged: '1' });
    expect(snapshot.head.commit).toBe('working tree');
  });

  test('takes what is on disk, whatever is staged', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    repository.write({ lock: '2', staged: 's' });
    repository.git('add', '.');
    repository.write({ lock: '3' });
    const { head } = await look(repository.path);
    expect(head).toEqual({ lock: '3', staged: 's' });
  });

  test.each(['sha1', 'sha256'])('gives files on disk the ids of git (%s)', async (format) => {
    const repository = createRepository(`--object-format=${format}`);
    repository.commit({ lock: '1' });
    repository.write({ lock: 'new\r\n', other: '1' });
    const { snapshot } = await look(repository.path);
    const oids = snapshot.head.files.map(({ oid }) => oid);
    expect(oids).toEqual([
      repository.git('hash-object', 'lock'),
      repository.git('hash-object', 'other'),
    ]);
  });

  test('sorts files that git does not know among the others', async () => {
    const repository = createRepository();
    repository.commit({ b: '1', d: '1' });
    repository.write({ a: '1', c: '1' });
    const { snapshot } = await look(repository.path);
    expect(snapshot.head.files.map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('of a repository without commits is judged alone', async () => {
    const repository = createRepository();
    repository.write({ lock: '1' });
    const { head, base, notes } = await look(repository.path);
    expect({ head, base }).toEqual({ head: { lock: '1' }, base: 'none' });
    expect(notes).toEqual(['There are no commits yet: everything is judged, as with --all.']);
  });

  test('with a merge that is not finished shows the conflict as it is on disk', async () => {
    const repository = createRepository();
    repository.commit({ lock: 'base\n' });
    repository.git('switch', '--quiet', '--create', 'topic');
    repository.commit({ lock: 'theirs\n' });
    repository.git('switch', '--quiet', 'main');
    repository.commit({ lock: 'ours\n' });
    expect(() => repository.git('merge', 'topic')).toThrow();
    const { head } = await look(repository.path);
    expect(head.lock).toMatch(/^<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> topic\n$/);
  });

  test('keeps file names with spaces, quotes, umlauts and line breaks', async () => {
    const repository = createRepository();
    const names = ['a b', 'a"b', 'ä/ü', 'new\nline', '-x', '\u{1f512}'];
    repository.commit(Object.fromEntries(names.map((name) => [name, '1'])));
    repository.write({ 'a\tnew\nfile': '2', 'ä/ü': '3' });
    const { head } = await look(repository.path);
    expect(new Set(Object.keys(head))).toEqual(new Set([...names, 'a\tnew\nfile']));
    expect(head['ä/ü']).toBe('3');
  });

  test('leaves out files outside a sparse checkout only on disk: git knows them', async () => {
    const repository = createRepository();
    repository.commit({ 'here/lock': '1', 'there/lock': '2' });
    repository.git('sparse-checkout', 'set', 'here');
    const { head } = await look(repository.path);
    expect(head).toEqual({ 'here/lock': '1', 'there/lock': '2' });
  });

  test('leaves repositories inside it alone', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    const inner = join(repository.path, 'inner');
    mkdirSync(inner);
    repository.git('init', '--quiet', inner);
    writeFileSync(join(inner, 'lock'), 'x');
    repository.git('-C', inner, 'add', '.');
    repository.git('-C', inner, 'commit', '--quiet', '--message=inner');
    const { head } = await look(repository.path);
    expect(Object.keys(head)).toEqual(['lock']);
  });

  test('is found from a folder inside it, which is said', async () => {
    const repository = createRepository();
    repository.commit({ 'api/lock': '1', lock: '1' });
    const { head, notes } = await look(join(repository.path, 'api'));
    expect(Object.keys(head)).toEqual(['api/lock', 'lock']);
    expect(notes[0]).toBe(
      `Judging the whole repository, ${repository.path}; paths are relative to it.`,
    );
  });

  test('of a clone whose line ends git converts compares as unchanged', async () => {
    const origin = createRepository();
    origin.commit({ lock: 'a\nb\n' });
    const clone = cloneOf(origin, '--config=core.autocrlf=true');
    const { snapshot } = await look(clone.path);
    expect(snapshot.head.files).toEqual(snapshot.base === 'none' ? [] : snapshot.base.files);
  });
});

describe('files that are no texts', () => {
  test('symlinks are never followed, recorded or new', async () => {
    const outside = createFolder();
    writeFileSync(join(outside, 'secret'), 'secret');
    const repository = createRepository();
    symlinkSync(join(outside, 'secret'), join(repository.path, 'recorded'));
    repository.commit({ plain: '1' });
    symlinkSync(join(outside, 'secret'), join(repository.path, 'new'));
    const { head, base } = await look(repository.path);
    expect(head).toEqual({ new: '(absent)', plain: '1', recorded: '(absent)' });
    expect(base).toEqual({ plain: '1', recorded: '(absent)' });
  });

  test('a folder that became a symlink leads nowhere', async () => {
    const outside = createFolder();
    writeFileSync(join(outside, 'lock'), 'secret');
    const repository = createRepository();
    repository.commit({ 'api/lock': '1' });
    repository.remove('api');
    symlinkSync(outside, join(repository.path, 'api'));
    const { head } = await look(repository.path);
    expect(head).toEqual({ api: '(absent)', 'api/lock': '(absent)' });
  });

  test('a file that became a folder is gone', async () => {
    const repository = createRepository();
    repository.commit({ lock: '1' });
    repository.remove('lock');
    repository.write({ 'lock/inner': '2' });
    const { head } = await look(repository.path);
    expect(head['lock/inner']).toBe('2');
    expect(head.lock ?? '(absent)').toBe('(absent)');
  });

  test('bytes that are not UTF-8, a BOM', async () => {
    const repository = createRepository();
    repository.commit({ latin: Uint8Array.of(0xe4), bom: '\u{feff}x' });
    repository.write({ latin2: Uint8Array.of(0xe4) });
    const { head } = await look(repository.path);
    expect(head).toEqual({ bom: '\u{feff}x', latin: '(not-utf8)', latin2: '(not-utf8)' });
  });

  test('a file too large to be a lock, recorded or new, is never read', async () => {
    const repository = createRepository();
    repository.write({ a: '', b: '2', new: '' });
    truncateSync(join(repository.path, 'a'), 21 * 1024 * 1024);
    repository.git('add', 'a', 'b');
    repository.git('commit', '--quiet', '--message=large');
    truncateSync(join(repository.path, 'new'), 8 * 1024 * 1024 * 1024);
    const { head } = await look(repository.path);
    expect(head).toEqual({ a: '(too-large)', b: '2', new: '(too-large)' });
  });

  test('a file that cannot be read is said', () => {
    const repository = createRepository();
    repository.write({ lock: '1' });
    const entry = openDisk(repository.path, 'sha1').entry('lock');
    expect(entry.size).toBe(1);
    repository.remove('lock');
    expect(() => entry.oid).toThrow('lock cannot be read (ENOENT).');
  });
});
