import type { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakePull, type FakeRepository } from './index.ts';

const ANNOTATION = {
  path: 'pyproject.toml',
  start_line: 2,
  end_line: 2,
  annotation_level: 'warning',
  title: 'The lock is stale',
  message: 'httpx: `>=0.28` here, `>=0.27` in uv.lock',
} as const;
const OUTPUT = {
  title: '1 lock is stale',
  summary: 'Run `uv lock`.',
  text: '| lock | verdict |\n| --- | --- |\n| <script>x</script> | **stale** |',
  annotations: [ANNOTATION],
};
const ACTIONS = [{ label: 'Update lock', description: 'Commits it', identifier: 'relock' }];
const FILES = { 'pyproject.toml': '[project]\ndependencies = ["httpx>=0.27"]\n' };
const CHANGE = { 'pyproject.toml': '[project]\ndependencies = ["httpx>=0.28"]\n' };

let gh: FakeGitHub;
let repository: FakeRepository;
let pull: FakePull;
let octokit: Octokit;

beforeEach(async () => {
  gh = await createFakeGitHub();
  repository = await gh.createRepository('acme/api', { files: FILES, requires: ['Lockkeeper'] });
  pull = await repository.openPull({ title: 'Raise <b>httpx</b>', change: CHANGE });
  octokit = await asInstallation(gh);
});
afterEach(() => gh.stop());

function report(conclusion: 'failure' | 'success' = 'failure') {
  return octokit.request('POST /repos/{owner}/{repo}/check-runs', {
    owner: 'acme',
    repo: 'api',
    name: 'Lockkeeper',
    head_sha: pull.headSha,
    conclusion,
    output: OUTPUT,
    actions: ACTIONS,
  });
}

function page(path: string): Promise<string> {
  return fetch(gh.url + path).then((response) => response.text());
}

describe('a story', () => {
  it('waits for the check of the head, and reads it as a person does', async () => {
    const waiting = pull.check('Lockkeeper');
    await report();
    expect(pull.render(await waiting)).toMatchInlineSnapshot(`
      "✗ Lockkeeper · failure

        1 lock is stale

        Run \`uv lock\`.

        | lock | verdict |
        | --- | --- |
        | <script>x</script> | **stale** |

        pyproject.toml:2 warning — The lock is stale
          httpx: \`>=0.28\` here, \`>=0.27\` in uv.lock

        [Update lock] Commits it"
    `);
  });

  it('waits for the new run after a click, and for the new head after a push', async () => {
    await report();
    const first = await pull.check('Lockkeeper');
    pull.rerequest('Lockkeeper');
    const again = pull.check('Lockkeeper');
    await report('success');
    expect(await again).toMatchObject({ conclusion: 'success' });
    expect((await again).id).toBeGreaterThan(first.id);
    const head = await pull.push({ 'uv.lock': '' });
    const next = pull.check('Lockkeeper');
    await report('success');
    expect(await next).toMatchObject({ headSha: head });
  });

  it('that waits in vain says what happened instead', async () => {
    await octokit.request('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'api' });
    await expect(pull.check('Lockkeeper', { timeout: 20 })).rejects.toThrow(
      /no completed check run 'Lockkeeper' .*\(runs there: none\) within 20 ms[\s\S]*GET \/repos\/acme\/api +200/,
    );
  });

  it('that broke the contract fails in the end, even if the app swallowed the refusal', async () => {
    const route = 'GET /repos/{owner}/{repo}/pulls?stat=open';
    await octokit.request(route, { owner: 'acme', repo: 'api' }).catch(() => 'swallowed');
    await expect(gh.stop()).rejects.toThrow('unknown query parameter stat');
    gh = await createFakeGitHub();
  });

  it('may give all files of the head instead of a change', async () => {
    const files = { 'only.txt': 'x' };
    const other = await repository.openPull({ files, branch: 'other' });
    expect(await repository.read(other.headSha, 'only.txt')).toBe('x');
    expect(await repository.read(other.headSha, 'pyproject.toml')).toBeUndefined();
  });
});

describe('the page', () => {
  it('lists repositories with their pull requests and checks', async () => {
    await report();
    const html = await page('/');
    expect(html).toContain('acme/api');
    expect(html).toContain(`git clone ${repository.cloneUrl}`);
    expect(html).toContain('Lockkeeper: 1 lock is stale');
  });

  it('shows a required check that nobody reported', async () => {
    expect(await page('/acme/api/pull/1')).toContain('waiting for status to be reported');
  });

  it('shows a check with annotated lines and buttons, all escaped', async () => {
    await report();
    const html = await page('/acme/api/pull/1');
    expect(html).toContain(
      '<b class="hit"><i>2</i>dependencies = [&quot;httpx&gt;=0.28&quot;]</b>',
    );
    expect(html).toContain(
      '<td>&lt;script&gt;x&lt;/script&gt;</td><td><strong>stale</strong></td>',
    );
    expect(html).toContain('Raise &lt;b&gt;httpx&lt;/b&gt;');
    expect(html).toContain('value="relock"');
  });

  it.each([
    ['press', { identifier: 'relock' }, 'requested_action'],
    ['rerun', {}, 'rerequested'],
  ])('has a button that works: %s', async (path, fields, action) => {
    const { data } = await report();
    gh.app.webhookUrl = 'http://127.0.0.1:1/';
    const body = new URLSearchParams({ run: String(data.id), ...fields });
    const answer = await fetch(`${gh.url}/-/${path}`, { method: 'POST', body, redirect: 'manual' });
    expect(answer.headers.get('location')).toBe(`/acme/api/pull/1#run-${data.id}`);
    expect(gh.webhooks.list()).toMatchObject([{ event: 'check_run', action }]);
  });
});
