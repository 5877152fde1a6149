import { expect, it } from 'vitest';
import { projectUrls } from '../../src/python/core-metadata.ts';

it.each<[name: string, metadata: string, urls: readonly string[]]>([
  [
    'pages in the order of the file',
    'Metadata-Version: 2.4\nName: httpx\nProject-URL: Documentation, https://docs.example\nProject-URL: Source, https://git.example/httpx\n\nhttpx',
    ['documentation https://docs.example', 'source https://git.example/httpx'],
  ],
  [
    'labels without case, blanks and punctuation',
    'Project-URL: Source Code, a\nProject-URL: Release-Notes, b\nProject-URL: "What\'s New?", c\n',
    ['sourcecode a', 'releasenotes b', 'whatsnew c'],
  ],
  ['the older field', 'Home-page: https://a.example\n', ['homepage https://a.example']],
  ['fields in any case, and other ends of lines', 'project-url: Source, a\r\n\r\n', ['source a']],
  ['what is folded', 'Project-URL: Source,\n  https://a.example\n', ['source https://a.example']],
  ['an address with a comma', 'Project-URL: Source, a,b\n', ['source a,b']],
  [
    'nothing without a label',
    'Project-URL: https://a.example\nProject-URL: Source, b\n',
    ['source b'],
  ],
  ['nothing of the body', 'Name: httpx\n\nProject-URL: Source, https://evil.example\n', []],
  ['nothing in what is no metadata', '<!DOCTYPE html>', []],
  ['nothing in nothing', '', []],
])('%s', (_, metadata, urls) => {
  expect(projectUrls(metadata).map(({ label, url }) => `${label} ${url}`)).toEqual(urls);
});
