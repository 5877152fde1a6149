/** A Python that this host lacks, fetched by the real uv from a list and an archive of the test. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { treeOfTexts } from '../../src/gates/tree.ts';
import { createEngine, type Engine } from '../../src/relock/engine.ts';
import { originOf } from '../../src/relock/sandbox/reach.ts';
import { createToolbox } from '../../src/relock/toolbox.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import { CONTEXT } from '../support/context.ts';
import { manifestFor, PROJECTS, RELEASES, type ToolKind } from './projects.ts';

let index: PackageIndex;
let folder: string;

beforeAll(async () => {
  index = await startIndex(RELEASES);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockkeeper-pythons-'));
  return () => {
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
  };
});
afterAll(() => index.close());

/** The Python of this host under another name, as uv's list and archives have them. */
function offer(minor: string, archive = 'python.tar.gz'): void {
  const home = join(folder, 'python');
  const program = join(home, 'bin', `python${minor}`);
  const library = join(home, 'lib', `python${minor}`);
  mkdirSync(join(home, 'bin'), { recursive: true });
  mkdirSync(library, { recursive: true });
  const own = execFileSync('/usr/bin/python3', [
    '-c',
    'import platform; print(platform.python_version())',
  ]);
  const patch = own.toString().trim().replaceAll('.', '\\.');
  const ownMinor = patch.replace(/\\\.\d+$/, '');
  writeFileSync(
    program,
    `#!/bin/sh\n/usr/bin/python3 "$@" | sed 's/${patch}/${minor}.0/g; s/"${ownMinor}"/"${minor}"/g'\n`,
  );
  chmodSync(program, 0o755);
  const variables =
    '# system configuration generated and used by the sysconfig module\nbuild_time_vars = {}\n';
  writeFileSync(join(library, '_sysconfigdata__linux_.py'), variables);
  execFileSync('tar', ['-C', folder, '-czf', join(folder, 'python.tar.gz'), 'python']);
  const [major, number] = minor.split('.').map(Number);
  const family = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
  const entry = {
    ...{ name: 'cpython', arch: { family, variant: null }, os: 'linux', libc: 'gnu' },
    ...{ major, minor: number, patch: 0, prerelease: '', sha256: null, variant: null },
    ...{ url: `file://${join(folder, archive)}`, build: '20260101' },
  };
  const list = join(folder, 'list.json');
  writeFileSync(list, JSON.stringify({ [`cpython-${minor}.0-linux-${family}-gnu`]: entry }));
  vi.stubEnv('UV_PYTHON_DOWNLOADS_JSON_URL', list);
}

function engine(): Engine {
  return createEngine({
    toolbox: createToolbox({
      folder: join(folder, 'tools'),
      installed: process.env.LOCK_TOOLS ?? '',
      fetches: false,
      pythons: { folder, fetches: false },
    }),
    pythons: { folder: join(folder, 'pythons'), fetches: true },
    caches: join(folder, 'caches'),
    context: CONTEXT,
    trusted: new Set([originOf(index.url)]),
    builds: false,
  });
}

async function locked(kind: ToolKind, wanted: string, own = engine()): Promise<string> {
  const texts = Object.entries(manifestFor(kind, index, '==1.0')).map(([path, text]) => [
    path,
    text.replace('">=3.11"', `"${wanted}"`),
  ]);
  const tree = treeOfTexts(Object.fromEntries(texts));
  const request = { project: PROJECTS[kind], tree, upgrades: 'none' } as const;
  const result = await own.relock(request, kind);
  return result.kind === 'failed' ? result.reason : result.kind;
}

test.each(['>=3.99', '==3.99.*', '>=3.9, !=3.14.*, >3.98'])(
  'uv locks for %s once it is there',
  async (wanted) => {
    offer('3.99');
    expect(await locked('uv', wanted)).toBe('relocked');
  },
  60_000,
);

test('two that need it wait for one', async () => {
  offer('3.99');
  const own = engine();
  const both = await Promise.all([locked('uv', '>=3.99', own), locked('uv', '~=3.99.0', own)]);
  expect(both).toEqual(['relocked', 'relocked']);
}, 60_000);

test('what uv does not know is not fetched', async () => {
  offer('3.98');
  expect(await locked('uv', '>=3.99')).toBe(
    'uv needs Python >=3.99, and there is none on this host: uv knows no such version',
  );
}, 60_000);

test('what cannot be fetched is told', async () => {
  offer('3.99', 'missing.tar.gz');
  expect(await locked('uv', '>=3.99')).toMatch(
    /^uv needs Python >=3\.99, and there is none on this host: it could not be fetched \(.*\)$/,
  );
}, 60_000);
