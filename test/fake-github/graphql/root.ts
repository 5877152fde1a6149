import { GraphQLError } from 'graphql';
import { type Identity, mayRead } from '../auth.ts';
import type { Hub } from '../hub.ts';
import { accountOf, fullName } from '../lookups.ts';
import { nodeId, time } from '../views/accounts.ts';
import { repositoryView } from '../views/repositories.ts';
import type { Pull, Repository, World } from '../world.ts';
import { commitChecks } from './checks.ts';
import { connection, type PageArguments } from './connection.ts';
import { mutations, requirePermission } from './mutations.ts';
import { objectNode } from './objects.ts';
import { releasesField } from './releases.ts';

type Installation = Extract<Identity, { kind: 'installation' }>;

interface RepositoryArguments {
  readonly owner: string;
  readonly name: string;
}

function notResolved(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type: 'NOT_FOUND' } });
}

function actor(login: string, world: World) {
  const account = accountOf(world, login, 'User');
  const kind = { User: 'User', Organization: 'Organization', Bot: 'Bot' }[account.type];
  return {
    __typename: kind,
    id: nodeId('U', account.id),
    databaseId: account.id,
    login: account.login.replace('[bot]', ''),
    url: `${world.url}/${account.login}`,
  };
}

/** The fields at the root of a query, and the mutations. */
export function rootValue(hub: Hub, identity: Installation) {
  const { world } = hub;
  return {
    ...mutations(hub, identity),
    repository({ owner, name }: RepositoryArguments) {
      const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
      if (repository !== undefined && isPublicElsewhere(repository, identity)) {
        return publicNode(world, repository);
      }
      if (repository === undefined || !mayRead(identity.token, repository)) {
        throw notResolved(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
      }
      return repositoryNode(hub, identity, repository);
    },
    rateLimit() {
      const { limit, used, remaining, reset } = hub.rateLimits.state(
        hub.limitKey(identity),
        'graphql',
      );
      const resetAt = time(new Date(reset * 1000));
      return { limit, used, remaining, cost: 1, nodeCount: 0, resetAt };
    },
  };
}

/** Everybody may read what is public; the app is not installed on it. */
function isPublicElsewhere(repository: Repository, { token }: Installation): boolean {
  const { isPrivate, owner } = repository;
  return !isPrivate && owner !== token.installation.account;
}

function publicNode(world: World, repository: Repository) {
  const { html_url: url, visibility } = repositoryView(world, repository);
  return {
    __typename: 'Repository',
    name: repository.name,
    nameWithOwner: fullName(repository),
    url,
    isPrivate: repository.isPrivate,
    visibility: visibility.toUpperCase(),
    ...releasesField(world, repository),
  };
}

function repositoryNode(hub: Hub, identity: Installation, repository: Repository) {
  const { world } = hub;
  const { git } = repository;
  const view = repositoryView(world, repository);

  function allow(permission: string): void {
    const [name = ''] = permission.split(':');
    requirePermission(identity, name, 'read');
  }

  function refNode(name: string) {
    const full = name.startsWith('refs/') ? name : `refs/heads/${name}`;
    const oid = git.refs.get(full);
    if (oid === undefined) return null;
    return {
      __typename: 'Ref',
      id: nodeId('REF', full),
      name: full.replace(/^refs\/(heads|tags)\//, ''),
      prefix: full.replace(/[^/]+$/, ''),
      target: () => objectNode(world, repository, oid, commitChecks(world, repository)),
      associatedPullRequests: (args: PageArguments & PullFilter): object => {
        const branch = full.replace('refs/heads/', '');
        const found = [...repository.pulls.values()].filter((pull) => pull.headRef === branch);
        return connection(
          found.map(pullNode).filter(({ state }) => isAmong(args.states, state)),
          args,
        );
      },
      repository: () => repositoryNode(hub, identity, repository),
    };
  }

  function refsBelow({ refPrefix, ...page }: PageArguments & { readonly refPrefix: string }) {
    const names = [...git.refs.keys()].filter((name) => name.startsWith(refPrefix)).sort();
    return connection(
      names.map((name) => ({ ...refNode(name), name: name.slice(refPrefix.length) })),
      page,
    );
  }

  function pullNode(pull: Pull) {
    const head = pull.headRepository;
    const isVisible = head !== 'deleted' && (head === repository || !head.isPrivate);
    const commit = (oid: string) =>
      objectNode(world, repository, oid, commitChecks(world, repository));
    return {
      __typename: 'PullRequest',
      id: nodeId('PR', pull.id),
      databaseId: pull.id,
      fullDatabaseId: String(pull.id),
      number: pull.number,
      title: pull.title,
      body: pull.body ?? '',
      state: pull.isMerged ? 'MERGED' : pull.state.toUpperCase(),
      closed: pull.state === 'closed',
      merged: pull.isMerged,
      isDraft: pull.isDraft,
      mergeable: pull.mergeSha === 'conflict' ? 'CONFLICTING' : 'MERGEABLE',
      url: `${view.html_url}/pull/${pull.number}`,
      createdAt: time(pull.createdAt),
      updatedAt: time(pull.updatedAt),
      closedAt: pull.closedAt === undefined ? null : time(pull.closedAt),
      author: actor(pull.author.login, world),
      baseRefName: pull.baseRef,
      baseRefOid: pull.baseSha,
      baseRef: () => refNode(pull.baseRef),
      headRefName: pull.headRef,
      headRefOid: pull.headSha,
      headRepository: () => (isVisible ? repositoryNode(hub, identity, head) : null),
      headRepositoryOwner: head === 'deleted' ? null : actor(head.owner.login, world),
      isCrossRepository: head !== repository,
      maintainerCanModify: head !== repository,
      potentialMergeCommit: () => (pull.mergeSha === 'conflict' ? null : commit(pull.mergeSha)),
      commits: (args: PageArguments) =>
        connection([{ id: nodeId('PRC', pull.headSha), commit: () => commit(pull.headSha) }], args),
      repository: () => repositoryNode(hub, identity, repository),
    };
  }

  return {
    __typename: 'Repository',
    id: view.node_id,
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: actor(repository.owner.login, world),
    url: view.html_url,
    isPrivate: repository.isPrivate,
    isFork: repository.parent !== undefined,
    isArchived: false,
    viewerDefaultMergeMethod: 'SQUASH',
    refs: refsBelow,
    isEmpty: git.refs.size === 0,
    visibility: view.visibility.toUpperCase(),
    defaultBranchRef: () => refNode(repository.defaultBranch),
    ref: ({ qualifiedName }: { readonly qualifiedName: string }) => refNode(qualifiedName),
    object({ oid, expression }: { readonly oid?: string; readonly expression?: string }) {
      allow('contents:read');
      const name = expression ?? oid ?? '';
      return objectNode(world, repository, name, commitChecks(world, repository));
    },
    ...releasesField(world, repository),
    pullRequest({ number }: { readonly number: number }) {
      allow('pull_requests:read');
      const pull = repository.pulls.get(number);
      if (pull !== undefined) return pullNode(pull);
      throw notResolved(`Could not resolve to a PullRequest with the number of ${number}.`);
    },
    pullRequests(args: PageArguments & PullFilter) {
      allow('pull_requests:read');
      const found = [...repository.pulls.values()]
        .filter((pull) => isAmong(args.states, pullNode(pull).state))
        .filter((pull) => (args.baseRefName ?? pull.baseRef) === pull.baseRef)
        .filter((pull) => (args.headRefName ?? pull.headRef) === pull.headRef);
      if (args.orderBy?.direction === 'DESC') found.reverse();
      return connection(found.map(pullNode), args);
    },
  };
}

function isAmong(states: readonly string[] | undefined, state: string): boolean {
  return states?.includes(state) ?? true;
}

interface PullFilter {
  readonly states?: readonly string[];
  readonly baseRefName?: string;
  readonly headRefName?: string;
  readonly orderBy?: { readonly direction: 'ASC' | 'DESC' };
}
