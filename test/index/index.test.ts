import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sdistOf } from './sdist.ts';
import { type PackageIndex, startIndex } from './server.ts';
import { wheelOf } from './wheel.ts';

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

describe('an index on this machine', () => {
  let index: PackageIndex;
  beforeEach(async () => {
    index = await startIndex([
      { name: 'alpha', version: '1.0', requires: ['Beta-Lib>=1'] },
      { name: 'alpha', version: '1.1', uploaded: '2026-06-01T00:00:00Z', requiresPython: '>=3.11' },
      { name: 'alpha', version: '2.0', yanked: 'broken' },
      { name: 'Beta-Lib', version: '1.0' },
    ]);
  });
  afterEach(() => index.close());

  async function page(path: string, accept: string) {
    const response = await fetch(`${index.url}/${path}`, { headers: { accept } });
    return { status: response.status, body: await response.text() };
  }

  test('answers with HTML to those who do not ask for JSON', async () => {
    const { body } = await page('alpha/', 'text/html');
    const shown = body.replaceAll(/[0-9a-f]{64}/g, 'HASH');
    expect(shown).toMatchInlineSnapshot(`
      "<!DOCTYPE html><html><body>
      <a href="../../files/alpha-1.0-py3-none-any.whl#sha256=HASH" data-core-metadata="sha256=HASH">alpha-1.0-py3-none-any.whl</a><br>
      <a href="../../files/alpha-1.1-py3-none-any.whl#sha256=HASH" data-core-metadata="sha256=HASH" data-requires-python="&gt;=3.11">alpha-1.1-py3-none-any.whl</a><br>
      <a href="../../files/alpha-2.0-py3-none-any.whl#sha256=HASH" data-core-metadata="sha256=HASH" data-yanked="broken">alpha-2.0-py3-none-any.whl</a>
      </body></html>
      "
    `);
    expect((await page('', 'text/html')).body).toContain('<a href="beta-lib/">beta-lib</a>');
  });

  test('answers with JSON, with upload times and what was taken back', async () => {
    const { body } = await page('alpha/', `${JSON_TYPE}, text/html;q=0.1`);
    const { versions, files } = JSON.parse(body);
    expect(versions).toEqual(['1.0', '1.1', '2.0']);
    expect(
      files.map((file: Readonly<Record<string, unknown>>) => [
        file['upload-time'],
        file['requires-python'],
        file.yanked,
      ]),
    ).toEqual([
      ['2026-01-01T00:00:00Z', undefined, false],
      ['2026-06-01T00:00:00Z', '>=3.11', false],
      ['2026-01-01T00:00:00Z', undefined, 'broken'],
    ]);
  });

  test('serves each wheel, and its metadata beside it, with the hashes of the page', async () => {
    const { files } = JSON.parse((await page('Alpha', JSON_TYPE)).body);
    for (const file of files) {
      const url = new URL(file.url, `${index.url}/alpha/`);
      const wheel = Buffer.from(await (await fetch(url)).arrayBuffer());
      const metadata = await (await fetch(`${url}.metadata`)).text();
      expect([sha256(wheel), wheel.length]).toEqual([file.hashes.sha256, file.size]);
      expect(sha256(metadata)).toBe(file['core-metadata'].sha256);
    }
  });

  test('knows no other project, file or path', async () => {
    expect((await page('gamma/', JSON_TYPE)).status).toBe(404);
    expect((await fetch(new URL('/files/gamma-1.0-py3-none-any.whl', index.url))).status).toBe(404);
    expect((await fetch(new URL('/', index.url))).status).toBe(404);
  });

  test('takes a new release while it runs', async () => {
    index.publish({ name: 'alpha', version: '1.2' });
    const { versions } = JSON.parse((await page('alpha/', JSON_TYPE)).body);
    expect(versions).toContain('1.2');
    expect(index.requests).toEqual(['/simple/alpha/']);
  });
});

describe('a wheel', () => {
  const { filename, content } = wheelOf({ name: 'Beta-Lib', version: '1.0', requires: ['x>=1'] });

  test('has its files, each in the record', () => {
    const files = unzipSync(content);
    expect(filename).toBe('beta_lib-1.0-py3-none-any.whl');
    expect(Object.keys(files)).toEqual([
      'beta_lib/__init__.py',
      'beta_lib-1.0.dist-info/METADATA',
      'beta_lib-1.0.dist-info/WHEEL',
      'beta_lib-1.0.dist-info/RECORD',
    ]);
    const record = Buffer.from(files['beta_lib-1.0.dist-info/RECORD'] ?? []).toString();
    expect(record.split('\n').map((line) => line.split(',')[0])).toEqual([
      ...Object.keys(files),
      '',
    ]);
  });

  test('is the same, byte for byte, whenever it is made', () => {
    const again = wheelOf({ name: 'Beta-Lib', version: '1.0', requires: ['x>=1'] });
    expect(sha256(again.content)).toBe(sha256(content));
  });
});

describe('a source distribution', () => {
  const release = { name: 'Beta-Lib', version: '1.0' };

  test('is what tar reads, and the same whenever it is made', () => {
    const { filename, content } = sdistOf(release, { 'setup.py': 'print()\n' });
    const list = execFileSync('tar', ['-tvzf', '-'], { input: content, encoding: 'utf8' });
    expect(filename).toBe('beta_lib-1.0.tar.gz');
    expect(
      list
        .trim()
        .split('\n')
        .map((line) => line.split(/\s+/).at(-1)),
    ).toEqual(['beta_lib-1.0/PKG-INFO', 'beta_lib-1.0/setup.py']);
    expect(sha256(sdistOf(release, { 'setup.py': 'print()\n' }).content)).toBe(sha256(content));
  });

  test('is offered without metadata beside it', async () => {
    const index = await startIndex([{ ...release, sources: { 'setup.py': '' } }]);
    const response = await fetch(`${index.url}/beta-lib/`, { headers: { accept: JSON_TYPE } });
    const { files } = JSON.parse(await response.text());
    expect(files[0]).toMatchObject({ filename: 'beta_lib-1.0.tar.gz' });
    expect(files[0]).not.toHaveProperty('core-metadata');
    await index.close();
  });
});

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
