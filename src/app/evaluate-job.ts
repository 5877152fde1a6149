/** One job: look at the pull request as it is now, judge it, write the check run if it differs. */
import type { Kysely } from 'kysely';
import { loadConfiguration } from '../config/load.ts';
import { evaluate } from '../gates/evaluate.ts';
import { isAwaited } from '../gates/required-checks/waiting.ts';
import type { PullFacts } from '../gates/surroundings.ts';
import { treeOf } from '../gates/tree.ts';
import type { Gate, GateContext, Tree, Verdict } from '../gates/types.ts';
import type { BlobCache } from '../github/blob-cache.ts';
import { type Published, publishCheckRun } from '../github/check-run.ts';
import type { GitHubClient } from '../github/client.ts';
import { TooLarge } from '../github/errors.ts';
import { findCheckRuns } from '../github/own-check-runs.ts';
import { type GatheredSnapshot, gatherSnapshot } from '../github/snapshot.ts';
import { readMergeGroup, readTarget, type Target } from '../github/target.ts';
import { relockable } from '../relock/repository.ts';
import { type CheckRunContent, type Offers, toCheckRun } from '../report/check-run.ts';
import { obstaclesOf } from '../store/bumps.ts';
import type { Database } from '../store/database.ts';
import type { Schema } from '../store/schema.ts';
import { storeVerdict } from '../store/verdicts.ts';
import { awaitChecks, stopAwaiting } from '../store/watches.ts';
import type { Clients } from './clients.ts';
import type { Logger } from './log.ts';
import type { JobOutcome, Metrics } from './metrics.ts';
import type { Job } from './queue.ts';

export interface EvaluateDependencies {
  readonly appId: number;
  readonly clients: Clients;
  readonly gates: readonly Gate[];
  readonly context: GateContext;
  readonly cache: BlobCache;
  readonly db: Kysely<Schema>;
  readonly exclusively: Database['exclusively'];
  readonly metrics: Metrics;
}

/** A job about one pull request or one merge group. */
export interface EvaluateJob extends Job {
  readonly event: Extract<Job['event'], { readonly kind: 'pull-request' | 'merge-group' }>;
}

/** Throws what GitHub or the database failed with; the queue tries again. */
export async function evaluateJob(
  job: EvaluateJob,
  dependencies: EvaluateDependencies,
  log: Logger,
): Promise<JobOutcome> {
  const { appId, clients, metrics } = dependencies;
  const start = performance.now();
  const client = await clients.installation(job.event.installationId);
  const target = await targetOf(client, job, appId);
  if (target.pullRequest !== 'none' && !target.pullRequest.open) return 'closed';
  let judged: Judged;
  try {
    judged = await judge(client, target, dependencies);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    log.warn({ head: target.head.sha, reason: error.message }, 'Could not be judged');
    const outcome = await publish(client, target, unjudged(error.message), job, dependencies);
    return outcome === 'created' ? 'published' : outcome;
  }
  const { verdict, isWaiting, offers } = judged;
  metrics.judged(verdict, (performance.now() - start) / 1000);
  const published = await publish(client, target, toCheckRun(verdict, offers), job, dependencies);
  if (published === 'stale-head') return 'stale-head';
  await storeVerdict(dependencies.db, subjectOf(target), verdict);
  await watch(dependencies.db, target, isWaiting);
  if (published === 'created') metrics.published((Date.now() - job.receivedAt) / 1000);
  log.info(
    {
      head: target.head.sha,
      conclusion: verdict.conclusion,
      published,
      milliseconds: Math.round(performance.now() - start),
    },
    'Judged',
  );
  return published === 'created' ? 'published' : 'unchanged';
}

function targetOf(client: GitHubClient, { event }: EvaluateJob, appId: number): Promise<Target> {
  return event.kind === 'pull-request'
    ? readTarget(client, event.repository, event.number, appId)
    : readMergeGroup(client, event.repository, event, appId);
}

interface Judged {
  readonly verdict: Verdict;
  /** Required checks may still be reported. */
  readonly isWaiting: boolean;
  readonly offers: Offers;
}

async function judge(
  client: GitHubClient,
  target: Target,
  { gates, context, cache, db }: EvaluateDependencies,
): Promise<Judged> {
  const gathered = await gatherSnapshot(client, {
    repo: target.repo,
    head: target.head.sha,
    base: target.base,
    pull: pullFacts(target),
    gates,
    cache,
    configuration: target.configuration,
  });
  const { configuration, problems } = await configurationOf(gathered);
  const { snapshot } = gathered;
  const verdict = await evaluate(snapshot, { gates, configuration, problems, context });
  return {
    verdict,
    offers: {
      relock: relockOffer(verdict, treeOf(snapshot.head, snapshot.blobs), target),
      obstacles: await obstaclesIn(db, target),
    },
    isWaiting: snapshot.surroundings !== undefined && isAwaited(snapshot.surroundings),
  };
}

/** A stale lock that the engine can make; what is not there to be repaired has no button. */
function relockOffer({ gates }: Verdict, tree: Tree, { pullRequest }: Target): Offers['relock'] {
  const stale = gates
    .flatMap(({ result }) => (result.status === 'failed' ? result.findings : []))
    .filter(({ rule }) => rule === 'lockfile/stale')
    .flatMap(({ fix }) => (fix?.kind === 'relock' ? [fix.lock] : []));
  if (pullRequest === 'none' || stale.length === 0) return 'none';
  const makeable = relockable(tree);
  if (!stale.some((lock) => makeable.has(lock))) return 'none';
  return pullRequest.fork ? 'command' : 'button';
}

async function obstaclesIn(db: Kysely<Schema>, { repo }: Target): Promise<Offers['obstacles']> {
  const all = await obstaclesOf(db, repo.id);
  return all.flatMap(({ lock, day, reasons }) => reasons.map((reason) => ({ lock, day, reason })));
}

/** The sweep looks again at a pull request whose checks have not come yet. */
async function watch(db: Kysely<Schema>, target: Target, isWaiting: boolean): Promise<void> {
  const { pullRequest, repo, head } = target;
  if (pullRequest === 'none') return;
  const pull = { repositoryId: repo.id, pullRequest: pullRequest.number, headSha: head.sha };
  await (isWaiting ? awaitChecks(db, pull) : stopAwaiting(db, pull));
}

function pullFacts({ pullRequest }: Target): PullFacts | 'none' {
  if (pullRequest === 'none') return 'none';
  const { number, draft, fork, head } = pullRequest;
  return { number, draft, fork, branch: head.ref, headRepository: head.repository };
}

/** The base decides; what the change would make of the file is validated too. */
async function configurationOf({ configuration, headConfiguration }: GatheredSnapshot) {
  const base = await loadConfiguration(...fileOf(configuration), 'base');
  if (headConfiguration === 'unchanged' || headConfiguration === 'removed') return base;
  const head = await loadConfiguration(headConfiguration.text, headConfiguration.path, 'head');
  return { configuration: base.configuration, problems: [...base.problems, ...head.problems] };
}

function fileOf(file: GatheredSnapshot['configuration']): [text: string, path: string] {
  return file === 'none' ? ['none', ''] : [file.text, file.path];
}

/** One at a time for a commit: two pull requests with one head must see each other's verdict. */
function publish(
  client: GitHubClient,
  target: Target,
  content: CheckRunContent,
  { event }: EvaluateJob,
  { appId, exclusively }: EvaluateDependencies,
): Promise<Published> {
  const { repo, head, base, pullRequest } = target;
  return exclusively(`${repo.id}@${head.sha}`, () =>
    publishCheckRun(client, {
      repo,
      headSha: head.sha,
      externalId:
        pullRequest === 'none'
          ? { pullRequest, base: base.ref, baseSha: base.sha }
          : { pullRequest: pullRequest.number, base: base.ref },
      content,
      existing: target.checkRuns,
      current: () => findCheckRuns(client, repo, head.sha, appId),
      force: event.force,
    }),
  );
}

/** What is said where no verdict can be given, so that nobody waits for one. */
function unjudged(reason: string): CheckRunContent {
  return {
    title: 'Could not be judged',
    summary: `${reason}. This blocks nothing.`,
    text: '',
    conclusion: 'neutral',
    annotations: [],
    actions: [],
  };
}

function subjectOf(target: Target) {
  return {
    repositoryId: target.repo.id,
    pullRequest: target.pullRequest === 'none' ? ('none' as const) : target.pullRequest.number,
    baseRef: target.base.ref,
    headSha: target.head.sha,
  };
}
