import { z } from 'zod';
import type { ReportedCheck, Surroundings } from '../gates/surroundings.ts';
import type { GitHubClient } from './client.ts';
import { classify } from './errors.ts';
import { REPORTED_CHECKS } from './queries.ts';
import { query } from './query.ts';
import type { RepositoryRef } from './repository.ts';

/** What was seen on a head, and before it. */
export type Reported = Pick<Surroundings, 'reported' | 'workflows' | 'message' | 'unasked'>;

interface Page<T> {
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly nodes: readonly T[];
}

interface SuiteParts {
  readonly app: { readonly databaseId: number | null; readonly slug: string } | null;
  readonly status: string;
  readonly updatedAt: string;
  readonly checkRuns: Page<{ readonly name: string }> | null;
}

interface CommitParts {
  readonly message: string;
  readonly checkSuites: Page<SuiteParts> | null;
  readonly status: { readonly contexts: readonly { readonly context: string }[] } | null;
}

interface Answer {
  readonly repository: {
    readonly head: Partial<CommitParts> | null;
    readonly base: Partial<CommitParts> | null;
    /** Missing where only a part could be read. */
    readonly pullRequests?: {
      readonly nodes: readonly {
        readonly commits: { readonly nodes: readonly { readonly commit: CommitParts }[] };
      }[];
    } | null;
  } | null;
}

/** After the last workflow, other systems may still be at work. */
const SETTLED_MS = 15 * 60_000;

/**
 * The check runs and statuses on a head, on the tip of its base, and on the three pull requests
 * that were merged there last: so other systems' checks are known to exist. One request.
 *
 * @throws Octokit's errors that another try can heal; see `classify`
 */
export async function readReported(
  client: GitHubClient,
  repo: RepositoryRef,
  { head, base }: { readonly head: string; readonly base: { sha: string; ref: string } },
): Promise<Reported> {
  try {
    const variables = {
      owner: repo.owner,
      name: repo.name,
      head,
      base: base.sha,
      baseRef: base.ref,
    };
    return reportedIn(await query<Answer>(client, REPORTED_CHECKS, variables));
  } catch (error) {
    const { kind, message } = classify(error);
    if (kind !== 'no-permission' && kind !== 'not-found') throw error;
    // Without the right to read commit statuses the check runs are there all the same.
    if (hasAnswer(error)) return reportedIn(error.data);
    // The first line of GraphQL's message says only that there are errors.
    const reason = message.split('\n - ').slice(1).join(', ') || message;
    const unasked = [`What other systems reported could not be read: ${reason}`];
    return { reported: [], workflows: 'unknown', message: '', unasked };
  }
}

function hasAnswer(error: unknown): error is { readonly data: Answer } {
  const answer = z.object({ data: z.object({ repository: z.looseObject({}) }) });
  return answer.safeParse(error).success;
}

function reportedIn({ repository }: Answer): Reported {
  const merged = repository?.pullRequests?.nodes ?? [];
  return {
    reported: [
      ...checksOn(repository?.head, 'head'),
      ...merged.flatMap(({ commits }) => checksOn(commits.nodes[0]?.commit, 'pulls')),
      ...checksOn(repository?.base, 'base'),
    ],
    workflows: workflowsOn(repository?.head, Date.now()),
    message: repository?.head?.message ?? '',
    unasked: [],
  };
}

function checksOn(
  commit: Partial<CommitParts> | null | undefined,
  on: ReportedCheck['on'],
): readonly ReportedCheck[] {
  const suites = commit?.checkSuites?.nodes ?? [];
  const runs = suites.flatMap(({ app, checkRuns }) => {
    const by = { id: app?.databaseId ?? 0, slug: app?.slug ?? 'an App that is gone' };
    return (checkRuns?.nodes ?? []).map(({ name }): ReportedCheck => ({ name, by, on }));
  });
  const statuses = commit?.status?.contexts ?? [];
  return [
    ...runs,
    ...statuses.map(({ context }) => ({ name: context, by: 'status', on }) as const),
  ];
}

function workflowsOn(
  commit: Partial<CommitParts> | null | undefined,
  now: number,
): Surroundings['workflows'] {
  const suites = (commit?.checkSuites?.nodes ?? []).filter(
    ({ app }) => app?.slug === 'github-actions',
  );
  const pages = [commit?.checkSuites, ...suites.map(({ checkRuns }) => checkRuns)];
  // What is missing may be on the next page.
  const isWhole = pages.every((page) => page?.pageInfo.hasNextPage === false);
  if (suites.length === 0 || !isWhole) return 'unknown';
  if (suites.some(({ status }) => status !== 'COMPLETED')) return 'running';
  const last = Math.max(...suites.map(({ updatedAt }) => Date.parse(updatedAt)));
  return now - last >= SETTLED_MS ? 'finished' : 'running';
}
