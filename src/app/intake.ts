/**
 * Webhooks come in here: size, signature, shape, storage, answer – and nothing else happens inside
 * the request. The signature is verified on the raw bytes before anything is decoded, and 202 is
 * said only when the job is stored. (Probot answers when its handlers end, has no body limit, and
 * takes a public default for a missing secret: `reference: GitHub facts §13`.)
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { emitterEventNames } from '@octokit/webhooks';
import { type Event, narrow } from './events.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** GitHub sends at most 25 MB. */
const MAX_BODY_BYTES = 26 * 1024 * 1024;

export interface Accepted {
  readonly events: readonly Event[];
  readonly delivery: string;
  readonly receivedAt: number;
}

export interface IntakeOptions {
  readonly appId: number;
  readonly secret: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Resolves when the events are stored. */
  store(accepted: Accepted): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly message: string;
  /** The rest of the body was not read: the connection cannot be used again. */
  readonly close?: boolean;
}

export type Intake = (request: IncomingMessage) => Promise<Answer>;

export function createIntake(options: IntakeOptions): Intake {
  const { appId, secret, log, metrics, store } = options;

  async function receive(request: IncomingMessage): Promise<Answer> {
    const receivedAt = Date.now();
    const name = headerOf(request, 'x-github-event');
    const delivery = headerOf(request, 'x-github-delivery');
    const body = await readBody(request);
    if (body === 'too large') {
      return { status: 413, message: 'The body is larger than GitHub ever sends.', close: true };
    }
    if (!isSigned(body, headerOf(request, 'x-hub-signature-256'), secret)) {
      return { status: 401, message: 'The signature is missing or wrong.' };
    }
    if (name === '' || delivery === '') {
      return { status: 400, message: 'X-GitHub-Event and X-GitHub-Delivery are needed.' };
    }
    const payload = parseJson(body);
    if (payload === undefined) return { status: 400, message: 'The body is no JSON.' };
    const narrowed = narrow(name, payload, appId);
    if (narrowed.kind === 'ignored') return { status: 204, message: '' };
    if (narrowed.kind === 'invalid') {
      log.warn({ delivery, event: name, problem: narrowed.problem }, 'A webhook is not whole');
      return { status: 400, message: `Not a whole ${name} event: ${narrowed.problem}` };
    }
    await store({ events: narrowed.events, delivery, receivedAt });
    log.debug({ delivery, event: name }, 'A webhook was stored');
    return { status: 202, message: 'Stored.' };
  }

  return async (request) => {
    const answer = await receive(request);
    metrics.webhook(eventLabel(headerOf(request, 'x-github-event')), answer.status);
    return answer;
  };
}

const KNOWN_EVENTS: ReadonlySet<string> = new Set(emitterEventNames);

/** The name comes from outside: only GitHub's own become labels, or anybody could make millions. */
function eventLabel(name: string): string {
  return KNOWN_EVENTS.has(name) ? name : 'unknown';
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** Stops reading as soon as the body is too large, whatever its `content-length` says. */
async function readBody(request: IncomingMessage): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 'too large';
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not break the connection: the answer still goes through it.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return 'too large';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** @see https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries */
function isSigned(body: Buffer, signature: string, secret: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
