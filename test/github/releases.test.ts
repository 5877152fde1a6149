import { describe, expect, it } from 'vitest';
import { readReleases } from '../../src/github/releases.ts';
import { webHostOf } from '../../src/github/web-host.ts';
import { useDouble } from './double.ts';

const github = useDouble();

const NAMES = ['acme/alpha', 'acme/gone', 'acme/secret'].map((full) => {
  const [owner = '', name = ''] = full.split('/');
  return { owner, name };
});

function repository(nameWithOwner: string, more: object = {}) {
  const url = `https://github.com/${nameWithOwner}`;
  return { nameWithOwner, url, isPrivate: false, releases: { nodes: [] }, ...more };
}

function release(tagName: string, more: object = {}) {
  const plain = { name: null, description: null, publishedAt: null };
  return { tagName, url: '', isDraft: false, isPrerelease: false, ...plain, ...more };
}

describe('the releases of repositories', () => {
  it('are read in one request, also where some of them are gone', async () => {
    const nodes = [
      release('1.1', { description: 'Faster', publishedAt: '2026-10-01T00:00:00Z' }),
      release('1.0'),
    ];
    const r0 = repository('acme/alpha', { releases: { nodes } });
    const message = "Could not resolve to a Repository with the name 'acme/gone'.";
    const errors = [{ type: 'NOT_FOUND', path: ['r1'], message }];
    const r2 = repository('acme/Renamed');
    github.on('graphql Releases', { body: { data: { r0, r1: null, r2 }, errors } });
    const [alpha, gone, renamed] = await readReleases(github.client(), NAMES);
    expect(alpha).toMatchObject({
      repository: 'acme/alpha',
      url: 'https://github.com/acme/alpha/releases',
      releases: [
        { tag: '1.1', text: 'Faster', published: '2026-10-01T00:00:00Z' },
        { tag: '1.0', text: '', title: '', published: 'unknown' },
      ],
    });
    expect([gone, renamed]).toMatchObject(['none', { repository: 'acme/Renamed', releases: [] }]);
    expect(github.calls.map(({ variables }) => variables)).toEqual([
      { o0: 'acme', n0: 'alpha', o1: 'acme', n1: 'gone', o2: 'acme', n2: 'secret' },
    ]);
  });

  it('of what is not public are nobody’s business: a package can name any repository', async () => {
    const r0 = repository('acme/alpha', { releases: { nodes: [release('1.0')] } });
    const r2 = { ...r0, nameWithOwner: 'acme/secret', isPrivate: true };
    github.on('graphql Releases', { body: { data: { r0, r1: r0, r2 } } });
    const [alpha, , secret] = await readReleases(github.client(), NAMES);
    expect([alpha, secret]).toMatchObject([{ repository: 'acme/alpha' }, 'none']);
  });

  it('are no drafts', async () => {
    const nodes = [release('1.2', { isDraft: true }), release('1.1')];
    const r0 = repository('acme/alpha', { releases: { nodes } });
    github.on('graphql Releases', { body: { data: { r0 } } });
    const [alpha] = await readReleases(github.client(), NAMES.slice(0, 1));
    expect(alpha).toMatchObject({ releases: [{ tag: '1.1' }] });
  });

  it('are an error where nothing is answered', async () => {
    github.on('graphql Releases', { status: 502, body: {} });
    const client = github.client({ retryBaseMs: 1 });
    await expect(readReleases(client, NAMES)).rejects.toMatchObject({ status: 502 });
  });

  it('are not asked for where there is nobody to ask about', async () => {
    expect(await readReleases(github.client(), [])).toEqual([]);
    expect(github.calls).toEqual([]);
  });
});

it.each([
  ['https://api.github.com', 'github.com'],
  ['https://api.acme.ghe.com', 'acme.ghe.com'],
  ['https://git.example/api/v3', 'git.example'],
  ['https://api.example/api/v3', 'api.example'],
  ['http://127.0.0.1:8000', '127.0.0.1:8000'],
])('what %s serves is shown at %s', (baseUrl, host) => {
  const client = github.client();
  const request = client.request.defaults({ baseUrl });
  expect(webHostOf({ request })).toBe(host);
});
