import { type ErrorLike, type Headers, headersOf } from './error-like.ts';

const SECONDARY = /\bsecondary rate\b|\babuse detection\b/i;
/** GitHub asks for at least a minute where it names no time. */
const DEFAULT_PAUSE_SECONDS = 60;

/**
 * How long GitHub wants silence: `retry-after`, else until the reset of the used-up limit, else a
 * minute. `primary` is the hourly budget, `secondary` everything else.
 */
export function pauseOf(
  error: ErrorLike,
): { readonly limit: 'primary' | 'secondary'; readonly seconds: number } | 'none' {
  const headers = headersOf(error);
  if (isGraphqlLimit(error)) return { limit: 'primary', seconds: secondsToReset(headers) };
  if (error.status !== 403 && error.status !== 429) return 'none';
  const retryAfter = Number(headers['retry-after']);
  if (retryAfter > 0) return { limit: 'secondary', seconds: retryAfter };
  if (String(headers['x-ratelimit-remaining']) === '0') {
    return { limit: 'primary', seconds: secondsToReset(headers) };
  }
  if (error.status !== 429 && !SECONDARY.test(error.message)) return 'none';
  return { limit: 'secondary', seconds: DEFAULT_PAUSE_SECONDS };
}

function isGraphqlLimit({ errors }: ErrorLike): boolean {
  return errors?.some(({ type }) => type === 'RATE_LIMITED') === true;
}

function secondsToReset(headers: Headers): number {
  const reset = Number(headers['x-ratelimit-reset']);
  return reset > 0 ? secondsUntil(reset * 1000) : DEFAULT_PAUSE_SECONDS;
}

/** Rounded up, with a second to spare for clocks that differ. */
export function secondsUntil(time: number): number {
  return Math.max(1, Math.ceil((time - Date.now()) / 1000) + 1);
}
