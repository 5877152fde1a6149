import type { GitHubClient } from './client.ts';
import type { RepositoryRef } from './repository.ts';

export interface Installation {
  readonly id: number;
  /** Owner's login; enterprises have a slug. */
  readonly account: string;
  /** No token can be had while it is. */
  readonly suspended: boolean;
}

export interface InstalledRepository extends RepositoryRef {
  /** Read-only: no check run can be written. */
  readonly archived: boolean;
}

const PER_PAGE = 100;

/**
 * All installations of the app.
 *
 * @param client authenticated as the app itself
 */
export async function* listInstallations(client: GitHubClient): AsyncGenerator<Installation> {
  for (let page = 1; ; page++) {
    const { data } = await client.request('GET /app/installations', { per_page: PER_PAGE, page });
    for (const { id, account, suspended_at } of data) {
      yield { id: Number(id), account: ownerOf(account), suspended: suspended_at !== null };
    }
    if (data.length < PER_PAGE) return;
  }
}

/**
 * All repositories that an installation may see.
 *
 * @param client authenticated as that installation
 */
export async function* listRepositories(client: GitHubClient): AsyncGenerator<InstalledRepository> {
  for (let page = 1; ; page++) {
    const { data } = await client.request('GET /installation/repositories', {
      per_page: PER_PAGE,
      page,
    });
    for (const { id, name, owner, archived } of data.repositories) {
      yield { id: Number(id), name, owner: owner.login, archived };
    }
    if (data.repositories.length < PER_PAGE) return;
  }
}

function ownerOf(account: { readonly login?: string; readonly slug?: string } | null): string {
  return account?.login ?? account?.slug ?? '';
}

/**
 * Whether an installation may change workflows, which GitHub grants apart from other files: owners
 * can lag behind what the app asks for.
 *
 * @param client authenticated as the app itself
 * @see https://docs.github.com/en/rest/apps/apps#get-an-installation-for-the-authenticated-app
 */
export async function mayEditWorkflows(client: GitHubClient, id: number): Promise<boolean> {
  const { data } = await client.request('GET /app/installations/{installation_id}', {
    installation_id: id,
  });
  return data.permissions.workflows === 'write';
}
