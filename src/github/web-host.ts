import type { GitHubClient } from './client.ts';

/**
 * Where people read what a client reads: `github.com`, or the host of an Enterprise Server
 * (`https://HOST/api/v3`) or of GHE.com (`https://api.NAME.ghe.com`).
 */
export function webHostOf({ request }: Pick<GitHubClient, 'request'>): string {
  const { host } = new URL(request.endpoint.DEFAULTS.baseUrl);
  return /^api\.(?:github|[\w-]+\.ghe)\.com$/.test(host) ? host.slice('api.'.length) : host;
}
