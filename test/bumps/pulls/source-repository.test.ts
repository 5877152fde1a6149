import { expect, it } from 'vitest';
import { sourceRepository } from '../../../src/bumps/pulls/source-repository.ts';

type Pages = Readonly<Record<string, string>>;

function found(pages: Pages, host = 'github.com'): string {
  const urls = Object.entries(pages).map(([label, url]) => ({ label, url }));
  const repository = sourceRepository(urls, host);
  return repository === 'none' ? 'none' : `${repository.owner}/${repository.name}`;
}

it.each<[name: string, pages: Pages, repository: string]>([
  ['the source', { source: 'https://github.com/encode/httpx' }, 'encode/httpx'],
  [
    'the source, whatever else is named before it',
    { homepage: 'https://github.com/a/pages', source: 'https://github.com/a/code' },
    'a/code',
  ],
  [
    'another page where the source is elsewhere',
    { source: 'https://gitlab.example/a/b', issuetracker: 'https://github.com/a/b/issues' },
    'a/b',
  ],
  ['a changelog in the tree', { changelog: 'https://github.com/a/b/blob/main/CHANGES.md' }, 'a/b'],
  ['a page of releases', { releasenotes: 'https://github.com/a/b/releases/' }, 'a/b'],
  ['an address to clone', { source: 'git+https://github.com/a/b.py.git' }, 'a/b.py'],
  ['with query and fragment', { homepage: 'https://www.github.com/a/b?x=1#readme' }, 'a/b'],
  ['an owner alone', { homepage: 'https://github.com/encode' }, 'none'],
  ['who pays for it', { homepage: 'https://github.com/sponsors/encode' }, 'none'],
  ['a label that says nothing', { funding: 'https://github.com/a/b' }, 'none'],
  ['a host that only looks like it', { source: 'https://github.com.evil.example/a/b' }, 'none'],
  ['pages, not code', { homepage: 'https://encode.github.io/httpx/' }, 'none'],
  ['another scheme', { source: 'javascript://github.com/a/b' }, 'none'],
  ['no address', { source: 'UNKNOWN' }, 'none'],
  ['nothing', {}, 'none'],
])('%s', (_, pages, repository) => {
  expect(found(pages)).toBe(repository);
});

it('is looked for on the GitHub where we are', () => {
  const pages = { source: 'https://github.com/a/b', homepage: 'https://git.example/c/d' };
  expect(found(pages, 'git.example')).toBe('c/d');
});
