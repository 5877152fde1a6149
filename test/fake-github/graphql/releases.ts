/** Releases as GraphQL shows them. */
import { fullName } from '../lookups.ts';
import { nodeId, time } from '../views/accounts.ts';
import type { Release, Repository, World } from '../world.ts';
import { connection, type PageArguments } from './connection.ts';

interface ReleaseArguments extends PageArguments {
  readonly orderBy?: { readonly field: string; readonly direction: 'ASC' | 'DESC' } | null;
}

/** What a repository has of releases, whoever may read it. */
export function releasesField(world: World, repository: Repository) {
  const url = `${world.url}/${fullName(repository)}`;
  return {
    releases({ orderBy, ...page }: ReleaseArguments) {
      const all = repository.releases.map((release) => releaseNode(release, url));
      return connection(orderBy?.direction === 'ASC' ? all : all.reverse(), page);
    },
  };
}

function releaseNode(
  { id, tag, title, body, isDraft, isPrerelease, createdAt }: Release,
  url: string,
) {
  return {
    __typename: 'Release',
    id: nodeId('RE', id),
    databaseId: id,
    tagName: tag,
    name: title ?? null,
    description: body ?? null,
    url: `${url}/releases/tag/${encodeURIComponent(tag)}`,
    isDraft,
    isPrerelease,
    createdAt: time(createdAt),
    publishedAt: isDraft ? null : time(createdAt),
  };
}
