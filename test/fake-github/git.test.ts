import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asApp, type Receiver, startReceiver } from './client.ts';
import { git as run, tryGit } from './git-process.ts';
import { createFakeGitHub, type FakeGitHub, type FakePull, type FakeRepository } from './index.ts';

const PERSON = ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com'];

let gh: FakeGitHub;
let receiver: Receiver;
let repository: FakeRepository;
let pull: FakePull;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clone-'));
  gh = await createFakeGitHub();
  receiver = await startReceiver();
  repository = await gh.createRepository('acme/api', { files: { a: '1\n' } });
  pull = await repository.openPull({ change: { a: '2\n' }, branch: 'mine' });
  gh.app.webhookUrl = receiver.url;
});
afterEach(async () => {
  await gh.stop();
  await receiver.stop();
  await rm(folder, { recursive: true });
});

function inFolder(...args: readonly string[]) {
  return run(folder, [...PERSON, ...args]);
}

async function commit(path: string, text: string) {
  await writeFile(join(folder, path), text);
  await inFolder('add', path);
  await inFolder('commit', '-q', '-m', 'By hand');
}

function authorized(token: string): string {
  return repository.cloneUrl.replace('robin:password', `x-access-token:${token}`);
}

async function tokenWith(permissions: Readonly<Record<string, string>>): Promise<string> {
  const route = 'POST /app/installations/{installation_id}/access_tokens';
  const target = { installation_id: gh.app.installationId, permissions };
  return (await asApp(gh).request(route, target)).data.token;
}

describe('git', () => {
  it('clones, and a push moves the pull request and tells the app', async () => {
    await inFolder('clone', '-q', '--branch', 'mine', repository.cloneUrl, '.');
    await commit('a', '3\n');
    await inFolder('push', '-q');
    expect(pull.headSha).toBe((await inFolder('rev-parse', 'HEAD')).toString().trim());
    await gh.webhooks.settled();
    expect(receiver.received.map(({ name }) => name).toSorted()).toEqual([
      'check_suite.requested',
      'pull_request.synchronize',
      'push',
    ]);
  });

  it('fetches the head and the test merge of a pull request from a fork', async () => {
    const fork = await repository.openPull({ change: { b: '1\n' }, fork: 'mallory' });
    await inFolder('init', '-q');
    const refs = [`refs/pull/${fork.number}/head`, `refs/pull/${fork.number}/merge`];
    await inFolder('fetch', '-q', repository.cloneUrl, ...refs);
    const heads = await readFile(join(folder, '.git/FETCH_HEAD'), 'utf8');
    expect(heads).toContain(fork.headSha);
    await inFolder('fetch', '-q', repository.cloneUrl, fork.headSha);
  });

  it('has no test merge while there is a conflict', async () => {
    await repository.commit('main', { a: 'other\n' });
    const refs = (await run(folder, ['ls-remote', repository.cloneUrl])).toString();
    expect(refs).toContain('refs/pull/1/head');
    expect(refs).not.toContain('refs/pull/1/merge');
  });

  it('lets a token push only with contents: write', async () => {
    await inFolder('clone', '-q', repository.cloneUrl, '.');
    await commit('b', '1\n');
    const reader = authorized(await tokenWith({ contents: 'read' }));
    const push = ['push', '-q'];
    expect((await tryGit(folder, [...push, reader, 'HEAD:refs/heads/x'])).code).not.toBe(0);
    const writer = authorized(await tokenWith({ contents: 'write' }));
    await inFolder(...push, writer, 'HEAD:refs/heads/x');
    expect(repository.sha('x')).toBe((await inFolder('rev-parse', 'HEAD')).toString().trim());
  });

  it('never lets anybody write refs of pull requests', async () => {
    await inFolder('clone', '-q', repository.cloneUrl, '.');
    const push = ['push', '-q', repository.cloneUrl, 'HEAD:refs/pull/1/head'];
    expect((await tryGit(folder, push)).code).not.toBe(0);
  });

  it('makes the same commits for the same story', async () => {
    const other = await createFakeGitHub();
    const twin = await other.createRepository('other/name', { files: { a: '1\n' } });
    const change = { change: { a: '2\n' }, branch: 'mine' };
    expect((await twin.openPull(change)).headSha).toBe(pull.headSha);
    await other.stop();
  });

  it('keeps base.sha behind a base branch that moved on, until the head is pushed', async () => {
    const start = repository.sha();
    const tip = await repository.commit('main', { c: '1' });
    expect(pull.baseSha).toBe(start);
    await pull.push({ b: '1' });
    expect(pull.baseSha).toBe(tip);
  });

  it('closes a pull request whose branch is deleted, and one that was merged by push', async () => {
    await repository.deleteBranch('mine');
    expect(pull.state).toBe('closed');
    const second = await repository.openPull({ change: { d: '1' } });
    await second.merge();
    expect(second.state).toBe('closed');
    expect(await repository.read('main', 'd')).toBe('1');
  });
});
