import type { GitHubClient } from './client.ts';

/** A webhook that never arrived. */
export interface FailedDelivery {
  /** Of the newest attempt: what `redeliver` takes. Some are beyond 2^53. */
  readonly id: number | bigint;
  /** The same for all attempts. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | 'none';
  readonly attempts: number;
}

interface Delivery {
  readonly id: number | bigint;
  readonly guid: string;
  readonly delivered_at: string;
  readonly event: string;
  readonly action: string | null;
}

const PER_PAGE = 100;
/** Ten thousand deliveries: the next sweep goes on. */
const MAX_PAGES = 100;

/**
 * Webhooks since `since` of which no attempt succeeded, oldest first. GitHub never repeats a failed
 * delivery by itself, and keeps them for three days. One request when nothing failed.
 *
 * @param client authenticated as the app itself
 * @see https://docs.github.com/en/webhooks/using-webhooks/handling-failed-webhook-deliveries
 */
export async function listFailedDeliveries(
  client: GitHubClient,
  since: Date,
): Promise<readonly FailedDelivery[]> {
  const failed = await listDeliveries(client, since, 'failure');
  const oldest = failed.at(-1);
  if (oldest === undefined) return [];
  const succeeded = await listDeliveries(client, new Date(oldest.delivered_at), 'success');
  const arrived = new Set(succeeded.map(({ guid }) => guid));
  const lost = Map.groupBy(
    failed.filter(({ guid }) => !arrived.has(guid)),
    ({ guid }) => guid,
  );
  return [...lost.values()].reverse().flatMap((attempts) => {
    const [newest] = attempts;
    if (newest === undefined) return [];
    const { id, guid, event, action } = newest;
    return [{ id, guid, event, action: action ?? 'none', attempts: attempts.length }];
  });
}

/** Asks for one delivery again; it comes as a webhook with the same GUID. */
export async function redeliver(client: GitHubClient, id: FailedDelivery['id']): Promise<void> {
  const url = '/app/hook/deliveries/{delivery_id}/attempts';
  await client.request({ method: 'POST', url, delivery_id: id });
}

/** Newest first. */
async function listDeliveries(
  client: GitHubClient,
  since: Date,
  status: 'failure' | 'success',
): Promise<readonly Delivery[]> {
  const found: Delivery[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data, headers } = await client.request('GET /app/hook/deliveries', {
      per_page: PER_PAGE,
      status,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const recent = data.filter(({ delivered_at }) => new Date(delivered_at) >= since);
    found.push(...recent);
    cursor = nextCursor(headers.link);
    if (cursor === undefined || recent.length < data.length) return found;
  }
  return found;
}

function nextCursor(link: string | undefined): string | undefined {
  const [, url] = /<([^>]+)>;\s*rel="next"/.exec(link ?? '') ?? [];
  return url === undefined ? undefined : (new URL(url).searchParams.get('cursor') ?? undefined);
}
