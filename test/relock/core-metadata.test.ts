/** Addresses of wheels come from indexes that repositories name: where they may lead us. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CoreMetadataResult, readCoreMetadata } from '../../src/relock/core-metadata.ts';
import { originOf } from '../../src/relock/sandbox/reach.ts';
import { useBench } from './support.ts';

const local = useBench();
let server: Server;
let url: string;
let asked: string[];

beforeAll(async () => {
  server = createServer(({ url: path = '', headers }, response) => {
    asked.push(`${path} ${headers.authorization ?? 'anonymous'}`);
    if (path.startsWith('/moved')) response.writeHead(302, { location: '/a.whl.metadata' }).end();
    else if (path.startsWith('/large')) response.end(`Name: large\n\n${'x'.repeat(2_000_000)}`);
    else if (path.startsWith('/gone')) response.writeHead(404).end();
    else response.end(`Name: ${path}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.close());

function read(wheels: Readonly<Record<string, string>>, trusted = [originOf(url)]) {
  const releases = Object.entries(wheels).map(([name, wheel]) => [name, { wheel }] as const);
  const reach = { hosts: new Set(['127.0.0.1', 'localhost']), trusted: new Set(trusted) };
  return readCoreMetadata(new Map(releases), reach);
}

function told(result: CoreMetadataResult): readonly string[] {
  if (result.kind !== 'read') return [result.reason];
  const texts = [...result.texts].map(([name, text]) => `${name}: ${text.slice(0, 41)}`);
  return [...texts, ...result.missed].map((line) => line.replaceAll(url, 'URL'));
}

describe('core metadata', () => {
  it('is read beside each wheel; what is not there keeps nobody from the rest', async () => {
    const wheels = ['gone', 'a', 'b', 'c', 'd', 'e'].map((name) => [name, `${url}/${name}.whl`]);
    const result = await read(Object.fromEntries(wheels));
    expect(told(result).toSorted()).toEqual([
      'a: Name: /a.whl.metadata\n',
      'b: Name: /b.whl.metadata\n',
      'c: Name: /c.whl.metadata\n',
      'd: Name: /d.whl.metadata\n',
      'e: Name: /e.whl.metadata\n',
      'gone: URL/gone.whl.metadata answers 404',
    ]);
  });

  it('is that of the index’s releases', async () => {
    const request = { requirements: ['alpha==1.1'], indexes: [local.index.url], python: '3.11' };
    const result = await local.bench.engine.coreMetadata(request, 'metadata');
    expect(told(result)).toEqual(['alpha: Metadata-Version: 2.1\nName: alpha\nVersion']);
  });

  it('ends where it has become large', async () => {
    const result = await read({ large: `${url}/large.whl` });
    if (result.kind !== 'read') throw new Error(result.reason);
    expect(result.texts.get('large')?.length).toBe(256 * 1024);
  });

  it.each<[name: string, wheel: () => string, missed: RegExp]>([
    ['our own network', () => `${url}/a.whl`, /127\.0\.0\.1:\d+ may not be reached/],
    ['our own network, by a name', () => url.replace('127.0.0.1', 'localhost'), /may not be/],
    ['a port of ours that is usual', () => 'http://127.0.0.1/a.whl', /127\.0\.0\.1:80 may not/],
    ['a host that nobody named', () => 'https://evil.example/a.whl', /evil\.example:443 may not/],
    ['a file', () => 'file:///etc/passwd', /may not be reached/],
    ['no address', () => 'none', /it has no wheel/],
  ])('is not asked of %s', async (_, wheel, missed) => {
    const [line] = told(await read({ a: wheel() }, []));
    expect(line).toMatch(missed);
    expect(asked).toEqual([]);
  });

  it('is asked for without credentials, and no redirect is followed', async () => {
    const result = await read({ moved: `${url.replace('://', '://user:secret@')}/moved.whl` });
    expect(told(result)).toEqual(['moved: URL/moved.whl.metadata answers 302']);
    expect(asked).toEqual(['/moved.whl.metadata anonymous']);
  });
});
