/** Security updates and the ways to ask for something, from beginning to end, with the real uv. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oldProject } from '../bumps/support.ts';
import type { FakePull, FakeRepository } from '../fake-github/index.ts';
import { releasesOf } from '../relock/projects.ts';
import { useBench } from '../relock/support.ts';
import { type OsvServer, startOsv, vulnerability } from '../support/osv.ts';
import { startWorld, type World } from '../support/world.ts';

const local = useBench(releasesOf(new Date()));
let osv: OsvServer;
let world: World;
let count = 0;

beforeAll(async () => {
  osv = await startOsv();
  world = await startWorld('pglite', { index: local.index.url, osv: osv.url });
});

afterAll(async () => {
  await world.stop();
  await osv.close();
});

/** `alpha` and `gamma` can move; the local index counts as one of those that are looked up. */
async function repository(configuration = 'bumps:\n  security: all\n') {
  count += 1;
  const files = await oldProject(local, 'uv', '>=1');
  return world.gh.createRepository(`acme/security-${count}`, {
    files: { ...files, '.github/lockkeeper.yml': configuration },
  });
}

function isBump({ branch, state }: FakePull): boolean {
  return branch.startsWith('lockkeeper/') && state === 'open';
}

function open(api: FakeRepository): readonly string[] {
  return api.pulls().flatMap((pull) => (isBump(pull) ? [`${pull.branch}: ${pull.title}`] : []));
}

async function weekly(api: FakeRepository): Promise<FakePull> {
  const asking = await api.openPull({ change: { 'README.md': 'asked' } });
  asking.comment('@lockkeeper now');
  return api.waitForPull(({ branch }) => branch === 'lockkeeper/weekly', 60_000);
}

describe('a security update', { timeout: 60_000 }, () => {
  it('is opened at the next sweep, whatever day it is; of two repositories in the second', async () => {
    const off = await repository('bumps:\n  security: "off"\n');
    const api = await repository();
    osv.publish(
      vulnerability('GHSA-1 alpha <1.1 high: Reads *any* file, see https://evil.example'),
    );
    world.app.sweep();
    const bump = await api.waitForPull(isBump, 30_000);
    expect(open(api)).toEqual(['lockkeeper/security: Bump alpha to 1.1 [security]']);
    expect(bump.body.split('\n\n').slice(2, 4)).toMatchInlineSnapshot(`
      [
        "**Security**: these known vulnerabilities are left behind.",
        "- \`alpha 1.0\`: [GHSA-1](https://osv.dev/vulnerability/GHSA-1) (high): Reads \\*any\\* file, see https&#58;//evil.example",
      ]
    `);
    expect((await bump.check('Lockkeeper')).conclusion).toBe('success');
    expect(open(off)).toEqual([]);
  });

  it('is not proposed again once somebody closed it', async () => {
    const api = await repository();
    const asking = await api.openPull({ change: { 'README.md': 'asked' } });
    asking.comment('@lockkeeper now');
    const bump = await api.waitForPull(({ branch }) => branch === 'lockkeeper/security', 30_000);
    await bump.close();
    asking.comment('@lockkeeper now');
    const isKept = ({ repository: name, msg }: Readonly<Record<string, unknown>>) =>
      name === api.fullName && msg === 'Kept bumps';
    await world.logged(isKept, 2);
    expect(open(api).filter((one) => one.includes('security'))).toEqual([]);
  });
});

describe('a pull request of several packages', { timeout: 60_000 }, () => {
  it.each([
    ['in a comment', (bump: FakePull) => Promise.resolve(bump.comment('@lockkeeper split'))],
    ['with its box', (bump: FakePull) => bump.tick('one for each package')],
  ])('can be split %s', async (_, split) => {
    const api = await repository('bumps:\n  security: "off"\n  open-limit: 1\n');
    const bump = await weekly(api);
    await split(bump);
    expect(await bump.reply()).toBe(
      'Closed: each of its packages comes in a pull request of its own.',
    );
    await api.waitForPull(({ branch }) => branch === 'lockkeeper/only-alpha', 30_000);
    await api.waitForPull(({ branch }) => branch === 'lockkeeper/only-gamma', 30_000);
    expect(open(api)).toEqual([
      'lockkeeper/only-alpha: Bump alpha to 1.1',
      'lockkeeper/only-gamma: Bump gamma to 1.1',
    ]);
    const [only] = api.pulls().filter(isBump);
    only?.comment('@lockkeeper split');
    expect(await only?.reply()).toBe('Nothing was done: there is nothing in it to split.');
  });

  it('is split although we die in the middle of it', async () => {
    const api = await repository('bumps:\n  security: "off"\n');
    const bump = await weekly(api);
    world.gh.faults.add(/^POST .*\/comments$/, { kind: 'server-error' }, 2);
    bump.comment('@lockkeeper split');
    await api.waitForPull(({ branch }) => branch === 'lockkeeper/only-gamma', 30_000);
    expect(bump.replies()).toEqual([
      'Closed: each of its packages comes in a pull request of its own.',
    ]);
  });

  it('is made again when its box is ticked, and the box is empty afterwards', async () => {
    const api = await repository('bumps:\n  security: "off"\n');
    const bump = await weekly(api);
    const before = bump.body;
    await bump.tick('as it is now');
    await api.waitForPull(({ number, body }) => number === bump.number && body === before);
    expect(open(api)).toEqual(['lockkeeper/weekly: Bump alpha and gamma']);
  });
});
