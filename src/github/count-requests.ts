import type { GitHubClient } from './client.ts';

/** The same client, counting what is asked of it (repetitions after errors not included). */
export function countRequests(client: GitHubClient): {
  readonly counted: GitHubClient;
  readonly requests: () => number;
} {
  let count = 0;
  function counting<Call extends object>(call: Call): Call {
    return new Proxy(call, {
      apply(target, self, parameters) {
        count++;
        return Reflect.apply(target as (...all: unknown[]) => unknown, self, parameters);
      },
    });
  }
  const counted = { request: counting(client.request), graphql: counting(client.graphql) };
  return { counted, requests: () => count };
}
