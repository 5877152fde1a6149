import { issueToken, repositoriesOf } from '../auth.ts';
import { notFound } from '../errors.ts';
import { appView, installationView, time } from '../views/accounts.ts';
import { repositoryView } from '../views/repositories.ts';
import type { Permissions, World } from '../world.ts';
import { appRoute, type Call, installationRoute, ok, paged, type Route } from './route.ts';

function installation(world: World, id: string | undefined) {
  const found = world.installations.get(Number(id));
  if (found === undefined) throw notFound();
  return found;
}

interface TokenBody {
  readonly repositories?: readonly string[];
  readonly repository_ids?: readonly number[];
  readonly permissions?: Permissions;
}

function createToken(call: Call) {
  const { world, params } = call;
  const request = (call.body ?? {}) as TokenBody;
  const owner = installation(world, params.installation_id);
  const { secret, token, repositories } = issueToken(world, owner, request);
  const chosen = repositories && {
    repositories: repositories.map((repository) => repositoryView(world, repository)),
  };
  const body = {
    token: secret,
    expires_at: time(token.expiresAt),
    permissions: token.permissions,
    repository_selection: repositories === undefined ? 'all' : 'selected',
    ...chosen,
  };
  return { status: 201, body };
}

export const appRoutes: readonly Route[] = [
  appRoute('GET', '/app', ({ world, app }) =>
    ok({ ...appView(world, app), installations_count: world.installations.size }),
  ),
  appRoute('GET', '/app/installations', (call) =>
    paged(
      call,
      [...call.world.installations.values()].map((item) => installationView(call.world, item)),
    ),
  ),
  appRoute('GET', '/app/installations/{installation_id}', ({ world, params }) =>
    ok(installationView(world, installation(world, params.installation_id))),
  ),
  appRoute('POST', '/app/installations/{installation_id}/access_tokens', createToken),
  appRoute('GET', '/repos/{owner}/{repo}/installation', ({ world, params }) => {
    const repository = world.repositories.get(`${params.owner}/${params.repo}`.toLowerCase());
    const found = [...world.installations.values()].find(
      ({ account }) => repository?.isInstalled === true && account === repository.owner,
    );
    if (found === undefined) throw notFound();
    return ok(installationView(world, found));
  }),
  installationRoute('GET', '/installation/repositories', (call) => {
    const { world, installation: owner, identity } = call;
    const chosen = identity.kind === 'installation' ? identity.token.repositories : 'all';
    const visible = repositoriesOf(world, owner).filter(
      ({ id }) => chosen === 'all' || chosen.has(id),
    );
    return paged(call, visible, (page) => ({
      total_count: visible.length,
      repository_selection: 'selected',
      repositories: page.map((repository) => repositoryView(world, repository)),
    }));
  }),
  {
    method: 'GET',
    path: '/rate_limit',
    handle({ hub, identity }) {
      const key = hub.limitKey(identity);
      const core = hub.rateLimits.state(key, 'core');
      const graphql = hub.rateLimits.state(key, 'graphql');
      const search = { limit: 30, used: 0, remaining: 30, reset: core.reset };
      return ok({ resources: { core, search, graphql }, rate: core });
    },
  },
];
