import { notFound } from '../errors.ts';
import { time } from '../views/accounts.ts';
import type { Delivery } from '../webhooks.ts';
import { appRoute, type Call, ok, type Route } from './route.ts';

function itemView(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: time(delivery.deliveredAt),
    redelivery: delivery.isRedelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}

/** Newest first, 30 a page, with a cursor: there are no page numbers here. */
function list({ hub, world, query, path }: Call) {
  const status = query.get('status');
  const size = Number(query.get('per_page') ?? 30);
  const cursor = query.get('cursor');
  const before = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor.replace('v1_', ''));
  const found = hub.webhooks
    .list()
    .filter(({ id }) => id < before)
    .filter(({ statusCode }) => {
      if (status === 'success') return statusCode >= 200 && statusCode < 400;
      return status === 'failure' ? statusCode >= 400 && statusCode < 600 : true;
    });
  const page = found.slice(0, size);
  const last = page.at(-1);
  if (found.length <= size || last === undefined) return ok(page.map(itemView));
  const next = new URLSearchParams(query);
  next.set('cursor', `v1_${last.id}`);
  return ok(page.map(itemView), { link: `<${world.url}${path}?${next}>; rel="next"` });
}

function one({ hub, params }: Call): Delivery {
  const found = hub.webhooks.list().find(({ id }) => id === Number(params.delivery_id));
  if (found === undefined) throw notFound();
  return found;
}

export const hookRoutes: readonly Route[] = [
  appRoute('GET', '/app/hook/deliveries', list),
  appRoute('GET', '/app/hook/deliveries/{delivery_id}', (call) => {
    const delivery = one(call);
    return ok({
      ...itemView(delivery),
      url: delivery.url,
      request: { headers: delivery.headers, payload: JSON.parse(delivery.payload) },
      response: { headers: delivery.responseHeaders, payload: delivery.responseBody },
    });
  }),
  appRoute('POST', '/app/hook/deliveries/{delivery_id}/attempts', (call) => {
    call.hub.webhooks.redeliver(one(call));
    return { status: 202, body: {} };
  }),
];
