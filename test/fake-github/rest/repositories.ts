import { covers } from '../auth.ts';
import { ApiError, notFound } from '../errors.ts';
import { accountOf, fullName } from '../lookups.ts';
import { userView } from '../views/accounts.ts';
import { commitView, readCommit } from '../views/commits.ts';
import { apiUrl, repositoryView } from '../views/repositories.ts';
import type { BranchRules } from '../world.ts';
import {
  type Answer,
  ok,
  paged,
  type RepositoryCall,
  type Route,
  repositoryRoute,
} from './route.ts';

function getRepository({ world, repository, identity }: RepositoryCall): Answer {
  const granted = identity.kind === 'installation' ? identity.token.permissions : {};
  const may = (name: string, level: 'read' | 'write') => covers(granted, name, level);
  const permissions = {
    admin: may('administration', 'write'),
    maintain: false,
    push: may('contents', 'write'),
    triage: false,
    pull: may('contents', 'read'),
  };
  return ok({ ...repositoryView(world, repository), permissions });
}

/** The branch's classic protection; rulesets do not show here. */
function classicRules({ repository, params }: RepositoryCall): BranchRules | undefined {
  const rules = repository.rules.get(params.branch ?? '');
  return rules?.source === 'classic' ? rules : undefined;
}

function requiredChecks(rules: BranchRules) {
  return {
    contexts: rules.requires.map(({ context }) => context),
    checks: rules.requires.map(({ context, appId }) => ({ context, app_id: appId ?? null })),
  };
}

async function getBranch(call: RepositoryCall): Promise<Answer> {
  const { world, repository, params } = call;
  const branch = params.branch ?? '';
  const oid = repository.git.refs.get(`refs/heads/${branch}`);
  const commit = oid === undefined ? undefined : await readCommit(repository.git, oid);
  if (commit === undefined) throw new ApiError(404, 'Branch not found');
  const rules = classicRules(call);
  const self = `${apiUrl(world, repository)}/branches/${branch}`;
  const checks = rules === undefined ? { contexts: [], checks: [] } : requiredChecks(rules);
  const level = rules === undefined ? 'off' : 'non_admins';
  return ok({
    name: branch,
    commit: commitView(world, repository, commit),
    _links: { self, html: `${repositoryView(world, repository).html_url}/tree/${branch}` },
    protected: repository.rules.has(branch),
    protection: {
      enabled: rules !== undefined,
      required_status_checks: { enforcement_level: level, ...checks },
    },
    protection_url: `${self}/protection`,
  });
}

function getProtection(call: RepositoryCall): Answer {
  const { world, repository, params } = call;
  const rules = classicRules(call);
  if (rules === undefined) throw new ApiError(404, 'Branch not protected');
  const url = `${apiUrl(world, repository)}/branches/${params.branch}/protection`;
  const checks = requiredChecks(rules);
  return ok({
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: rules.isStrict,
      ...checks,
      contexts_url: `${url}/required_status_checks/contexts`,
    },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: false },
  });
}

/** The rules of active rulesets for a branch, whether it exists or not. */
function getRules(call: RepositoryCall): Answer {
  const { repository, params } = call;
  const rules = repository.rules.get(params.branch ?? '');
  if (rules === undefined || rules.source !== 'ruleset') return ok([]);
  const origin = {
    ruleset_source_type: 'Repository',
    ruleset_source: fullName(repository),
    ruleset_id: 1,
  };
  const required = {
    type: 'required_status_checks',
    ...origin,
    parameters: {
      required_status_checks: rules.requires.map(({ context, appId }) => ({
        context,
        ...(appId === undefined ? {} : { integration_id: appId }),
      })),
      strict_required_status_checks_policy: rules.isStrict,
      do_not_enforce_on_create: false,
    },
  };
  const queue = {
    type: 'merge_queue',
    ...origin,
    parameters: {
      check_response_timeout_minutes: 60,
      grouping_strategy: 'ALLGREEN',
      max_entries_to_build: 5,
      max_entries_to_merge: 5,
      merge_method: 'MERGE',
      min_entries_to_merge: 1,
      min_entries_to_merge_wait_minutes: 5,
    },
  };
  return paged(call, [
    ...(rules.requires.length > 0 ? [required] : []),
    ...(rules.hasMergeQueue ? [queue] : []),
  ]);
}

function getPermission({ world, repository, params }: RepositoryCall): Answer {
  const account = world.accounts.get((params.username ?? '').toLowerCase());
  if (account === undefined) throw notFound();
  const isMember = account === world.developer || account === repository.owner;
  const permission = isMember ? 'write' : 'read';
  return ok({
    permission,
    role_name: permission,
    user: {
      ...userView(world, accountOf(world, account.login, account.type)),
      role_name: permission,
      permissions: { pull: true, triage: isMember, push: isMember, maintain: false, admin: false },
    },
  });
}

export const repositoryRoutes: readonly Route[] = [
  repositoryRoute('GET', '', ['metadata:read'], getRepository),
  repositoryRoute('GET', '/branches/{branch}', ['contents:read'], getBranch),
  repositoryRoute('GET', '/branches/{branch}/protection', ['administration:read'], getProtection),
  repositoryRoute('GET', '/rules/branches/{branch}', ['metadata:read'], getRules),
  repositoryRoute('GET', '/collaborators/{username}/permission', ['metadata:read'], getPermission),
];
