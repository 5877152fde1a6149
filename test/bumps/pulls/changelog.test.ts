import { describe, expect, it } from 'vitest';
import { changelogOf, type ReleaseNote, versionOfTag } from '../../../src/bumps/pulls/changelog.ts';

describe('the version of a tag', () => {
  it.each<[tag: string, version: string | undefined]>([
    ['1.2', '1.2'],
    ['v1.2.0', 'v1.2.0'],
    ['v1.2.0-rc.1', 'v1.2.0-rc.1'],
    ['release-1.2', '1.2'],
    ['release/v1.2', 'v1.2'],
    ['rel_2_0_30', '2.0.30'],
    ['my-lib-1.2', '1.2'],
    ['My_Lib-1.2', '1.2'],
    ['my.lib/v1.2', 'v1.2'],
    ['my-lib==1.2', '1.2'],
    ['my-lib@1.2', '1.2'],
    ['other-1.2', undefined],
    ['other@v1.2', undefined],
    ['my-lib-extra-1.2', undefined],
    ['@scope/my-lib@1.2', undefined],
    ['latest', undefined],
    ['nightly-2026', undefined],
    ['', undefined],
  ])('%j: %s', (tag, version) => {
    expect(versionOfTag(tag, 'my-lib')?.text).toBe(version);
  });

  it('of a package whose name has a number in it', () => {
    expect(versionOfTag('py-7-1.2', 'py-7')?.text).toBe('1.2');
  });
});

function note(tag: string, more: Partial<ReleaseNote> = {}): ReleaseNote {
  const url = `https://github.com/acme/httpx/releases/tag/${tag}`;
  const plain = { title: '', text: `About ${tag}`, isPrerelease: false } as const;
  return { tag, url, published: 'unknown', ...plain, ...more };
}

function told(notes: readonly ReleaseNote[], from: string, to: string) {
  const page = 'https://github.com/acme/httpx/releases';
  const releases = { repository: 'acme/httpx', url: page, releases: notes };
  const changelog = changelogOf({ name: 'httpx', from, to }, releases);
  return changelog === 'none'
    ? 'none'
    : [...changelog.notes.map(({ tag }) => tag), ...(changelog.more ? [`+${changelog.more}`] : [])];
}

describe('what is told', () => {
  it.each<
    [
      name: string,
      notes: readonly ReleaseNote[],
      from: string,
      to: string,
      shown: readonly string[] | 'none',
    ]
  >([
    [
      'above the old version, up to the new one, newest first',
      ['0.27.0', '0.28.0', '0.27.2', '0.28.1', '0.29.0'].map((tag) => note(tag)),
      '0.27.0',
      '0.28.1',
      ['0.28.1', '0.28.0', '0.27.2'],
    ],
    [
      'by version, not by text or time',
      [note('v1.9'), note('v1.10'), note('v1.2')],
      '1.1',
      '1.10',
      ['v1.10', 'v1.9', 'v1.2'],
    ],
    ['the same version in other digits', [note('v2.0.0')], '1.0', '2', ['v2.0.0']],
    ['no pre-releases on the way', [note('2.0'), note('2.0rc1')], '1.0', '2.0', ['2.0']],
    [
      'pre-releases that lead to one',
      [note('2.0b1'), note('2.0rc1')],
      '1.0',
      '2.0rc1',
      ['2.0rc1', '2.0b1'],
    ],
    [
      'none that only GitHub calls a pre-release, but for the version itself',
      [note('2.0', { isPrerelease: true }), note('1.9', { isPrerelease: true })],
      '1.0',
      '2.0',
      ['2.0'],
    ],
    [
      'nothing of other packages in the repository',
      [note('cli-1.2'), note('httpx-1.1'), note('cli-1.1')],
      '1.0',
      '1.2',
      ['httpx-1.1'],
    ],
    ['each version once', [note('v1.1'), note('httpx-1.1')], '1.0', '1.1', ['v1.1']],
    [
      'of many the newest, and how many more there are',
      [7, 6, 5, 4, 3, 2, 1].map((minor) => note(`1.${minor}`)),
      '1.0',
      '1.7',
      ['1.7', '1.6', '1.5', '1.4', '1.3', '+2'],
    ],
    [
      'also those without a text, where another has one',
      [note('1.2', { text: '' }), note('1.1')],
      '1.0',
      '1.2',
      ['1.2', '1.1'],
    ],
    ['only the page, where none has a text', [note('1.1', { text: ' \n' })], '1.0', '1.1', []],
    ['only the page, where no tag is a version', [note('latest')], '1.0', '1.1', []],
    ['only the page, for what is no version', [note('1.1')], 'dev', '1.1', []],
    ['nothing, where there are no releases', [], '1.0', '1.1', 'none'],
  ])('%s', (_, notes, from, to, shown) => {
    expect(told(notes, from, to)).toEqual(shown);
  });
});
