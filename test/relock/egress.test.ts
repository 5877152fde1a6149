/** The way out of a sandbox, and what it remembers for our messages. */
import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { beforeEach, expect, test, vi } from 'vitest';
import { openEgress } from '../../src/relock/sandbox/egress.ts';

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }));

beforeEach(() => {
  vi.mocked(lookup).mockReset();
});

/** The status of each address, asked for all at once through the way out. */
async function asked(...addresses: readonly string[]) {
  const egress = await openEgress({ hosts: new Set(['index.example']), trusted: new Set() });
  const statuses = await Promise.all(addresses.map((path) => status(egress.port, path)));
  await egress.close();
  return { statuses, denied: [...egress.denied], unknown: [...egress.unknown] };
}

function status(port: number, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const one = request({ port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    one.on('error', reject);
    one.end();
  });
}

test('a name is looked up once, however many ask for it', async () => {
  vi.mocked(lookup).mockResolvedValue({ address: '127.0.0.1', family: 4 });
  const pages = ['a', 'b', 'c'].map((name) => `http://index.example/simple/${name}/`);
  // It leads to ourselves, which nobody allowed.
  expect(await asked(...pages)).toEqual({
    statuses: [403, 403, 403],
    denied: ['index.example:80'],
    unknown: [],
  });
  expect(lookup).toHaveBeenCalledOnce();
});

test('a name that nobody knows is not one that we refused', async () => {
  vi.mocked(lookup).mockRejectedValue(new Error('ENOTFOUND'));
  expect(await asked('http://elsewhere.example/', 'http://index.example/')).toEqual({
    statuses: [403, 403],
    denied: ['elsewhere.example:80'],
    unknown: ['index.example:80'],
  });
  expect(lookup).toHaveBeenCalledOnce();
});
