/** Release notes in bump pull requests, from the wheel's metadata to GitHub's releases. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oldProject } from '../bumps/support.ts';
import type { FakePull } from '../fake-github/index.ts';
import { releasesOf } from '../relock/projects.ts';
import { useBench } from '../relock/support.ts';
import { startWorld, type World } from '../support/world.ts';

// Of `alpha` the newer version is there once GitHub is.
const local = useBench(
  releasesOf(new Date()).filter(({ name, version }) => name !== 'alpha' || version === '1.0'),
);
let world: World;
let count = 0;

beforeAll(async () => {
  world = await startWorld('pglite', { index: local.index.url });
  // Of an owner who never heard of the app.
  const alpha = await world.gh.createRepository('upstream/alpha', {
    files: { 'README.md': 'alpha' },
    isInstalled: false,
  });
  alpha.release({ tag: '1.0', body: 'The first one.' });
  alpha.release({ tag: 'v1.1', title: 'Faster', body: '* Faster by @octocat, fixes #1' });
  alpha.release({ tag: 'v1.2', body: 'Not out yet.', isDraft: true });
  local.index.publish({
    name: 'alpha',
    version: '1.1',
    requires: ['beta>=1'],
    urls: { Documentation: 'https://docs.example', Source: `${world.gh.url}/upstream/alpha.git` },
  });
});

afterAll(() => world.stop());

/** `alpha` has a page on GitHub, `gamma` has none. */
async function bump(): Promise<FakePull> {
  count += 1;
  const files = await oldProject(local, 'uv', '>=1');
  const api = await world.gh.createRepository(`acme/notes-${count}`, { files });
  const asking = await api.openPull({ change: { 'README.md': 'asked' } });
  asking.comment('@lockkeeper now');
  return api.waitForPull(({ branch }) => branch.startsWith('lockkeeper/'), 60_000);
}

describe('a bump pull request', () => {
  it('has the notes of the releases that it moves over', async () => {
    const { body, title } = await bump();
    expect(title).toBe('Bump alpha and gamma');
    const [details] = /<details>[\s\S]*<\/details>/.exec(body) ?? [];
    const stable = details?.replaceAll(world.gh.url, 'https://GITHUB');
    expect(stable?.replace(/\(\d{4}-\d\d-\d\d\)/, '(DAY)')).toMatchInlineSnapshot(`
      "<details><summary>Release notes of <b>alpha</b> (1.0 to 1.1)</summary>

      **[v1.1: Faster](https://GITHUB/upstream/alpha/releases/tag/v1.1)** (DAY)

      - Faster by @&#8203;octocat, fixes #&#8203;1

      </details>"
    `);
  });

  it('is opened without them where the repository is gone', async () => {
    // Under a name that nobody has.
    local.index.publish({
      name: 'gamma',
      version: '1.2',
      urls: { Source: `${world.gh.url}/upstream/gone` },
    });
    const { body } = await bump();
    expect(body).toMatch(/\| \[gamma\]\(\S+\) \| `1\.0` \| `1\.2` \|/);
    expect(body).toContain('Release notes of <b>alpha</b>');
    expect(body).not.toContain('of <b>gamma</b>');
  });
});
