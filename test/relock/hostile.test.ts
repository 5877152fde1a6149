/** What a repository can bring along to have its own code run, or to reach what is not its own. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { treeOf, treeOfTexts } from '../../src/gates/tree.ts';
import { type Files, locked, manifestFor, PROJECTS, type ToolKind } from './projects.ts';
import { CANARY, hasRun, useBench } from './support.ts';

const local = useBench();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockkeeper-canary-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** Appears when something ran that must not run. */
function canary(): string {
  return join(folder, 'canary');
}

/** With bubblewrap the second is not there to be written. */
function touches(): string {
  return `${CANARY.trim()}; pathlib.Path(${JSON.stringify(canary())}).touch()\n`;
}

interface Attack {
  readonly name: string;
  readonly kind: ToolKind;
  /** Files beside the manifest, and what stands below it. */
  bring(): { readonly files?: Files; readonly below?: string };
  /** `refused` before anything runs; `relocked` where it does no harm. */
  readonly ends: 'refused' | 'relocked' | 'failed';
}

const ATTACKS: readonly Attack[] = [
  {
    name: 'a plugin of PDM that starts with every command',
    kind: 'pdm',
    bring: () => ({ files: { '.pdm-plugins/lib/evil.pth': touches() } }),
    ends: 'refused',
  },
  {
    name: 'a program in the place of the interpreter of PDM',
    kind: 'pdm',
    bring: () => ({ files: { '.pdm-python': '/bin/false' } }),
    ends: 'refused',
  },
  {
    name: 'a plugin of Poetry that starts with every command',
    kind: 'poetry',
    bring: () => ({ files: { '.poetry/plugins/evil.pth': touches() } }),
    ends: 'refused',
  },
  {
    name: 'hooks of PDM around the lock',
    kind: 'pdm',
    bring: () => ({
      below: `[tool.pdm.scripts]\npre_lock = "sh -c 'touch $XDG_CACHE_HOME/canary'"\npost_lock = {shell = "touch $XDG_CACHE_HOME/canary ${canary()}"}\n`,
    }),
    ends: 'relocked',
  },
  {
    name: 'a build backend of its own, beside the manifest',
    kind: 'uv',
    bring: () => ({
      files: { 'backend.py': touches(), 'setup.py': touches() },
      below: '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    }),
    ends: 'relocked',
  },
  {
    name: 'a getter for the version of a project',
    kind: 'pdm',
    bring: () => ({
      files: { 'backend.py': touches() },
      below:
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[tool.pdm.version]\nsource = "call"\ngetter = "backend:get"\n',
    }),
    ends: 'relocked',
  },
  {
    name: 'a cache folder outside',
    kind: 'uv',
    bring: () => ({ below: `[tool.uv]\ncache-dir = ${JSON.stringify(canary())}\n` }),
    ends: 'relocked',
  },
  {
    name: 'another cache, in which builds are not forbidden',
    kind: 'uv',
    bring: () => ({ below: '[tool.uv]\nno-cache = true\n' }),
    ends: 'refused',
  },
  {
    name: 'the same in a file of settings',
    kind: 'uv',
    bring: () => ({ files: { 'uv.toml': 'no-cache = true\n' } }),
    ends: 'refused',
  },
  {
    name: 'a keyring program',
    kind: 'uv',
    bring: () => ({ below: '[tool.uv]\nkeyring-provider = "subprocess"\n' }),
    ends: 'relocked',
  },
  {
    name: 'variables in a .env',
    kind: 'pipenv',
    bring: () => ({ files: { '.env': `PIP_LOG=${canary()}\nPIPENV_VERBOSITY=9\n` } }),
    ends: 'relocked',
  },
];

describe('what a repository brings along', () => {
  test.each(ATTACKS)(
    '$name',
    async ({ kind, bring, ends }) => {
      const { files = {}, below = '' } = bring();
      const manifest = manifestFor(kind, local.index, '==1.0');
      const path = PROJECTS[kind].manifest;
      const whole = { ...manifest, ...files, [path]: `${manifest[path]}\n${below}` };
      const { result } = await local.bench.relock(kind, whole, 'none');
      expect(result.kind, JSON.stringify(result, null, 2)).toBe(ends);
      expect(existsSync(canary()) || hasRun(local.bench)).toBe(false);
    },
    30_000,
  );

  test('a clean project beside all of them is locked', async () => {
    const { files } = await local.bench.relock(
      'uv',
      manifestFor('uv', local.index, '==1.0'),
      'none',
    );
    expect(locked(files, 'uv')).toContain('alpha 1.0');
  });

  test('what is refused is said with its place and what to do', async () => {
    const files = {
      ...manifestFor('pdm', local.index, '>=1'),
      '.pdm-plugins/lib/evil.pth': touches(),
    };
    const { result } = await local.bench.relock('pdm', files, 'none');
    expect(result).toMatchInlineSnapshot(`
      {
        "kind": "refused",
        "refusals": [
          {
            "path": ".pdm-plugins",
            "reason": ".pdm-plugins is committed, and PDM runs the plugins in it with every command",
            "remedy": "Take it out of the repository (git rm -r --cached .pdm-plugins), or lock on your own machine.",
          },
        ],
      }
    `);
  });

  test('a manifest that is a symlink', async () => {
    const { files, read } = treeOfTexts(manifestFor('uv', local.index, '>=1'));
    const linked = [...files.values()].map((file) => ({ ...file, mode: '120000' }));
    const tree = treeOf({ commit: 'example', files: linked }, {});
    expect(read('pyproject.toml').kind).toBe('text');
    const request = { project: PROJECTS.uv, tree, upgrades: 'none' } as const;
    const result = await local.bench.engine.relock(request, 'links');
    expect(result).toMatchObject({
      kind: 'refused',
      refusals: [{ reason: 'pyproject.toml is a symlink, and links are not followed' }],
    });
  });

  test('an option in the header of a compiled file', async () => {
    const manifest = manifestFor('pip-compile', local.index, '>=1');
    const files = {
      ...manifest,
      'requirements.txt': (manifest['requirements.txt'] ?? '').replace(
        'pip-compile requirements.in',
        `pip-compile --client-cert=/etc/passwd requirements.in`,
      ),
    };
    const { result } = await local.bench.relock('pip-compile', files, 'none');
    expect(result).toMatchObject({
      kind: 'refused',
      refusals: [{ reason: expect.stringContaining('`--client-cert`') }],
    });
  });

  test('a program of the repository in that header', async () => {
    const manifest = manifestFor('pip-compile', local.index, '>=1');
    const files = {
      ...manifest,
      'requirements.txt': (manifest['requirements.txt'] ?? '').replace(
        'pip-compile requirements.in',
        `./compile.sh`,
      ),
    };
    const { result } = await local.bench.relock('pip-compile', files, 'none');
    expect(result.kind).toBe('refused');
  });
});

describe('what is in our own network', () => {
  let neighbour: Server;
  let asked: string[];

  beforeAll(async () => {
    neighbour = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('secret');
    });
    await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise<void>((resolve) => neighbour.close(() => resolve())));

  beforeEach(() => {
    asked = [];
  });

  test.each(['uv', 'poetry', 'pdm'] as const)(
    'is not reached by an index of %s',
    async (kind) => {
      const { port } = neighbour.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/simple`;
      const { result } = await local.bench.relock(
        kind,
        manifestFor(kind, { ...local.index, url }, '>=1'),
        'none',
      );
      expect(asked).toEqual([]);
      expect(result).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining(`asked for 127.0.0.1:${port}`),
      });
    },
    30_000,
  );
});

test('a variable of ours in an address does not go out with the request', async () => {
  process.env.LOCKKEEPER_TEST_SECRET = 'token';
  const { Pipfile = '' } = manifestFor('pipenv', local.index, '>=1');
  const variable = '$'.concat('{LOCKKEEPER_TEST_SECRET}');
  const files = { Pipfile: Pipfile.replace('/simple"', `/simple/${variable}"`) };
  await local.bench.relock('pipenv', files, 'none');
  delete process.env.LOCKKEEPER_TEST_SECRET;
  expect(local.index.requests.join(' ')).toContain('LOCKKEEPER_TEST_SECRET');
  expect(local.index.requests.join(' ')).not.toContain('token');
}, 30_000);
