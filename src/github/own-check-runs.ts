import type { GitHubClient } from './client.ts';
import {
  type CheckSubject,
  type ExternalId,
  isSameSubject,
  parseExternalId,
} from './external-id.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** The one name under which this app reports. Required checks name it: never change it. */
export const CHECK_NAME = 'Lockkeeper';

/** A check run of this app, as far as its own `external_id` tells. */
export interface OwnCheckRun {
  readonly externalId: ExternalId;
  /** `in_progress` for long means that a process died between two batches of annotations. */
  readonly status: string;
  readonly conclusion: string | 'none';
}

interface RunParts {
  readonly externalId: string | null;
  readonly status: string;
  readonly conclusion: string | null;
}

/** The fragment `OwnCheckRuns`. */
export interface OwnCheckRunsParts {
  readonly oid: string;
  readonly checkSuites: {
    readonly nodes: readonly { readonly checkRuns: { readonly nodes: readonly RunParts[] } }[];
  } | null;
}

/** Own runs from the fragment `OwnCheckRuns`. */
export function ownCheckRuns(commit: OwnCheckRunsParts): readonly OwnCheckRun[] {
  const suites = commit.checkSuites?.nodes ?? [];
  return suites.flatMap(({ checkRuns }) => checkRuns.nodes).flatMap(narrow);
}

/**
 * Own check runs of a commit, all of them. `appId` keeps out what others post under our name.
 *
 * @see https://docs.github.com/en/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export async function findCheckRuns(
  client: GitHubClient,
  repo: RepositoryRef,
  sha: string,
  appId: number,
): Promise<readonly OwnCheckRun[]> {
  const { data } = await client.request('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', {
    ...inRepository(repo),
    ref: sha,
    check_name: CHECK_NAME,
    app_id: appId,
    filter: 'all',
    per_page: 100,
  });
  return data.check_runs.flatMap(({ external_id: externalId, status, conclusion }) =>
    narrow({ externalId, status, conclusion }),
  );
}

/** The newest completed run about `subject`: what we say about it now. */
export function standingRun(
  runs: readonly OwnCheckRun[],
  subject: CheckSubject,
): OwnCheckRun | 'none' {
  return newestOf(
    runs.filter(
      ({ status, externalId }) => status === 'completed' && isSameSubject(externalId, subject),
    ),
  );
}

/** The newest completed run about anything: what GitHub counts for the commit. */
export function newestRun(runs: readonly OwnCheckRun[]): OwnCheckRun | 'none' {
  return newestOf(runs.filter(({ status }) => status === 'completed'));
}

/**
 * Whether nothing is left to say about `subject`: its own verdict stands, and the commit shows it.
 * What another pull request with the same head made of the check is to be looked at again.
 */
export function isSettled(runs: readonly OwnCheckRun[], subject: CheckSubject): boolean {
  const [standing, newest] = [standingRun(runs, subject), newestRun(runs)];
  return (
    standing !== 'none' &&
    newest !== 'none' &&
    standing.conclusion === standing.externalId.verdict &&
    newest.conclusion === standing.conclusion
  );
}

function newestOf(runs: readonly OwnCheckRun[]): OwnCheckRun | 'none' {
  return [...runs].sort((a, b) => b.externalId.at - a.externalId.at)[0] ?? 'none';
}

function narrow({ externalId: text, status, conclusion }: RunParts): readonly OwnCheckRun[] {
  const externalId = parseExternalId(text);
  if (externalId === undefined) return [];
  return [
    {
      externalId,
      status: status.toLowerCase(),
      conclusion: conclusion?.toLowerCase() ?? 'none',
    },
  ];
}
