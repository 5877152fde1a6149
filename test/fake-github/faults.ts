/** Trouble on request: what GitHub does on a bad day. */
import { ApiError } from './errors.ts';
import type { World } from './world.ts';

export type Fault =
  /** A 5xx, with GitHub's HTML-free body. */
  | { readonly kind: 'server-error'; readonly status?: 500 | 502 | 503 | 504 }
  /** 403 with `retry-after`, in seconds. */
  | { readonly kind: 'secondary-limit'; readonly retryAfter?: number }
  /** 403 with nothing left until the reset. */
  | { readonly kind: 'primary-limit' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'not-found' }
  /** Bad credentials, as replicas say of a token that was minted a moment ago. */
  | { readonly kind: 'unauthorized' }
  /** Never answers; ends with the fake. */
  | { readonly kind: 'hang' }
  /** The connection breaks before an answer. */
  | { readonly kind: 'cut' }
  /** The work is done, then the connection breaks: the caller cannot know. */
  | { readonly kind: 'cut-after' }
  /** Answers after `milliseconds`. */
  | { readonly kind: 'slow'; readonly milliseconds: number };

/** `POST /repos/{owner}/{repo}/check-runs`, `POST /graphql`, or a test on `METHOD /path`. */
type FaultMatch = string | RegExp;

export interface Faults {
  /** The next `times` requests that match suffer `fault`. */
  add(match: FaultMatch, fault: Fault, times?: number): void;
  /** The fault for this request, used up by asking. */
  next(method: string, path: string): Fault | undefined;
  clear(): void;
}

function matches(match: FaultMatch, request: string): boolean {
  if (match instanceof RegExp) return match.test(request);
  const pattern = match.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(request);
}

export function createFaults(): Faults {
  const planned: { readonly match: FaultMatch; readonly fault: Fault; left: number }[] = [];
  return {
    add(match, fault, times = 1) {
      planned.push({ match, fault, left: times });
    },
    next(method, path) {
      const found = planned.find((p) => p.left > 0 && matches(p.match, `${method} ${path}`));
      if (found === undefined) return undefined;
      found.left -= 1;
      return found.fault;
    },
    clear() {
      planned.length = 0;
    },
  };
}

/** The error that a fault answers with; `undefined` when it is none of the answering kinds. */
export function faultError(world: World, fault: Fault): ApiError | undefined {
  switch (fault.kind) {
    case 'server-error':
      return new ApiError(fault.status ?? 502, 'Server Error');
    case 'secondary-limit':
      return new ApiError(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        {
          headers: { 'retry-after': String(fault.retryAfter ?? 60) },
        },
      );
    case 'primary-limit':
      return rateLimitError(world);
    case 'forbidden':
      return new ApiError(403, 'Resource not accessible by integration');
    case 'not-found':
      return new ApiError(404, 'Not Found');
    case 'unauthorized':
      return new ApiError(401, 'Bad credentials');
    default:
      return undefined;
  }
}

function rateLimitError(world: World): ApiError {
  const reset = Math.ceil(world.clock().getTime() / 3_600_000) * 3600;
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
  return new ApiError(403, 'API rate limit exceeded for installation.', { headers });
}
