import type { RequiredCheck, RequiredWorkflow } from '../gates/surroundings.ts';
import type { GitHubClient } from './client.ts';
import { classify } from './errors.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** What a branch requires of pull requests. */
export interface BranchRequirements {
  /** Rulesets first; each name once. */
  readonly required: readonly RequiredCheck[];
  readonly mergeQueue: boolean;
  readonly requiredWorkflows: readonly RequiredWorkflow[];
  /** What could not be asked, in sentences. */
  readonly unasked: readonly string[];
}

/**
 * The required checks of a branch: rulesets of the repository and the organisation add up with the
 * branch's classic protection. Two requests. What the installation may not ask is said, not thrown.
 *
 * @see https://docs.github.com/en/rest/repos/rules#get-rules-for-a-branch
 * @see https://docs.github.com/en/rest/branches/branches#get-a-branch
 * @throws Octokit's errors that another try can heal; see `classify`
 */
export async function readRequired(
  client: GitHubClient,
  repo: RepositoryRef,
  branch: string,
): Promise<BranchRequirements> {
  const [rulesets, classic] = await Promise.all([
    asked(readRulesets(client, repo, branch), 'The rulesets of the branch'),
    asked(readProtection(client, repo, branch), 'The protection of the branch'),
  ]);
  return {
    required: united([...rulesets.required, ...classic.required]),
    mergeQueue: rulesets.mergeQueue || classic.mergeQueue,
    requiredWorkflows: rulesets.requiredWorkflows,
    unasked: [...rulesets.unasked, ...classic.unasked],
  };
}

/** Each name once; where one of several says which App has to report it, that counts. */
function united(all: readonly RequiredCheck[]): readonly RequiredCheck[] {
  const byName = Map.groupBy(all, ({ context }) => context);
  return [...byName.values()].flatMap((same) => {
    return (same.find(({ app }) => app !== undefined) ?? same[0]) || [];
  });
}

type Answer = Omit<BranchRequirements, 'unasked'>;

const NOTHING: Answer = { required: [], mergeQueue: false, requiredWorkflows: [] };

async function readRulesets(
  client: GitHubClient,
  repo: RepositoryRef,
  branch: string,
): Promise<Answer> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/rules/branches/{branch}', {
    ...inRepository(repo),
    branch,
    per_page: 100,
  });
  return {
    required: data.flatMap((rule) =>
      rule.type === 'required_status_checks'
        ? (rule.parameters?.required_status_checks ?? []).map((check) => {
            return requiredCheck('ruleset', check.context, check.integration_id);
          })
        : [],
    ),
    mergeQueue: data.some(({ type }) => type === 'merge_queue'),
    requiredWorkflows: data.flatMap((rule) =>
      rule.type === 'workflows'
        ? (rule.parameters?.workflows ?? []).map(({ path, repository_id }): RequiredWorkflow => {
            return { path, repository: repository_id === repo.id ? 'here' : repository_id };
          })
        : [],
    ),
  };
}

async function readProtection(
  client: GitHubClient,
  repo: RepositoryRef,
  branch: string,
): Promise<Answer> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/branches/{branch}', {
    ...inRepository(repo),
    branch,
  });
  const protection = data.protection.required_status_checks;
  const apps = new Map(protection?.checks?.map(({ context, app_id }) => [context, app_id]));
  const contexts = protection?.contexts ?? [];
  return {
    ...NOTHING,
    required: contexts.map((context) => {
      return requiredCheck('branch protection', context, apps.get(context));
    }),
  };
}

/** No App, or -1, stands for any. */
function requiredCheck(
  source: RequiredCheck['source'],
  context: string,
  app: number | null | undefined,
): RequiredCheck {
  const isPinned = typeof app === 'number' && app > 0;
  return { context, source, ...(isPinned ? { app } : {}) };
}

async function asked(answer: Promise<Answer>, what: string): Promise<BranchRequirements> {
  try {
    return { ...(await answer), unasked: [] };
  } catch (error) {
    const { kind, message } = classify(error);
    // A branch that is not there any more requires nothing.
    if (kind === 'not-found') return { ...NOTHING, unasked: [] };
    if (kind !== 'no-permission') throw error;
    return { ...NOTHING, unasked: [`${what} could not be read: ${message}`] };
  }
}
