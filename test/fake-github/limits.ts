import { ApiError } from './errors.ts';
import type { World } from './world.ts';

const HOUR = 3_600_000;

/** How much of an hour's budget one caller has used; REST and GraphQL count apart. */
export interface RateLimits {
  /** Counts a request; 403 when nothing is left. */
  take(key: string, resource: 'core' | 'graphql', cost?: number): void;
  headers(key: string, resource: 'core' | 'graphql'): Readonly<Record<string, string>>;
  state(
    key: string,
    resource: 'core' | 'graphql',
  ): { readonly limit: number; readonly used: number; readonly remaining: number; reset: number };
}

export function createRateLimits(world: World): RateLimits {
  const used = new Map<string, { hour: number; count: number }>();

  function bucket(key: string, resource: string) {
    const hour = Math.floor(world.clock().getTime() / HOUR);
    const known = used.get(`${resource} ${key}`);
    if (known?.hour === hour) return known;
    const fresh = { hour, count: 0 };
    used.set(`${resource} ${key}`, fresh);
    return fresh;
  }

  function state(key: string, resource: 'core' | 'graphql') {
    const { hour, count } = bucket(key, resource);
    const limit = world.limits.requestsPerHour;
    const reset = ((hour + 1) * HOUR) / 1000;
    return { limit, used: count, remaining: Math.max(0, limit - count), reset };
  }

  function headers(key: string, resource: 'core' | 'graphql') {
    const now = state(key, resource);
    return {
      'x-ratelimit-limit': String(now.limit),
      'x-ratelimit-remaining': String(now.remaining),
      'x-ratelimit-used': String(now.used),
      'x-ratelimit-reset': String(now.reset),
      'x-ratelimit-resource': resource,
    };
  }

  function take(key: string, resource: 'core' | 'graphql', cost = 1): void {
    if (state(key, resource).remaining < cost) {
      const problem = 'API rate limit exceeded for installation.';
      throw new ApiError(403, problem, { headers: headers(key, resource) });
    }
    bucket(key, resource).count += cost;
  }

  return { take, headers, state };
}
