import type { RequiredCheck } from '../gates/surroundings.ts';
import type { GitHubClient } from './client.ts';
import { classify } from './errors.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** What a branch requires of pull requests. */
export interface BranchRequirements {
  /** Rulesets first; each name once. */
  readonly required: readonly RequiredCheck[];
  readonly mergeQueue: boolean;
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
  const all = [...rulesets.required, ...classic.required];
  return {
    required: [...new Map(all.toReversed().map((one) => [one.context, one])).values()].toReversed(),
    mergeQueue: rulesets.mergeQueue || classic.mergeQueue,
    unasked: [...rulesets.unasked, ...classic.unasked],
  };
}

type Answer = Pick<BranchRequirements, 'required' | 'mergeQueue'>;

const NOTHING: Answer = { required: [], mergeQueue: false };

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
  const required = data.flatMap((rule) =>
    rule.type === 'required_status_checks'
      ? (rule.parameters?.required_status_checks ?? []).map(({ context }) => context)
      : [],
  );
  return {
    required: required.map((context) => ({ context, source: 'ruleset' })),
    mergeQueue: data.some(({ type }) => type === 'merge_queue'),
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
  const contexts = data.protection.required_status_checks?.contexts ?? [];
  return {
    required: contexts.map((context) => ({ context, source: 'branch protection' })),
    mergeQueue: false,
  };
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
