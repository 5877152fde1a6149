/** Bump pull requests from beginning to end, with the real tools against the local index. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oldProject } from '../bumps/support.ts';
import type { FakePull, FakeRepository } from '../fake-github/index.ts';
import { PROJECTS, releasesOf, type ToolKind } from '../relock/projects.ts';
import { useBench } from '../relock/support.ts';
import { startWorld, type World } from '../support/world.ts';

const local = useBench(releasesOf(new Date()));
let world: World;
let count = 0;

beforeAll(async () => {
  world = await startWorld('pglite', { index: local.index.url });
});

afterAll(() => world.stop());

/** A repository in which `alpha` and `gamma` can move; `beta` is too young, until December. */
async function repository(kind: ToolKind, more: Readonly<Record<string, string>> = {}) {
  count += 1;
  const files = await oldProject(local, kind, '>=1');
  return world.gh.createRepository(`acme/bumps-${count}`, { files: { ...files, ...more } });
}

/** Asks in a pull request that has nothing to do with it; gives the bump that comes of it. */
async function bumpOf(api: FakeRepository, timeout = 60_000): Promise<FakePull> {
  const asking = await api.openPull({ change: { 'README.md': `asked ${count}` } });
  asking.comment('@lockkeeper now');
  return api.waitForPull(isBump, timeout);
}

/** Waits until so many jobs have looked after the bumps of a lock. */
function kept({ fullName }: FakeRepository, jobs: number): Promise<void> {
  return world.logged((line) => line.repository === fullName && line.msg === 'Kept bumps', jobs);
}

function isBump({ branch, state }: FakePull): boolean {
  return branch.startsWith('lockkeeper/') && state === 'open';
}

describe.each(Object.keys(PROJECTS) as ToolKind[])('with %s', (kind) => {
  it('a bump is opened, and is fresh by our own check', { timeout: 120_000 }, async () => {
    const api = await repository(kind);
    const bump = await bumpOf(api, 90_000);
    expect(bump.title).toBe('Bump alpha and gamma');
    const check = await bump.check('Lockkeeper', { timeout: 30_000 });
    expect(`${check.conclusion}: ${check.title}`).toMatch(/^success: 1 lock in step/);
  });
});

describe('a bump pull request', () => {
  it('says what moves, what stays and why, and what can be done', async () => {
    const bump = await bumpOf(await repository('uv'));
    const body = bump.body
      .replaceAll(/\d+ days? old/g, 'N days old')
      .replace(/"at":"[^"]*"/, '"at":"…"')
      .replace(/"digest":"\w*"/, '"digest":"…"')
      .replaceAll(/\]\(https:\/\/[^/]*\//g, '](https://…/');
    expect(body).toMatchInlineSnapshot(`
      "This moves 2 packages in \`uv.lock\`.

      | Package | From | To | Step | Age | Why it is there |
      | --- | --- | --- | --- | --- | --- |
      | [alpha](https://…/project/alpha/) | \`1.0\` | \`1.1\` | minor | N days old | direct |
      | [gamma](https://…/project/gamma/) | \`1.0\` | \`1.1\` | minor | N days old | direct |

      The lock was made by \`uv 0.13.9\` (the repository names no version) and is in step with its manifest. Lockkeeper's own verdict: 1 lock in step; 1 Python project already needed repair before.

      #### \`uv.lock\`: 2 upgraded

      | Package | Version | Change | Why it is there | Look at |
      | --- | --- | --- | --- | --- |
      | \`alpha\` | \`1.0 → 1.1\` | minor | direct |  |
      | \`gamma\` | \`1.0 → 1.1\` | minor | direct |  |

      ---

      Opened every Monday from 05:00 (UTC); the section \`bumps\` of \`.github/lockkeeper.yml\` changes that. It follows the base branch by itself until somebody else pushes to it; closing it declines these versions.

      Comments that help: \`@lockkeeper rebase\`, \`@lockkeeper ignore PACKAGE\`, \`@lockkeeper ignore PACKAGE until 2027-01-31\`, \`@lockkeeper split\`, \`@lockkeeper now\`.

      - [ ] <!-- @lockkeeper rebase --> Make this again on the base branch as it is now
      - [ ] <!-- @lockkeeper split --> Close this, and open one for each package

      <!-- lockkeeper: {"version":1,"group":"weekly","lock":"uv.lock","at":"…","digest":"…","moves":[{"name":"alpha","to":"1.1"},{"name":"gamma","to":"1.1"}]} -->"
    `);
  });

  it('is one commit on the base, in the style of the repository', async () => {
    const api = await repository('uv');
    await api.commit('main', { 'a.txt': 'a' }, 'build(deps): bump idna to 3.7');
    await api.commit('main', { 'a.txt': 'b' }, 'fix: greet');
    const bump = await bumpOf(api);
    expect(bump.title).toBe('build(deps): bump alpha and gamma');
    expect(bump.baseSha).toBe(api.sha());
  });

  it('takes along what repeats a version of the lock', async () => {
    const path = '.pre-commit-config.yaml';
    const hooks = (rev: string) =>
      `repos:\n- repo: https://example.com/beta\n  rev: v1.0\n- repo: https://example.com/mirrors-alpha\n  rev: ${rev} # ours\n`;
    const api = await repository('uv', { [path]: hooks('v1.0') });
    const bump = await bumpOf(api);
    expect(await api.read(bump.headSha, path)).toBe(hooks('v1.1'));
    expect(bump.body).toContain('\n`.pre-commit-config.yaml`: alpha follows.\n');
  });

  it('follows its base', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    const before = bump.headSha;
    await api.commit('main', { 'src/app.py': 'print()' });
    await bump.pushed(before);
    expect(await api.read(bump.headSha, 'src/app.py')).toBe('print()');
    expect(await api.read(bump.headSha, 'uv.lock')).toContain('alpha-1.1');
    expect(api.pulls().filter(isBump)).toHaveLength(1);
  });

  it('heals a conflict with its base', async () => {
    const api = await repository('uv', { 'other.txt': '' });
    const bump = await bumpOf(api);
    const before = bump.headSha;
    const manifest = (await api.read('main', 'pyproject.toml')) ?? '';
    const lock = (await api.read('main', 'uv.lock')) ?? '';
    // Somebody takes gamma out.
    const without = await local.bench.relock(
      'uv',
      { 'pyproject.toml': manifest.replace(', "gamma>=1"', ''), 'uv.lock': lock },
      'none',
    );
    await api.commit('main', without.files);
    await bump.pushed(before);
    await api.waitForPull(({ title }) => title === 'Bump alpha to 1.1');
    expect(await api.read(bump.headSha, 'uv.lock')).not.toContain('gamma');
  });

  it('that somebody has pushed to is theirs', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    const head = await bump.push({ 'note.txt': 'mine' });
    await api.commit('main', { 'src/app.py': 'print()' });
    const second = await api.openPull({ change: { 'x.txt': 'x' } });
    second.comment('@lockkeeper now');
    await kept(api, 2);
    expect(bump.headSha).toBe(head);
    bump.comment('@lockkeeper rebase');
    expect(await bump.reply()).toBe(
      'Nothing was done: somebody else has pushed to this branch, and their work would be lost.',
    );
    expect(api.pulls().filter(isBump)).toHaveLength(1);
  });

  it('that was closed is not proposed again', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    await bump.close();
    const again = await api.openPull({ change: { 'x.txt': 'x' } });
    again.comment('@lockkeeper now');
    await kept(api, 2);
    expect(api.pulls().filter(isBump)).toEqual([]);
  });

  it('that was merged leaves nothing behind', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    await bump.check('Lockkeeper');
    await bump.merge();
    // The push of the merge.
    await world.logged(
      ({ msg, repository: where }) => msg === 'Took a branch away' && where === api.fullName,
    );
    expect(api.branches()).not.toContain(bump.branch);
    const again = await api.openPull({ change: { 'x.txt': 'x' } });
    again.comment('@lockkeeper now');
    await kept(api, 2);
    expect(api.pulls().filter(isBump)).toEqual([]);
  });

  it('that is overtaken closes itself, with the reason', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    const before = (await api.read('main', 'uv.lock')) ?? '';
    const lock = (await api.read(bump.headSha, 'uv.lock')) ?? '';
    await api.commit('main', { 'uv.lock': lock });
    expect(await bump.reply()).toBe('Closed: everything in it is on the base branch already.');
    await api.waitForPull(({ number, state }) => number === bump.number && state === 'closed');
    // Nobody declined it: what is taken back on the base comes again.
    await api.commit('main', { 'uv.lock': before });
    const again = await api.openPull({ change: { 'x.txt': 'x' } });
    again.comment('@lockkeeper now');
    const second = await api.waitForPull(isBump);
    expect(second.number).not.toBe(bump.number);
  });

  it('leaves out what somebody asked to ignore', async () => {
    const api = await repository('uv');
    const bump = await bumpOf(api);
    const before = bump.headSha;
    bump.comment('@lockkeeper ignore gamma until 2999-01-31');
    expect(await bump.reply()).toMatch(/^`gamma` is left alone until 2999-01-31\./);
    await bump.pushed(before);
    await api.waitForPull(({ title }) => title === 'Bump alpha to 1.1');
    expect(bump.body).toMatch(/it is ignored: robin asked so in .*until 2999-01-31/);
  });

  it('takes no orders from strangers', async () => {
    const bump = await bumpOf(await repository('uv'));
    bump.comment('@lockkeeper ignore gamma', 'mallory');
    expect(await bump.reply()).toBe(
      'Nothing was done: `mallory` may not write to this repository.',
    );
  });

  it('has the labels and reviewers of the configuration, and merges by itself where it may', async () => {
    const api = await repository('uv', {
      '.github/lockkeeper.yml':
        'bumps:\n  labels: [dependencies]\n  reviewers: [robin]\n  automerge: minor\n',
    });
    api.protect('main', { requires: [{ context: 'test' }] });
    const bump = await bumpOf(api);
    await kept(api, 1);
    expect([bump.labels, bump.reviewers, bump.autoMerge]).toEqual([
      ['dependencies'],
      ['robin'],
      'SQUASH',
    ]);
  });
});

describe('no bump pull request', () => {
  it('is opened where nothing can be locked: the log says why', async () => {
    const api = await repository('uv');
    const manifest = (await api.read('main', 'pyproject.toml')) ?? '';
    // What nobody offers; the lock is stale, and cannot be made.
    await api.commit('main', { 'pyproject.toml': manifest.replace('"alpha>=1"', '"alpha>=9"') });
    const asking = await api.openPull({ change: { 'x.txt': 'x' } });
    asking.comment('@lockkeeper now');
    await kept(api, 1);
    expect(api.pulls().filter(isBump)).toEqual([]);
    const [line] = world.log.filter(({ msg }) => String(msg).startsWith('No bump: '));
    expect(line?.msg).toMatch(/^No bump: uv.lock is not in step: /);
    const next = await api.openPull({ change: { 'y.txt': 'y' } });
    expect((await next.check('Lockkeeper')).summary).toMatch(
      /\*\*Bump pull requests\*\* \(not about this change\):\n\n- \S+: uv\.lock is not in step: .*lockkeeper relock/,
    );
  });

  it('is opened for a repository that brings code along, and nothing of it runs', async () => {
    const canary = join(mkdtempSync(join(tmpdir(), 'lockkeeper-canary-')), 'ran');
    const code = `import pathlib; pathlib.Path(${JSON.stringify(canary)}).touch()\n`;
    const api = await repository('pdm', { '.pdm-plugins/lib/evil.pth': code });
    const asking = await api.openPull({ change: { 'x.txt': 'x' } });
    asking.comment('@lockkeeper now');
    await kept(api, 1);
    expect(api.pulls().filter(isBump)).toEqual([]);
    expect(existsSync(canary)).toBe(false);
    const [line] = world.log.filter(({ msg }) => String(msg).includes('.pdm-plugins'));
    expect(line?.msg).toMatch(/^No bump: pdm\.lock was not made: /);
    rmSync(dirname(canary), { recursive: true });
  });

  it('is opened a second time after a crash between branch and pull request', async () => {
    const api = await repository('uv');
    world.gh.faults.add(/^POST .*\/pulls$/, { kind: 'server-error' }, 2);
    const bump = await bumpOf(api);
    expect(bump.branch).toBe('lockkeeper/weekly');
    await kept(api, 1);
    expect(api.pulls().filter(({ branch }) => branch === bump.branch)).toHaveLength(1);
  });
});
