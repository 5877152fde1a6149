import { CONFIGURATION_PATH } from '../config/defaults.ts';
import type { GitHubClient } from './client.ts';
import { CONFIGURATION_AT } from './queries.ts';
import { query } from './query.ts';
import type { RepositoryRef } from './repository.ts';

export interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
}

/** The fragment `Configuration`. */
export interface ConfigurationParts {
  readonly file: { readonly object: { readonly text?: string | null } | null } | null;
}

interface ConfigurationAt {
  readonly repository: { readonly base: Partial<ConfigurationParts> | null } | null;
}

/** The configuration at a commit, or at `HEAD` of the default branch, for callers without a target. */
export async function readConfiguration(
  client: GitHubClient,
  repo: RepositoryRef,
  commit: string,
): Promise<ConfigurationFile | 'none'> {
  const { repository } = await query<ConfigurationAt>(client, CONFIGURATION_AT, {
    owner: repo.owner,
    name: repo.name,
    base: commit,
    configurationPath: CONFIGURATION_PATH,
  });
  return configurationOf(repository?.base);
}

export function configurationOf(
  commit: Partial<ConfigurationParts> | null | undefined,
): ConfigurationFile | 'none' {
  const blob = commit?.file?.object;
  if (blob?.text === undefined) return 'none';
  // A binary file has no text; NUL makes the YAML reader say that it is none.
  return { path: CONFIGURATION_PATH, text: blob.text ?? '\0' };
}
