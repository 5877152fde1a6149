import { describe, expect, it } from 'vitest';
import { listFailedDeliveries, redeliver } from '../../src/github/deliveries.ts';
import { API, useDouble } from './double.ts';

const github = useDouble();
const DELIVERIES = 'GET /app/hook/deliveries?per_page=100';
const SINCE = new Date('2026-11-20T00:00:00Z');

function delivery(id: number, guid: string, hour: number, day = 23) {
  const delivered_at = `2026-11-${day}T${String(hour).padStart(2, '0')}:00:00Z`;
  return { id, guid, delivered_at, event: 'pull_request', action: 'opened' };
}

describe('lost webhooks', () => {
  it('cost one request when there are none', async () => {
    github.on(`${DELIVERIES}&status=failure`, { body: [] });
    expect(await listFailedDeliveries(github.client(), SINCE)).toEqual([]);
    expect(github.calls).toHaveLength(1);
  });

  it('are those without a successful attempt, oldest first, each by its newest attempt', async () => {
    const failed = [
      delivery(5, 'lost-later', 9),
      delivery(4, 'lost', 8),
      delivery(3, 'healed', 7),
      delivery(2, 'lost', 6),
    ];
    github.on(`${DELIVERIES}&status=failure`, { body: failed });
    github.on(`${DELIVERIES}&status=success`, { body: [delivery(6, 'healed', 10)] });
    expect(await listFailedDeliveries(github.client(), SINCE)).toMatchInlineSnapshot(`
      [
        {
          "action": "opened",
          "attempts": 2,
          "event": "pull_request",
          "guid": "lost",
          "id": 4,
        },
        {
          "action": "opened",
          "attempts": 1,
          "event": "pull_request",
          "guid": "lost-later",
          "id": 5,
        },
      ]
    `);
  });

  it('are looked for page by page, no further back than asked', async () => {
    const link = `<${API}/app/hook/deliveries?per_page=100&status=failure&cursor=v1_2>; rel="next"`;
    const page = [delivery(3, 'c', 9)];
    const last = [delivery(2, 'b', 8), delivery(1, 'a', 8, 19)];
    github.on(`${DELIVERIES}&status=failure`, { body: page, headers: { link } });
    github.on(`${DELIVERIES}&status=failure&cursor=v1_2`, { body: last, headers: { link } });
    github.on(`${DELIVERIES}&status=success`, { body: [] });
    const found = await listFailedDeliveries(github.client(), SINCE);
    expect(found.map(({ guid }) => guid)).toEqual(['b', 'c']);
  });

  it('are asked for again by id', async () => {
    github.on('POST /app/hook/deliveries/5/attempts', { status: 202 });
    await redeliver(github.client(), 5);
    expect(github.calls).toHaveLength(1);
  });
});
