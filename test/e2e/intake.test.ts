import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeSandbox } from '../../src/relock/sandbox/index.ts';
import { fixture } from '../demo/stories.ts';
import { startWorld, type World } from '../support/world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld('pglite');
});

afterAll(() => world.stop());

interface Sent {
  readonly event?: string;
  readonly delivery?: string;
  readonly body?: string;
  readonly signature?: string;
}

/** Posts a webhook, signed unless told otherwise; gives the answer as a person would note it. */
async function send({ event = 'pull_request', delivery = 'd-1', body = '{}', signature }: Sent) {
  const secret = world.gh.app.webhookSecret;
  const signed = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const response = await fetch(`${world.app.url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'x-github-event': event,
      'x-github-delivery': delivery,
      'x-hub-signature-256': signature ?? signed,
    },
  });
  return `${response.status} ${await response.text()}`.trim();
}

async function jobs(): Promise<number> {
  const states = ['created', 'retry', 'active'];
  const counts = states.map((state) => world.metric(`lockkeeper_jobs{state="${state}"}`));
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

describe('what comes in is checked before anything is believed', () => {
  it.each<[string, Sent, string]>([
    ['no signature', { signature: '' }, '401 The signature is missing or wrong.'],
    [
      'a forged signature',
      { signature: `sha256=${'0'.repeat(64)}` },
      '401 The signature is missing or wrong.',
    ],
    [
      'the old algorithm',
      { signature: `sha1=${'0'.repeat(40)}` },
      '401 The signature is missing or wrong.',
    ],
    ['no JSON', { body: 'hello' }, '400 The body is no JSON.'],
    ['no delivery id', { delivery: '' }, '400 X-GitHub-Event and X-GitHub-Delivery are needed.'],
    [
      'a known event that is not whole',
      { body: '{"action":"opened"}' },
      '400 Not a whole pull_request event: installation: Invalid input: expected object, received undefined',
    ],
    ['another event', { event: 'star' }, '204'],
    ['another action', { body: '{"action":"closed"}' }, '204'],
  ])('%s', async (_, sent, answer) => {
    expect(await send(sent)).toBe(answer);
    expect(await jobs()).toBe(0);
  });

  it('an event that is not whole is in the log, with its delivery id', async () => {
    await send({ delivery: 'broken-7', body: '{"action":"opened"}' });
    expect(world.log).toContainEqual(
      expect.objectContaining({ level: 'warn', delivery: 'broken-7', event: 'pull_request' }),
    );
  });

  it.each([
    ['30 MB, announced', 30, { 'content-length': String(30 * MEGABYTE) }],
    ['300 MB, not announced', 300, { 'transfer-encoding': 'chunked' }],
  ])('%s, are refused before they are read whole', async (_, megabytes, headers) => {
    const { status, sent } = await sendUntilAnswered(megabytes, headers);
    expect(status).toBe(413);
    // Some of it is under way in the buffers of the system.
    expect(sent).toBeLessThan(megabytes / 2 + 15);
  });

  it('counts what it was sent', async () => {
    expect(await world.metric('lockkeeper_webhooks_total{event="pull_request",answer="401"}')).toBe(
      3,
    );
    expect(await world.metric('lockkeeper_webhooks_total{event="unknown",answer="413"}')).toBe(2);
  });
});

const MEGABYTE = 1024 * 1024;

/** `sent` in megabytes. */
function sendUntilAnswered(
  megabytes: number,
  headers: Record<string, string>,
): Promise<{ status: number; sent: number }> {
  return new Promise((resolve, reject) => {
    let sent = 0;
    let status = 0;
    const chunk = Buffer.alloc(MEGABYTE, 'x');
    const outgoing = request(`${world.app.url}/api/github/webhooks`, { method: 'POST', headers });
    outgoing.on('response', (response) => {
      status = response.statusCode ?? 0;
      response.resume();
      outgoing.destroy();
    });
    outgoing.on('close', () => resolve({ status, sent }));
    // The server may break the connection once it has answered.
    outgoing.on('error', (error) => (status === 0 ? reject(error) : undefined));
    function write(): void {
      if (status !== 0 || sent >= megabytes) return;
      sent += 1;
      outgoing.write(chunk, write);
    }
    write();
  });
}

describe('what the operator sees', () => {
  it.each([
    ['/healthz', 200, 'ok\n'],
    ['/readyz', 200, `ready\nsandbox: ${describeSandbox()}\n`],
    ['/nothing', 404, 'Nothing is here.\n'],
    ['/api/github/webhooks', 405, 'Another method is needed here.\n'],
  ])('GET %s', async (path, status, body) => {
    const response = await fetch(`${world.app.url}${path}`);
    expect([response.status, await response.text()]).toEqual([status, body]);
  });

  it('metrics of a judged pull request, and one correlation id for all its log lines', async () => {
    const api = await world.gh.createRepository('acme/api', { files: fixture('uv-app') });
    const pull = await api.openPull({ change: { a: 'x' } });
    await pull.check('Lockkeeper');
    const [delivery] = world.gh.webhooks.list().filter(({ event }) => event === 'pull_request');
    await expect
      .poll(() =>
        world.log.filter((line) => line.delivery === delivery?.guid).map(({ msg }) => msg),
      )
      .toEqual(['A webhook was stored', 'Judged']);
    const verdicts = 'lockkeeper_verdicts_total{gate="lockfile",mode="warn",status="passed"}';
    expect(await world.metric(verdicts)).toBe(1);
    expect(await world.metric('lockkeeper_webhook_to_check_run_seconds_count')).toBe(1);
  });

  it('no token and no file content in the log', () => {
    const text = JSON.stringify(world.log);
    expect(text).not.toMatch(/ghs_|PRIVATE KEY|httpx|weather/);
  });
});
