import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asApp, type Receiver, startReceiver } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakeRepository } from './index.ts';

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

function open(change = { a: '2\n' }) {
  return repository.openPull({ change });
}

describe('deliveries', () => {
  const LIST = 'GET /app/hook/deliveries';

  async function listed(query = {}) {
    await gh.webhooks.settled();
    const { data } = await asApp(gh).request(LIST, query);
    return data.map(({ event, action, status_code }) => `${event}.${action} ${status_code}`);
  }

  it('are listed newest first, in pages with a cursor', async () => {
    await (await open()).close();
    expect(await listed()).toEqual([
      'pull_request.closed 202',
      'pull_request.opened 202',
      'check_suite.requested 202',
      'push.null 202',
    ]);
    const { headers } = await asApp(gh).request(LIST, { per_page: 3 });
    const cursor = /cursor=([^&>]+)/.exec(headers.link ?? '')?.[1];
    expect(await listed({ per_page: 3, cursor })).toEqual(['push.null 202']);
  });

  it('fail when the receiver is broken, silent or away', async () => {
    gh.limits.webhookTimeout = 50;
    const pull = await open();
    await gh.webhooks.settled();
    receiver.status = 500;
    await pull.close();
    await gh.webhooks.settled();
    receiver.status = undefined;
    await pull.reopen();
    await gh.webhooks.settled();
    gh.app.webhookUrl = 'http://127.0.0.1:1/';
    await pull.close();
    expect(await listed({ status: 'failure' })).toEqual([
      'pull_request.closed 502',
      'pull_request.reopened 504',
      'pull_request.closed 500',
    ]);
  });

  it('can be asked for again: same GUID, really sent', async () => {
    await open();
    await gh.webhooks.settled();
    receiver.status = 500;
    gh.ping();
    const failed = await asApp(gh)
      .request(LIST, { status: 'failure' })
      .then(async () => {
        await gh.webhooks.settled();
        const { data } = await asApp(gh).request(LIST, { status: 'failure' });
        return data;
      });
    receiver.status = 202;
    const again = await asApp(gh).request('POST /app/hook/deliveries/{delivery_id}/attempts', {
      delivery_id: Number(failed[0]?.id),
    });
    expect(again.status).toBe(202);
    await gh.webhooks.settled();
    const pings = receiver.received.filter(({ name }) => name === 'ping');
    expect(new Set(pings.map(({ headers }) => headers['x-github-delivery'])).size).toBe(1);
    expect(pings).toHaveLength(2);
    const { data } = await asApp(gh).request(LIST, { per_page: 1 });
    expect(data).toMatchObject([{ redelivery: true, guid: failed[0]?.guid, status: 'OK' }]);
  });

  it('show what was sent and what came back', async () => {
    gh.ping();
    await gh.webhooks.settled();
    const [newest] = gh.webhooks.list();
    const { data } = await asApp(gh).request('GET /app/hook/deliveries/{delivery_id}', {
      delivery_id: newest?.id ?? 0,
    });
    expect(data).toMatchObject({
      request: { payload: { zen: expect.any(String) } },
      response: { payload: 'thanks' },
    });
  });
});

describe('a bad day', () => {
  it('loses an event without a trace', async () => {
    gh.webhooks.drop({ event: 'pull_request', action: 'opened' });
    await open();
    expect(await names()).toEqual(['push', 'check_suite.requested']);
    expect(gh.webhooks.list()).toHaveLength(2);
  });

  it('fails a delivery, which stays in the list', async () => {
    gh.webhooks.fail({ event: 'pull_request' });
    await open();
    expect(await names()).not.toContain('pull_request.opened');
    expect(gh.webhooks.list()).toContainEqual(
      expect.objectContaining({ event: 'pull_request', statusCode: 502 }),
    );
  });

  it('sends an event twice with one GUID', async () => {
    gh.webhooks.duplicate({ event: 'ping' });
    gh.ping();
    await gh.webhooks.settled();
    const [first, second] = receiver.received;
    expect(first?.headers['x-github-delivery']).toBe(second?.headers['x-github-delivery']);
    expect(receiver.received).toHaveLength(2);
  });

  it('holds events back and sends them in reverse', async () => {
    const pull = await open();
    await gh.webhooks.settled();
    gh.webhooks.hold();
    await pull.close();
    await pull.reopen();
    expect(await names()).toHaveLength(3);
    gh.webhooks.release('reversed');
    await gh.webhooks.settled();
    expect(
      gh.webhooks
        .list()
        .slice(0, 2)
        .map(({ action }) => action),
    ).toEqual(['closed', 'reopened']);
  });
});
