import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/github/blob-cache.ts';
import { readTree } from '../../src/github/trees.ts';
import { useDouble } from './double.ts';
import { HEAD, REPO, treeAnswer } from './world.ts';

const github = useDouble();
const TREES = '/repos/acme/api/git/trees';

function folder(path: string, sha: string) {
  return { path, mode: '040000', type: 'tree', sha };
}

function file(path: string) {
  return { path, mode: '100644', type: 'blob', sha: path, size: 1 };
}

async function paths() {
  const files = await readTree(github.client(), REPO, HEAD, createMemoryCache());
  return files.map(({ path }) => path);
}

describe('the files of a commit', () => {
  it('come sorted by path, without folders', async () => {
    const tree = [folder('src', 's1'), file('src/a.py'), file('b.py'), file('a.py')];
    github.on(`GET ${TREES}/${HEAD}?recursive=1`, { body: { tree, truncated: false } });
    expect(await paths()).toEqual(['a.py', 'b.py', 'src/a.py']);
  });

  it('keep the modes by which symlinks and submodules are told apart', async () => {
    const tree = [
      { path: 'link', mode: '120000', type: 'blob', sha: 'l1', size: 9 },
      { path: 'vendor', mode: '160000', type: 'commit', sha: 'v1' },
    ];
    github.on(`GET ${TREES}/${HEAD}?recursive=1`, { body: { tree, truncated: false } });
    expect(await readTree(github.client(), REPO, HEAD, createMemoryCache())).toEqual([
      { path: 'link', oid: 'l1', mode: '120000', size: 9 },
      { path: 'vendor', oid: 'v1', mode: '160000', size: 0 },
    ]);
  });

  it('are walked folder by folder when GitHub cuts the list', async () => {
    const root = [folder('big', 'b1'), folder('small', 's1'), file('pyproject.toml')];
    const inBig = [folder('inner', 'i1'), file('x.py')];
    github.on(`GET ${TREES}/${HEAD}?recursive=1`, treeAnswer({ 'pyproject.toml': '' }, true));
    github.on(`GET ${TREES}/${HEAD}`, { body: { tree: root, truncated: false } });
    github.on(`GET ${TREES}/b1?recursive=1`, treeAnswer({}, true));
    github.on(`GET ${TREES}/b1`, { body: { tree: inBig, truncated: false } });
    github.on(`GET ${TREES}/i1?recursive=1`, treeAnswer({ 'deep/y.py': '' }));
    github.on(`GET ${TREES}/s1?recursive=1`, treeAnswer({ 'z.py': '' }));
    expect(await paths()).toEqual([
      'big/inner/deep/y.py',
      'big/x.py',
      'pyproject.toml',
      'small/z.py',
    ]);
  });

  it('are given up when the walk does not end', async () => {
    const tree = [folder('again', HEAD), folder('and-again', HEAD)];
    github.on(`GET ${TREES}/${HEAD}?recursive=1`, { body: { tree: [], truncated: true } });
    github.on(`GET ${TREES}/${HEAD}`, { body: { tree, truncated: false } });
    await expect(paths()).rejects.toThrow('acme/api has too many files to be judged');
  });

  it('fail with the error of an empty repository', async () => {
    const body = { message: 'Git Repository is empty.' };
    github.on(`GET ${TREES}/${HEAD}?recursive=1`, { status: 409, body });
    await expect(paths()).rejects.toThrow('Git Repository is empty.');
  });
});
