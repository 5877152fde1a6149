/**
 * Makes the stale locks of a pull request again and pushes them as one commit: what "Regenerate
 * lock" and `@lockkeeper fix` do. Only for people who may push themselves.
 */

import type { FileChange } from '../edits/file-change.ts';
import { treeOf } from '../gates/tree.ts';
import type { GitHubClient } from '../github/client.ts';
import { commitOnBranch } from '../github/commit.ts';
import { classify, TooLarge } from '../github/errors.ts';
import { comment, mayWrite } from '../github/people.ts';
import type { PullRequest } from '../github/pull-request.ts';
import { gatherSnapshot } from '../github/snapshot.ts';
import { readTarget, type Target } from '../github/target.ts';
import type { Engine } from '../relock/engine.ts';
import { type Outcome, relockAll, relockAsking } from '../relock/repository.ts';
import { type FixResult, fixReply, type NotMade } from '../report/fix.ts';
import type { EvaluateDependencies } from './evaluate-job.ts';
import type { Logger } from './log.ts';
import type { JobOutcome } from './metrics.ts';
import type { Job } from './queue.ts';

export interface FixDependencies
  extends Pick<EvaluateDependencies, 'appId' | 'clients' | 'context' | 'cache'> {
  readonly engine: Engine;
}

interface FixJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'fix' }>;
}

/** Throws what GitHub failed with; the queue tries again. */
export async function fixJob(
  job: FixJob,
  dependencies: FixDependencies,
  log: Logger,
): Promise<JobOutcome> {
  const { installationId, repository, number } = job.event;
  const client = await dependencies.clients.installation(installationId);
  const target = await readTarget(client, repository, number, dependencies.appId);
  if (target.pullRequest === 'none' || !target.pullRequest.open) return 'closed';
  const result = await fix(client, job, target, target.pullRequest, dependencies);
  const reply = fixReply(result);
  if (reply !== '') await comment(client, target.repo, number, reply);
  log.info({ head: target.head.sha, by: job.event.by, result: result.kind }, 'Asked for a fix');
  return result.kind === 'pushed' ? 'fixed' : 'not-fixed';
}

async function fix(
  client: GitHubClient,
  { event }: FixJob,
  target: Target,
  pull: PullRequest,
  dependencies: FixDependencies,
): Promise<FixResult> {
  const { repo, head } = target;
  if (!(await mayWrite(client, repo, event.by))) return { kind: 'not-permitted', login: event.by };
  let outcomes: readonly Outcome[];
  try {
    outcomes = await relocked(client, target, pull, dependencies);
  } catch (error) {
    if (error instanceof TooLarge) return { kind: 'unreadable', reason: error.message };
    throw error;
  }
  const changes = outcomes.flatMap(({ result }) =>
    result.kind === 'relocked' ? result.changes : [],
  );
  const notMade = outcomes.flatMap(notMadeOf);
  // Also what a second try finds when the first one pushed and then died.
  if (changes.length === 0) return { kind: 'nothing', notMade };
  if (event.headSha !== 'any' && event.headSha !== head.sha) return { kind: 'moved' };
  if (pull.fork) return { kind: 'fork', branch: pull.head.ref, changes, notMade };
  const message = messageOf(changes, outcomes, event.by);
  const where = { repo, branch: pull.head.ref, expectedHead: head.sha };
  try {
    const commit = await commitOnBranch(client, { ...where, message, changes });
    return { kind: 'pushed', commit, notMade };
  } catch (error) {
    const { kind, message: said } = classify(error);
    if (kind === 'stale') return { kind: 'moved' };
    // Another try would end the same way, and somebody waits for an answer.
    if (kind === 'no-permission' || kind === 'invalid') return { kind: 'denied', message: said };
    throw error;
  }
}

async function relocked(
  client: GitHubClient,
  { repo, head, base, configuration }: Target,
  pull: PullRequest,
  { engine, context, cache }: FixDependencies,
): Promise<readonly Outcome[]> {
  const { snapshot } = await gatherSnapshot(client, {
    repo,
    head: head.sha,
    base,
    gates: [relockAsking],
    cache,
    configuration,
  });
  const { outcomes } = await relockAll(engine, {
    tree: treeOf(snapshot.head, snapshot.blobs),
    isMeant: () => true,
    upgrades: [],
    undecided: 'leave',
    context,
    // Some tools keep what they fetched by the name that a project gives an index: what a fork calls
    // so must not be found by the repository's own locks.
    cacheKey: pull.fork ? `${repo.id}-pull-${pull.number}` : String(repo.id),
  });
  return outcomes;
}

function notMadeOf({ project: { lock }, result }: Outcome): readonly NotMade[] {
  return result.kind === 'failed' || result.kind === 'refused' ? [{ lock, result }] : [];
}

function messageOf(
  changes: readonly FileChange[],
  outcomes: readonly Outcome[],
  by: string,
): string {
  const tools = outcomes.flatMap(({ result }) =>
    result.kind === 'relocked' ? [`${result.tool.name} ${result.tool.version}`] : [],
  );
  const paths = changes.map(({ path }) => path);
  const subject = paths.length === 1 ? paths[0] : `${paths.length} locks`;
  const made = `Made with ${[...new Set(tools)].join(', ')}, as ${by} asked for.`;
  return [
    `chore: regenerate ${subject}`,
    '',
    made,
    ...(paths.length === 1 ? [] : ['', ...paths]),
  ].join('\n');
}
