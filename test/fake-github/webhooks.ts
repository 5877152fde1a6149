/** Webhooks out: signed, delivered, listed, redelivered; and lost, doubled or late on request. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { webhookProblems } from '../support/contract.ts';
import type { Outgoing } from './payloads.ts';
import { post } from './post.ts';
import type { World } from './world.ts';

export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | undefined;
  readonly installationId: number | undefined;
  readonly repositoryId: number | undefined;
  readonly isRedelivery: boolean;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes that were signed. */
  readonly payload: string;
  readonly deliveredAt: Date;
  /** `pending` is not GitHub's: it is on its way. */
  status: string;
  /** 0 while pending; 502 not reachable, 504 timed out, else the receiver's. */
  statusCode: number;
  /** Seconds. */
  duration: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}

/** Which events a knob is about; nothing given means all. */
interface EventMatch {
  readonly event?: string;
  readonly action?: string;
}

export interface Webhooks {
  send(outgoing: Outgoing): void;
  /** Newest first. */
  list(): readonly Delivery[];
  redeliver(delivery: Delivery): void;
  /** The next `times` matching events are lost without a trace. */
  drop(match?: EventMatch, times?: number): void;
  /** The next `times` matching events fail to arrive and are listed as failed. */
  fail(match?: EventMatch, times?: number): void;
  /** The next `times` matching events arrive twice, with one GUID. */
  duplicate(match?: EventMatch, times?: number): void;
  /** Holds back everything until `release`. */
  hold(): void;
  /** Sends what was held back, in order or `reversed`. */
  release(order?: 'in-order' | 'reversed'): void;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
  /** Gives up on everything that is on its way. */
  stop(): void;
}

type Trick = 'drop' | 'fail' | 'duplicate';

const ALWAYS_SENT = new Set(['ping', 'installation', 'installation_repositories']);

function isSubscribed(world: World, event: string): boolean {
  if (ALWAYS_SENT.has(event) || world.app.events.includes(event)) return true;
  return /^check_(run|suite)$/.test(event) && world.app.permissions.checks === 'write';
}

function matches(match: EventMatch, { event, action }: Outgoing): boolean {
  return (match.event ?? event) === event && (match.action ?? action) === action;
}

export function createWebhooks(world: World): Webhooks {
  const deliveries: Delivery[] = [];
  const tricks: { readonly match: EventMatch; readonly trick: Trick; left: number }[] = [];
  const underWay = new Set<Promise<void>>();
  const agent = new Agent({ keepAlive: true });
  let held: (() => void)[] | undefined;

  function plan(trick: Trick) {
    return (match: EventMatch = {}, times = 1) => void tricks.push({ match, trick, left: times });
  }

  function trickFor(outgoing: Outgoing): Trick | undefined {
    const found = tricks.find(({ match, left }) => left > 0 && matches(match, outgoing));
    if (found !== undefined) found.left -= 1;
    return found?.trick;
  }

  function deliver(parts: Omit<Delivery, 'id' | 'deliveredAt'>, isLost: boolean): void {
    const delivery = { ...parts, id: world.nextId(), deliveredAt: world.clock() };
    deliveries.unshift(delivery);
    const sending = transmit(delivery, isLost).finally(() => {
      underWay.delete(sending);
      world.events.emit('delivery');
    });
    underWay.add(sending);
  }

  async function transmit(delivery: Delivery, isLost: boolean): Promise<void> {
    const started = performance.now();
    const { url, headers, payload } = delivery;
    const outcome = isLost
      ? ({ kind: 'unreachable', reason: 'dropped by the test' } as const)
      : await post(agent, url, headers, payload, world.limits.webhookTimeout);
    delivery.duration = Math.round(performance.now() - started) / 1000;
    if (outcome.kind === 'answered') {
      delivery.statusCode = outcome.status;
      delivery.status = outcome.status < 400 ? 'OK' : `Invalid HTTP Response: ${outcome.status}`;
      delivery.responseHeaders = outcome.headers;
      delivery.responseBody = outcome.body;
    } else {
      delivery.statusCode = outcome.kind === 'timed-out' ? 504 : 502;
      delivery.status = outcome.kind === 'timed-out' ? 'timed out' : 'failed to connect to host';
      delivery.responseBody = outcome.reason;
    }
  }

  function dispatch(outgoing: Outgoing, url: string): void {
    const trick = trickFor(outgoing);
    if (trick === 'drop') return;
    const { event, action, installation, repository } = outgoing;
    const payload = JSON.stringify(outgoing.payload);
    const guid = randomUUID();
    const signature = createHmac('sha256', world.app.webhookSecret).update(payload).digest('hex');
    const parts = {
      guid,
      event,
      action,
      installationId: installation?.id,
      repositoryId: repository?.id,
      isRedelivery: false,
      url,
      headers: {
        accept: '*/*',
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/fake000',
        'x-github-delivery': guid,
        'x-github-event': event,
        'x-github-hook-id': '1',
        'x-github-hook-installation-target-id': String(world.app.id),
        'x-github-hook-installation-target-type': 'integration',
        'x-hub-signature-256': `sha256=${signature}`,
      },
      payload,
      status: 'pending',
      statusCode: 0,
      duration: 0,
      responseHeaders: {},
      responseBody: '',
    };
    deliver(parts, trick === 'fail');
    if (trick === 'duplicate') deliver(parts, false);
  }

  return {
    send(outgoing) {
      const { event, installation, payload } = outgoing;
      const url = world.app.webhookUrl;
      if (url === undefined || !isSubscribed(world, event)) return;
      if (installation === undefined && event !== 'ping') return;
      world.violations.push(...webhookProblems(event, payload).map((text) => `webhook ${text}`));
      if (held === undefined) dispatch(outgoing, url);
      else held.push(() => dispatch(outgoing, url));
    },
    list: () => deliveries,
    redeliver(delivery) {
      const { id: _id, deliveredAt: _at, ...parts } = delivery;
      const url = world.app.webhookUrl ?? delivery.url;
      deliver({ ...parts, url, isRedelivery: true, status: 'pending', statusCode: 0 }, false);
    },
    drop: plan('drop'),
    fail: plan('fail'),
    duplicate: plan('duplicate'),
    hold() {
      held ??= [];
    },
    release(order = 'in-order') {
      const waiting = held ?? [];
      held = undefined;
      if (order === 'reversed') waiting.reverse();
      for (const go of waiting) go();
    },
    stop() {
      world.app.webhookUrl = undefined;
      agent.destroy();
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
