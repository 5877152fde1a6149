/** Pull requests that move the patch version of Python, from beginning to end, with the real uv. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { FakePull, FakeRepository } from '../fake-github/index.ts';
import { startWorld, type World } from '../support/world.ts';

const WORKFLOW = '.github/workflows/test.yml';

const FILES = {
  'pyproject.toml':
    '[project]\nname = "demo"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = []\n',
  '.python-version': '3.12.4\n',
  Dockerfile: 'FROM python:3.12.4-slim-bookworm\n',
  [WORKFLOW]:
    'on: pull_request\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/setup-python@v6\n        with:\n          python-version: 3.12.4\n      - run: pytest\n',
};

/** What an owner granted who has not accepted the right to change workflows. */
const CAREFUL = {
  metadata: 'read',
  contents: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'read',
  merge_queues: 'read',
} as const;

let world: World;
let count = 0;

beforeAll(async () => {
  world = await startWorld('pglite');
});

afterAll(() => world.stop());

function repository(owner = 'acme', more = {}): Promise<FakeRepository> {
  count += 1;
  return world.gh.createRepository(`${owner}/python-${count}`, { files: { ...FILES, ...more } });
}

async function ask(api: FakeRepository): Promise<void> {
  count += 1;
  const asking = await api.openPull({ change: { 'README.md': `asked ${count}` } });
  asking.comment('@lockkeeper now');
}

async function bumpOf(api: FakeRepository): Promise<FakePull> {
  await ask(api);
  return api.waitForPull(isBump, 30_000);
}

function isBump({ branch, state }: FakePull): boolean {
  return branch.startsWith('lockkeeper/') && state === 'open';
}

/** Waits until so many jobs have looked after the bumps of a subject. */
function kept({ fullName }: FakeRepository, jobs: number): Promise<void> {
  return world.logged((line) => line.repository === fullName && line.msg === 'Kept bumps', jobs);
}

describe('a pull request that bumps Python', () => {
  it('changes all places together, and our own check agrees', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    expect([bump.branch, bump.title]).toEqual(['lockkeeper/python', 'Bump Python to 3.12.16']);
    expect(await api.read(bump.headSha, '.python-version')).toBe('3.12.16\n');
    expect(await api.read(bump.headSha, 'Dockerfile')).toBe('FROM python:3.12.16-slim-bookworm\n');
    expect(await api.read(bump.headSha, WORKFLOW)).toContain('python-version: 3.12.16\n');
    expect((await bump.check('Lockkeeper')).conclusion).toBe('success');
    const body = bump.body
      .replace(/"at":"[^"]*"/, '"at":"…"')
      .replace(/"digest":"\w*"/, '"digest":"…"');
    expect(body).toMatchInlineSnapshot(`
      "This moves Python to the newest patch of the same minor version, in all places together.

      | Place | What it is | From | To |
      | --- | --- | --- | --- |
      | \`.python-version:1\` | .python-version | \`3.12.4\` | \`3.12.16\` |
      | \`Dockerfile:1\` | Dockerfile FROM | \`3.12.4\` | \`3.12.16\` |
      | \`.github/workflows/test.yml:8\` | setup-python python-version | \`3.12.4\` | \`3.12.16\` |

      \`uv 0.13.9\` knows these releases; whether images have been published for them was not looked up. Lockkeeper's own verdict: 1 Python project consistent.

      ---

      Opened every Monday from 05:00 (UTC); the section \`bumps\` of \`.github/lockkeeper.yml\` changes that. It follows the base branch by itself until somebody else pushes to it; closing it declines these versions.

      Comments that help: \`@lockkeeper rebase\`, \`@lockkeeper ignore python\`, \`@lockkeeper ignore python until 2027-01-31\`, \`@lockkeeper now\`.

      - [ ] <!-- @lockkeeper rebase --> Make this again on the base branch as it is now

      <!-- lockkeeper: {"version":1,"group":"python","lock":"Python","at":"…","digest":"…","moves":[{"name":"Python 3.12","to":"3.12.16"}]} -->"
    `);
  });

  it('that was merged leaves nothing behind', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    await bump.check('Lockkeeper');
    await bump.merge();
    await ask(api);
    await kept(api, 2);
    expect(api.pulls().filter(isBump)).toEqual([]);
  });

  it('that is overtaken closes itself, with the reason', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    const newest = Object.entries(FILES).map(([path, text]) => [
      path,
      text.replace('3.12.4', '3.12.16'),
    ]);
    await api.commit('main', Object.fromEntries(newest));
    expect(await bump.reply()).toBe('Closed: everything in it is on the base branch already.');
  });

  it('that was closed is not proposed again', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    await bump.close();
    await ask(api);
    await kept(api, 2);
    expect(api.pulls().filter(isBump)).toEqual([]);
  });

  it('closes itself where somebody asks to ignore Python', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    bump.comment('@lockkeeper ignore python');
    expect(await bump.reply()).toMatch(/^`python` is left alone\./);
    await api.waitForPull(({ number, state }) => number === bump.number && state === 'closed');
  });

  it('follows its base, and a place that comes', async () => {
    const api = await repository();
    const bump = await bumpOf(api);
    const before = bump.headSha;
    await api.commit('main', { '.tool-versions': 'python 3.12.7\n' });
    await bump.pushed(before);
    expect(await api.read(bump.headSha, '.tool-versions')).toBe('python 3.12.16\n');
  });

  it('counts among those that may be open', async () => {
    const api = await repository('acme', {
      'api/pyproject.toml': '[project]\nname = "api"\nversion = "1"\n',
      'api/.python-version': '3.11.2\n',
      '.github/lockkeeper.yml': 'bumps:\n  open-limit: 1\n',
    });
    await ask(api);
    await kept(api, 2);
    expect(api.pulls().filter(isBump)).toHaveLength(1);
  });

  it('leaves workflows to people where the owner has not granted them, and says so', async () => {
    const api = await repository('careful');
    world.gh.app.grant(CAREFUL);
    onTestFinished(() => world.gh.app.grant({ ...CAREFUL, workflows: 'write' }));
    const bump = await bumpOf(api);
    expect(await api.read(bump.headSha, '.python-version')).toBe('3.12.16\n');
    expect(await api.read(bump.headSha, WORKFLOW)).toBe(FILES[WORKFLOW]);
    expect(bump.body).toMatch(/test\.yml:8.* stays: changing workflows takes the permission/);
  });
});
