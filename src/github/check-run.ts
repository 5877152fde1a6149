import { createHash } from 'node:crypto';
import type { Annotation, CheckRunContent } from '../report/check-run.ts';
import { clampContent } from './clamp.ts';
import type { GitHubClient } from './client.ts';
import { type CheckSubject, formatExternalId } from './external-id.ts';
import { CHECK_NAME, newestRun, type OwnCheckRun, standingRun } from './own-check-runs.ts';
import { readPullRequest } from './pull-request.ts';
import { inRepository, type RepositoryRef } from './repository.ts';
import { withOthersOnHead } from './shared-head.ts';

export interface PublishOptions {
  readonly repo: RepositoryRef;
  readonly headSha: string;
  /** Which pull request and base the verdict is about; the rest of the id is made here. */
  readonly externalId: CheckSubject;
  readonly content: CheckRunContent;
  /** Our check runs on `headSha`, from `readTarget` or `findCheckRuns`. */
  readonly existing: readonly OwnCheckRun[];
  /** The same, read again before anything is written. */
  readonly current?: () => Promise<readonly OwnCheckRun[]>;
  /** Whether `headSha` is still the head; without it the pull request is read again. */
  readonly isCurrent?: () => Promise<boolean>;
  /** Write even when nothing changed: after "Re-run" GitHub waits for a new run. */
  readonly force?: boolean;
}

export type Published = 'created' | 'unchanged' | 'stale-head';

const BATCH = 50;

/**
 * Writes the check run, unless the same verdict already stands on that head or the head has moved
 * on. Never updates an older run: annotations can only be added. More than 50 annotations go in
 * batches, the conclusion with the last, so that no merge happens on half the evidence.
 *
 * @throws Octokit's errors and `RateLimited`; see `classify`
 * @see https://docs.github.com/en/rest/checks/runs
 */
export async function publishCheckRun(
  client: GitHubClient,
  options: PublishOptions,
): Promise<Published> {
  const { repo, headSha, externalId: subject } = options;
  if ((await compose(client, options, options.existing)).isStanding) return 'unchanged';
  // Another pull request on this head may have written since.
  const existing = (await options.current?.()) ?? options.existing;
  const { content, digest, isStanding } = await compose(client, options, existing);
  if (isStanding) return 'unchanged';
  const isCurrent = options.isCurrent ?? (() => isHeadOf(client, repo, subject, headSha));
  if (!(await isCurrent())) return 'stale-head';
  const verdict = options.content.conclusion;
  const id = formatExternalId({ ...subject, verdict, digest, at: Date.now() });
  await write(client, repo, headSha, id, content);
  return 'created';
}

/** What the run would say, and whether that is what the commit shows already. */
async function compose(
  client: GitHubClient,
  options: PublishOptions,
  existing: readonly OwnCheckRun[],
) {
  const content = clampContent(await withOthersOnHead(client, { ...options, existing }));
  const digest = digestOf(content);
  const [standing, newest] = [standingRun(existing, options.externalId), newestRun(existing)];
  const isStanding =
    options.force !== true &&
    standing !== 'none' &&
    newest !== 'none' &&
    standing.externalId.digest === digest &&
    // A newer run of another pull request decides, whatever this one has said.
    newest.conclusion === content.conclusion;
  return { content, digest, isStanding };
}

async function write(
  client: GitHubClient,
  repo: RepositoryRef,
  headSha: string,
  externalId: string,
  content: CheckRunContent,
): Promise<void> {
  const { title, summary, text, conclusion } = content;
  const running = { status: 'in_progress' } as const;
  const completed = { status: 'completed' as const, conclusion, actions: [...content.actions] };
  const [first = [], ...others] = batchesOf(content.annotations);
  const { data } = await client.request('POST /repos/{owner}/{repo}/check-runs', {
    ...inRepository(repo),
    name: CHECK_NAME,
    head_sha: headSha,
    external_id: externalId,
    ...(others.length === 0 ? completed : running),
    output: { title, summary, text, annotations: first },
  });
  for (const [index, annotations] of others.entries()) {
    await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      ...inRepository(repo),
      check_run_id: data.id,
      ...(index === others.length - 1 ? completed : running),
      output: { title, summary, text, annotations },
    });
  }
}

function batchesOf(annotations: readonly Annotation[]) {
  const count = Math.ceil(annotations.length / BATCH);
  return Array.from({ length: count }, (_, index) =>
    annotations.slice(index * BATCH, (index + 1) * BATCH).map((annotation) => ({
      path: annotation.path,
      start_line: annotation.startLine,
      end_line: annotation.endLine,
      annotation_level: annotation.level,
      title: annotation.title,
      message: annotation.message,
      ...(annotation.rawDetails === undefined ? {} : { raw_details: annotation.rawDetails }),
    })),
  );
}

/** Merge groups cannot move: a changed group has a new commit. */
async function isHeadOf(
  client: GitHubClient,
  repo: RepositoryRef,
  { pullRequest }: CheckSubject,
  headSha: string,
): Promise<boolean> {
  if (pullRequest === 'none') return true;
  const current = await readPullRequest(client, repo, pullRequest);
  return current.open && current.head.sha === headSha;
}

function digestOf(content: CheckRunContent): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
