import type { ReleaseNote, RepositoryReleases } from '../bumps/pulls/changelog.ts';
import type { RepositoryName } from '../bumps/pulls/source-repository.ts';
import { releasesQuery } from './bump-queries.ts';
import type { GitHubClient } from './client.ts';
import { queryPartly } from './query.ts';

interface Parts {
  readonly nameWithOwner: string;
  readonly url: string;
  readonly isPrivate: boolean;
  readonly releases: {
    readonly nodes: readonly {
      readonly tagName: string;
      readonly name: string | null;
      readonly url: string;
      readonly description: string | null;
      readonly isDraft: boolean;
      readonly isPrerelease: boolean;
      readonly publishedAt: string | null;
    }[];
  };
}

/**
 * The newest releases of some repositories, in their order, in one request; `none` for what is gone
 * and for what is not public. That a stranger's package names a private repository of the
 * installation must not bring its notes into a pull request that others read.
 */
export async function readReleases(
  client: GitHubClient,
  names: readonly RepositoryName[],
): Promise<readonly (RepositoryReleases | 'none')[]> {
  if (names.length === 0) return [];
  const variables = names.flatMap(({ owner, name }, index) => [
    [`o${index}`, owner],
    [`n${index}`, name],
  ]);
  const answer = await queryPartly<Readonly<Record<string, Parts | null>>>(
    client,
    releasesQuery(names.length),
    Object.fromEntries(variables),
  );
  return names.map((_, index) => {
    const found = answer[`r${index}`];
    return !found || found.isPrivate ? 'none' : releasesOf(found);
  });
}

function releasesOf({ nameWithOwner, url, releases }: Parts): RepositoryReleases {
  return {
    repository: nameWithOwner,
    url: `${url}/releases`,
    releases: releases.nodes
      .filter(({ isDraft }) => !isDraft)
      .map(
        ({ tagName, name, description, publishedAt, ...one }): ReleaseNote => ({
          tag: tagName,
          title: name ?? '',
          url: one.url,
          text: description ?? '',
          isPrerelease: one.isPrerelease,
          published: publishedAt ?? 'unknown',
        }),
      ),
  };
}
