/** One job: look at the pull request as it is now, judge it, write the check run if it differs. */
import type { Kysely } from 'kysely';
import { loadConfiguration } from '../config/load.ts';
import { evaluate } from '../gates/evaluate.ts';
import type { Gate, GateContext, Verdict } from '../gates/types.ts';
import type { BlobCache } from '../github/blob-cache.ts';
import { publishCheckRun } from '../github/check-run.ts';
import type { GitHubClient } from '../github/client.ts';
import { type GatheredSnapshot, gatherSnapshot } from '../github/snapshot.ts';
import { readMergeGroup, readTarget, type Target } from '../github/target.ts';
import { toCheckRun } from '../report/check-run.ts';
import type { Schema } from '../store/schema.ts';
import { storeVerdict } from '../store/verdicts.ts';
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
  readonly metrics: Metrics;
}

/** A job about one pull request or one merge group. */
export interface EvaluateJob extends Job {
  readonly event: Exclude<Job['event'], { readonly kind: 'rerun' }>;
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
  const verdict = await judge(client, target, dependencies);
  metrics.judged(verdict, (performance.now() - start) / 1000);
  const published = await publish(client, target, verdict, job);
  if (published === 'stale-head') return 'stale-head';
  await storeVerdict(dependencies.db, subjectOf(target), verdict);
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

async function judge(
  client: GitHubClient,
  target: Target,
  { gates, context, cache }: EvaluateDependencies,
): Promise<Verdict> {
  const gathered = await gatherSnapshot(client, {
    repo: target.repo,
    head: target.head.sha,
    base: target.base,
    gates,
    cache,
    configuration: target.configuration,
  });
  const { configuration, problems } = await configurationOf(gathered);
  return evaluate(gathered.snapshot, { gates, configuration, problems, context });
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

function publish(client: GitHubClient, target: Target, verdict: Verdict, { event }: EvaluateJob) {
  return publishCheckRun(client, {
    repo: target.repo,
    headSha: target.head.sha,
    externalId: {
      pullRequest: target.pullRequest === 'none' ? 'none' : target.pullRequest.number,
      base: target.base.ref,
    },
    content: toCheckRun(verdict),
    existing: target.checkRuns,
    force: event.force,
  });
}

function subjectOf(target: Target) {
  return {
    repositoryId: target.repo.id,
    pullRequest: target.pullRequest === 'none' ? ('none' as const) : target.pullRequest.number,
    baseRef: target.base.ref,
    headSha: target.head.sha,
  };
}
