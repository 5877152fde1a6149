/** Clients of GitHub: as the app itself, and as one of its installations. */
import { Probot } from 'probot';
import type { GitHubClient } from '../github/client.ts';
import { LockkeeperOctokit, type LockkeeperOctokitOptions } from '../github/octokit.ts';
import type { Environment } from './env.ts';

export interface Clients {
  app(): Promise<GitHubClient>;
  installation(id: number): Promise<GitHubClient>;
}

/** How GitHub calls our commits; asked once. */
export function botNameOf(clients: Pick<Clients, 'app'>): () => Promise<string> {
  let known: string | undefined;
  return async () => {
    if (known === undefined) {
      const { data } = await (await clients.app()).request('GET /app');
      known = `${data?.slug}[bot]`;
    }
    return known;
  };
}

/** Probot signs in, renews tokens and keeps them; requests go through our own Octokit. */
export function createClients(
  env: Pick<Environment, 'appId' | 'privateKey' | 'webhookSecret' | 'apiUrl'>,
  options: LockkeeperOctokitOptions,
): Clients {
  const probot = new Probot({
    appId: env.appId,
    privateKey: env.privateKey,
    secret: env.webhookSecret,
    // Probot's own log lines repeat ours.
    logLevel: 'fatal',
    ...(env.apiUrl === undefined ? {} : { baseUrl: env.apiUrl }),
    Octokit: LockkeeperOctokit.defaults({ ...options }),
  });
  return {
    app: async () => (await probot.auth()) as GitHubClient,
    installation: async (id) => (await probot.auth(id)) as GitHubClient,
  };
}
