import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation, type Receiver, startReceiver } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakeRepository } from './index.ts';

const RUN = { owner: 'acme', repo: 'api', name: 'Gate', conclusion: 'failure' } as const;
const ACTIONS = [{ label: 'Fix', description: 'Fixes it', identifier: 'fix' }];

let gh: FakeGitHub;
let receiver: Receiver;
let repository: FakeRepository;

beforeEach(async () => {
  gh = await createFakeGitHub();
  receiver = await startReceiver();
  repository = await gh.createRepository('acme/api', { files: { a: '1\n' } });
  gh.app.webhookUrl = receiver.url;
});
afterEach(async () => {
  // Every payload was held against GitHub's description: `stop` throws if one differs.
  await gh.stop();
  await receiver.stop();
});

async function names(): Promise<readonly string[]> {
  await gh.webhooks.settled();
  return receiver.received.map(({ name }) => name);
}

async function namesAfter(action: () => unknown): Promise<readonly string[]> {
  const before = (await names()).length;
  await action();
  return (await names()).slice(before).toSorted();
}

function open(change = { a: '2\n' }) {
  return repository.openPull({ change });
}

describe('a webhook', () => {
  it('is signed, and says what GitHub says in its headers', async () => {
    await open();
    await gh.webhooks.settled();
    const opened = receiver.received.find(({ name }) => name === 'pull_request.opened');
    const signature = createHmac('sha256', gh.app.webhookSecret).update(opened?.body ?? '');
    expect(opened?.headers).toMatchObject({
      'x-hub-signature-256': `sha256=${signature.digest('hex')}`,
      'x-github-event': 'pull_request',
      'x-github-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-github-hook-installation-target-id': '4711',
      'x-github-hook-installation-target-type': 'integration',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    });
    expect(JSON.parse(opened?.body ?? '')).toMatchObject({
      installation: { id: gh.app.installationId },
      repository: { id: repository.id, full_name: 'acme/api' },
      pull_request: { number: 1, head: { sha: repository.pull(1).headSha } },
    });
  });

  it('comes for everything that happens to a pull request', async () => {
    const pull = await repository.openPull({ change: { a: '2\n' }, isDraft: true });
    const push = ['check_suite.requested', 'pull_request.synchronize', 'push'];
    expect(await namesAfter(() => pull.push({ a: '3\n' }))).toEqual(push);
    expect(await namesAfter(() => pull.forcePush({ a: '4\n' }))).toEqual(push);
    expect(await namesAfter(() => pull.ready())).toEqual(['pull_request.ready_for_review']);
    expect(await namesAfter(() => pull.edit({ title: 'b' }))).toEqual(['pull_request.edited']);
    expect(await namesAfter(() => pull.close())).toEqual(['pull_request.closed']);
    expect(await namesAfter(() => pull.reopen())).toEqual(['pull_request.reopened']);
    const merged = ['check_suite.requested', 'pull_request.closed', 'push'];
    expect(await namesAfter(() => pull.merge())).toEqual(merged);
  });

  it('about a new base carries the old one, about a new title does not', async () => {
    const pull = await open();
    await repository.commit('next', { b: '1' });
    const oldBase = pull.baseSha;
    await pull.edit({ base: 'next' });
    await pull.edit({ title: 'other' });
    await gh.webhooks.settled();
    const edits = receiver.received
      .filter(({ name }) => name === 'pull_request.edited')
      .map(({ body }) => JSON.parse(body).changes);
    expect(edits).toEqual([
      { base: { ref: { from: 'main' }, sha: { from: oldBase } } },
      { title: { from: 'A change' } },
    ]);
  });

  it('about a deleted fork has no head repository', async () => {
    const pull = await repository.openPull({ change: { a: '2\n' }, fork: 'mallory' });
    pull.deleteHeadRepository();
    await pull.close();
    await gh.webhooks.settled();
    const { head } = JSON.parse(receiver.received.at(-1)?.body ?? '').pull_request;
    expect(head).toMatchObject({ repo: null, label: 'unknown repository', sha: pull.headSha });
  });

  it('about a push to a fork never comes, about its pull request it does', async () => {
    const pull = await repository.openPull({ change: { a: '2\n' }, fork: 'mallory' });
    expect(await names()).toEqual(['pull_request.opened']);
    const pushed = await namesAfter(() => pull.push({ a: '3\n' }));
    expect(pushed).toEqual(['pull_request.synchronize']);
  });

  it('asks for one suite per commit, however many branches have it', async () => {
    const pull = await open();
    await gh.webhooks.settled();
    const again = await namesAfter(() =>
      repository
        .openPull({ branch: pull.branch, base: 'main' })
        .catch((error: Error) => error.message),
    );
    expect(again).toEqual([]);
  });

  it('tells of check runs, re-runs and buttons', async () => {
    const pull = await open();
    const octokit = await asInstallation(gh);
    const created = await namesAfter(() =>
      octokit.request('POST /repos/{owner}/{repo}/check-runs', {
        ...RUN,
        head_sha: pull.headSha,
        actions: ACTIONS,
      }),
    );
    expect(created).toEqual(['check_run.completed', 'check_run.created']);
    const pressed = await namesAfter(() => pull.press('Gate', 'Fix'));
    expect(pressed).toEqual(['check_run.requested_action']);
    const action = JSON.parse(receiver.received.at(-1)?.body ?? '');
    expect(action).toMatchObject({
      requested_action: { identifier: 'fix' },
      sender: { login: 'robin' },
    });
    expect(await namesAfter(() => pull.rerequest('Gate'))).toEqual(['check_run.rerequested']);
    expect(await namesAfter(() => pull.rerequestAll())).toEqual(['check_suite.rerequested']);
    expect(() => pull.press('Gate', 'Nothing')).toThrow(
      "no button 'Nothing' on 'Gate' (buttons: Fix)",
    );
  });

  it('tells of a merge group and its end', async () => {
    const group = await repository.enqueue(await open());
    await group.destroy('merged');
    expect(await names()).toEqual(
      expect.arrayContaining(['merge_group.checks_requested', 'merge_group.destroyed']),
    );
    const body = receiver.received.find(
      ({ name }) => name === 'merge_group.checks_requested',
    )?.body;
    expect(JSON.parse(body ?? '').merge_group).toMatchObject({
      head_sha: group.sha,
      head_ref: `refs/heads/gh-readonly-queue/main/pr-1-${repository.sha()}`,
      base_ref: 'refs/heads/main',
    });
  });

  it('tells of installations', async () => {
    const files = { files: { a: '1' }, isInstalled: false };
    const [more, other] = [
      await gh.createRepository('acme/more', files),
      await gh.createRepository('globex/api', files),
    ];
    const added = await namesAfter(() => more.install());
    expect(added).toEqual(['installation_repositories.added']);
    expect(await namesAfter(() => other.install())).toEqual(['installation.created']);
    expect(await namesAfter(() => gh.ping())).toEqual(['ping']);
  });
});
