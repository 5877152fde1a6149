import type { Conclusion } from '../gates/types.ts';
import type { CheckRunContent } from '../report/check-run.ts';
import type { GitHubClient } from './client.ts';
import { type CheckSubject, type ExternalId, isSameSubject } from './external-id.ts';
import { type OwnCheckRun, standingRun } from './own-check-runs.ts';
import { readPullRequest } from './pull-request.ts';
import type { RepositoryRef } from './repository.ts';

interface SharedHead {
  readonly repo: RepositoryRef;
  readonly headSha: string;
  readonly externalId: CheckSubject;
  readonly content: CheckRunContent;
  readonly existing: readonly OwnCheckRun[];
}

const SEVERITY: Readonly<Record<Conclusion, number>> = { success: 0, neutral: 1, failure: 2 };

/**
 * A check run belongs to a commit, not to a pull request, and the newest of a name decides. So a
 * second pull request with the same head and a harmless base could turn the required check of the
 * first one green: the worse verdict of all open pull requests on a head counts, and is explained.
 */
export async function withOthersOnHead(
  client: GitHubClient,
  { repo, headSha, externalId: subject, content, existing }: SharedHead,
): Promise<CheckRunContent> {
  const worse = othersOf(existing, subject).filter(
    ({ verdict }) => SEVERITY[verdict] > SEVERITY[content.conclusion],
  );
  for (const other of worse.sort((a, b) => SEVERITY[b.verdict] - SEVERITY[a.verdict])) {
    if (!(await isStillOpen(client, repo, other, headSha))) continue;
    const note =
      `This commit is also the head of #${other.pullRequest} (into \`${other.base}\`), whose ` +
      `verdict is \`${other.verdict}\`. A commit has one check of this name, so the worse verdict counts.`;
    return {
      ...content,
      title: `The same commit is judged worse in #${other.pullRequest}`,
      summary: `${note}\n\n${content.summary}`,
      conclusion: other.verdict,
    };
  }
  return content;
}

/** What was last said about every other subject on this head. */
function othersOf(existing: readonly OwnCheckRun[], subject: CheckSubject): ExternalId[] {
  const others = existing.filter(({ externalId }) => !isSameSubject(externalId, subject));
  return others
    .filter((run) => standingRun(others, run.externalId) === run)
    .map(({ externalId }) => externalId);
}

async function isStillOpen(
  client: GitHubClient,
  repo: RepositoryRef,
  { pullRequest, base }: CheckSubject,
  headSha: string,
): Promise<boolean> {
  if (pullRequest === 'none') return false;
  const current = await readPullRequest(client, repo, pullRequest);
  return current.open && current.head.sha === headSha && current.base.ref === base;
}
