import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorLike, isErrorLike, isGraphqlAccident } from './error-like.ts';
import { RateLimited } from './errors.ts';
import type { LockkeeperOctokitOptions, RequestReport } from './octokit.ts';
import type { Lane, Pacing } from './pacing.ts';
import { pauseOf } from './pauses.ts';

/** The parts of Octokit's request options that decide how a request is treated. */
interface RequestOptions {
  readonly method: string;
  readonly url: string;
  readonly query?: unknown;
  readonly request?: object;
}

/** The parts of Octokit's response that are looked at. */
interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data?: unknown;
}

interface AttemptContext {
  readonly installationId: RequestReport['installationId'];
  readonly pacing: Pacing;
  readonly retryBaseMs: number;
  readonly onRequest: LockkeeperOctokitOptions['onRequest'];
}

const RETRIES = 3;
const TIMEOUT_MS = 30_000;
/** Longer pauses are the queue's business: a job that sleeps keeps others waiting. */
const LONGEST_PAUSE_SECONDS = 20;

/**
 * One request with its repetitions. Reads are repeated three times after a 5xx or a lost
 * connection. Writes are not: whether they were carried out is unknown, so the job looks again.
 * A secondary limit is waited for, within reason, since nothing was carried out.
 *
 * @throws {RateLimited} when the pause is too long for a job
 */
export async function attempt<Options extends RequestOptions, Result extends Response>(
  request: (options: Options) => Result | Promise<Result>,
  options: Options,
  context: AttemptContext,
): Promise<Result> {
  const { pacing, installationId, retryBaseMs } = context;
  const installation = String(installationId);
  const lane = laneOf(options);
  const budget = isGraphql(options) ? 'graphql' : 'core';

  /** One turn: gives the outcome, and how long to wait before another one (0: no other). */
  async function turn(tries: number): Promise<readonly [Outcome<Result>, number]> {
    const until = pacing.pausedUntil(installation, budget);
    if (until > 0) throw new RateLimited(new Date(until));
    const outcome = await once(request, options, context);
    const problem = problemOf(outcome);
    if (problem === 'none') return [outcome, 0];
    const pause = pauseOf(problem);
    if (pause === 'none') {
      const isRepeated = lane === 'read' && tries < RETRIES && isAccident(problem);
      return [outcome, isRepeated ? Math.max(1, retryBaseMs * (tries + 1) ** 2) : 0];
    }
    const isShort = pause.limit === 'secondary' && pause.seconds <= LONGEST_PAUSE_SECONDS;
    if (isShort && tries < RETRIES) return [outcome, pause.seconds * 1000];
    // Within the turn, so that nobody who waits for one is sent into the limit.
    const resetAt = new Date(Date.now() + pause.seconds * 1000);
    const budgets = pause.limit === 'primary' ? [budget] : ['core', 'graphql'];
    for (const paused of budgets) pacing.pause(installation, paused, resetAt.getTime());
    throw new RateLimited(resetAt, { cause: problem });
  }

  for (let tries = 0; ; tries++) {
    const [outcome, wait] = await pacing.schedule(installation, lane, () => turn(tries));
    if (wait === 0) return unwrap(outcome);
    await sleep(wait);
  }
}

function isAccident({ status = 0, errors }: ErrorLike): boolean {
  return errors !== undefined || status >= 500;
}

type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

async function once<Options extends RequestOptions, Result extends Response>(
  request: (options: Options) => Result | Promise<Result>,
  options: Options,
  { installationId, onRequest }: AttemptContext,
): Promise<Outcome<Result>> {
  const started = performance.now();
  const report = (status: number, headers: Response['headers']) =>
    onRequest?.({
      route: `${options.method} ${options.url.replace(/^https?:\/\/[^/]+/, '')}`,
      status,
      seconds: (performance.now() - started) / 1000,
      remaining: remainingOf(headers),
      installationId,
    });
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const result = await request({ ...options, request: { signal, ...options.request } });
    report(result.status, result.headers);
    return { result };
  } catch (error) {
    const response = isErrorLike(error) ? error.response : undefined;
    report(response && isErrorLike(error) ? (error.status ?? 0) : 0, response?.headers ?? {});
    return { error };
  }
}

function unwrap<Result>(outcome: Outcome<Result>): Result {
  if ('result' in outcome) return outcome.result;
  throw outcome.error;
}

/** GraphQL reports its limit and its accidents with status 200. */
function problemOf(outcome: Outcome<Response>): ErrorLike | 'none' {
  if ('error' in outcome) return isErrorLike(outcome.error) ? outcome.error : 'none';
  const { data, headers } = outcome.result;
  const errors = (data as { readonly errors?: ErrorLike['errors'] } | null | undefined)?.errors;
  if (!Array.isArray(errors)) return 'none';
  const [first] = errors as NonNullable<ErrorLike['errors']>;
  const isLimit = errors.some(({ type }) => type === 'RATE_LIMITED');
  if (first === undefined || !(isLimit || isGraphqlAccident(first.message))) return 'none';
  return { message: first.message, errors, headers };
}

function laneOf({ method, url, query }: RequestOptions): Lane {
  if (/\/access_tokens$/.test(url)) return 'free';
  if (method === 'GET' || method === 'HEAD') return 'read';
  const isQuery = isGraphql({ method, url }) && !/^\s*mutation\b/.test(String(query));
  return isQuery ? 'read' : 'write';
}

function isGraphql({ url }: RequestOptions): boolean {
  return url.endsWith('/graphql');
}

function remainingOf(headers: Response['headers']): RequestReport['remaining'] {
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  return Number.isNaN(remaining) ? 'unknown' : remaining;
}
