import { describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/github/blob-cache.ts';
import { fetchBlobs } from '../../src/github/blobs.ts';
import { useDouble } from './double.ts';
import { blobId, type Files, REPO, serveBlobs } from './world.ts';

const github = useDouble();

function wantedOf(files: Files) {
  return Object.values(files).map((content) => ({
    oid: blobId(content),
    size: Buffer.byteLength(content),
  }));
}

async function fetchOne(content: string | Buffer) {
  serveBlobs(github, { file: content });
  const wanted = wantedOf({ file: content });
  const blobs = await fetchBlobs(github.client(), REPO, wanted, createMemoryCache());
  return blobs[blobId(content)];
}

describe('texts of blobs', () => {
  it.each([
    ['plain', 'version = 1\n'],
    ['empty', ''],
    ['with CRLF', 'a = 1\r\nb = 2\r\n'],
    ['with a byte order mark', '\uFEFFversion = 1\n'],
    ['beyond ASCII', 'name = "naïve 🦄"\n'],
  ])('come in one request, byte for byte: %s', async (_, content) => {
    expect(await fetchOne(content)).toEqual({ kind: 'text', text: content });
    expect(github.trace()).toEqual(['graphql Blobs']);
  });

  it('are read alone where GraphQL would cut them', async () => {
    const lock = '[[package]]\n'.repeat(50_000);
    expect(await fetchOne(lock)).toEqual({ kind: 'text', text: lock });
    expect(github.trace()).toEqual([`GET /repos/acme/api/git/blobs/${blobId(lock)}`]);
  });

  it('are read alone where GraphQL did cut them', async () => {
    const lock = 'x'.repeat(600_000);
    serveBlobs(github, { lock });
    const wanted = [{ oid: blobId(lock), size: 0 }];
    const blobs = await fetchBlobs(github.client(), REPO, wanted, createMemoryCache());
    expect(blobs[blobId(lock)]).toEqual({ kind: 'text', text: lock });
  });

  it('keep a byte order mark when read alone', async () => {
    const text = `\uFEFF${'x'.repeat(500_000)}`;
    expect(await fetchOne(text)).toEqual({ kind: 'text', text });
  });

  it.each([
    ['Latin-1, which GraphQL would show with replacement characters', [0x6e, 0xe4, 0x6f]],
    ['UTF-16', [0xff, 0xfe, 0x61, 0x00]],
    ['an image', [0x89, 0x50, 0x4e, 0x47, 0x00, 0x1a]],
  ])('are refused when they are not UTF-8: %s', async (_, bytes) => {
    expect(await fetchOne(Buffer.from(bytes))).toEqual({ kind: 'not-utf8' });
  });

  it('are asked for again when GitHub does not find one yet: a tree lists it', async () => {
    serveBlobs(github, {});
    const oid = blobId('not copied yet');
    await expect(
      fetchBlobs(github.client(), REPO, [{ oid, size: 4 }], createMemoryCache()),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('come alone when GraphQL has an accident with the lot of them', async () => {
    const files = { a: 'a', b: 'b' };
    serveBlobs(github, files);
    github.on('graphql Blobs', { status: 502, body: { message: 'Bad Gateway' } });
    const blobs = await fetchBlobs(github.client(), REPO, wantedOf(files), createMemoryCache());
    expect(Object.keys(blobs)).toHaveLength(2);
  });

  it('come in batches that GitHub can answer in time', async () => {
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`f${i}`, `text ${i}`]));
    serveBlobs(github, many);
    await fetchBlobs(github.client(), REPO, wantedOf(many), createMemoryCache());
    const sizes = github.calls.map(({ variables }) => Object.keys(variables).length - 2);
    expect(sizes).toEqual([50, 50, 20]);
  });

  it('come in batches of a few megabytes', async () => {
    const large = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`f${i}`, `${i}${'x'.repeat(390_000)}`]),
    );
    serveBlobs(github, large);
    await fetchBlobs(github.client(), REPO, wantedOf(large), createMemoryCache());
    expect(github.trace()).toEqual(['graphql Blobs', 'graphql Blobs']);
  });

  it('are fetched once ever', async () => {
    const files = { a: 'a' };
    serveBlobs(github, files);
    const cache = createMemoryCache();
    await fetchBlobs(github.client(), REPO, wantedOf(files), cache);
    await fetchBlobs(github.client(), REPO, wantedOf(files), cache);
    expect(github.calls).toHaveLength(1);
  });
});

describe('the cache in memory', () => {
  it('forgets the oldest texts when it is full', async () => {
    const cache = createMemoryCache(30);
    await cache.putMany({ a: { kind: 'text', text: '0123456789' } });
    await cache.putMany({ b: { kind: 'text', text: '0123456789' } });
    expect(Object.keys(await cache.getMany(['a', 'b']))).toEqual(['b']);
  });
});
