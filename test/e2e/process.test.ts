import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { createFakeGitHub, type FakeGitHub } from '../fake-github/index.ts';
import { startAppProcess } from '../support/app-process.ts';

const TARGET = 'POST /graphql';

let gh: FakeGitHub;
let data: string;

beforeEach(async () => {
  gh = await createFakeGitHub();
  data = await mkdtemp(join(tmpdir(), 'lockkeeper-process-'));
});

afterEach(async () => {
  await gh.stop();
  await rm(data, { recursive: true, force: true });
});

describe('the process can end at any time', { timeout: 60_000 }, () => {
  it('kill -9 between 202 and the verdict: after the restart it is published, once', async () => {
    const first = await startAppProcess(gh, { data });
    gh.app.webhookUrl = `${first.url}/api/github/webhooks`;
    const api = await gh.createRepository('acme/api', { files: fixture('uv-app') });
    // The job starts and never gets on.
    gh.faults.add(TARGET, { kind: 'hang' }, 100);
    const pull = await api.openPull({ change: { a: 'x' } });
    await gh.webhooks.settled();
    expect(gh.webhooks.list().find(({ event }) => event === 'pull_request')?.statusCode).toBe(202);
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    expect(pull.checks('Lockkeeper')).toEqual([]);

    gh.faults.clear();
    const second = await startAppProcess(gh, { data });
    const check = await pull.check('Lockkeeper', { timeout: 30_000 });
    await second.stop();
    expect(check.conclusion).toBe('success');
    expect(pull.checks('Lockkeeper')).toHaveLength(1);
  });

  it('SIGTERM: the running job ends first', async () => {
    const app = await startAppProcess(gh, { data });
    gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
    const api = await gh.createRepository('acme/api', { files: fixture('uv-app') });
    gh.faults.add(TARGET, { kind: 'slow', milliseconds: 500 });
    const pull = await api.openPull({ change: { a: 'x' } });
    await gh.webhooks.settled();
    await app.stop();
    expect(pull.checks('Lockkeeper').map(({ conclusion }) => conclusion)).toEqual(['success']);
  });

  it('a second process on the same folder is refused, and says what to do', async () => {
    const app = await startAppProcess(gh, { data });
    await expect(startAppProcess(gh, { data })).rejects.toThrow(/is in use by process \d+/);
    await app.stop();
  });

  it('a guessable webhook secret is refused', async () => {
    const env = { WEBHOOK_SECRET: 'development' };
    await expect(startAppProcess(gh, { data, env })).rejects.toThrow(/randomBytes\(32\)/);
  });
});
