import type { Octokit } from '@octokit/core';
import { ProbotOctokit } from 'probot';
import { attempt } from './attempts.ts';
import { createPacing, type Pacing } from './pacing.ts';

/** One answered (or failed) request, for metrics. */
export interface RequestReport {
  /** Method and path template: `POST /repos/{owner}/{repo}/check-runs`. */
  readonly route: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly seconds: number;
  /** What is left of the hourly budget. */
  readonly remaining: number | 'unknown';
  readonly installationId: number | 'app';
}

/** Options that `LockkeeperOctokit.defaults` takes beside Octokit's own. */
export interface LockkeeperOctokitOptions {
  readonly onRequest?: (report: RequestReport) => void;
  readonly pacing?: Pacing;
  /** The first pause before a failed read is repeated; the n-th is n² times as long. */
  readonly retryBaseMs?: number;
}

/** One for all clients of the process: clients come and go with every job. */
const processPacing = createPacing();
const RETRY_BASE_MS = 1000;

function lockkeeperRequests(octokit: Octokit, options: Readonly<Record<string, unknown>>): void {
  const {
    onRequest,
    pacing = processPacing,
    retryBaseMs = RETRY_BASE_MS,
  } = options as LockkeeperOctokitOptions;
  const auth = options.auth as { readonly installationId?: number } | undefined;
  const installationId = auth?.installationId ?? 'app';
  octokit.hook.wrap('request', (request, parameters) =>
    attempt(request, parameters, { installationId, pacing, retryBaseMs, onRequest }),
  );
}

/**
 * Probot's Octokit with own limits and repetition: Probot's throttling puts the writes and all
 * GraphQL requests of every installation into one queue of one a second, and sleeps until the
 * hourly limit is reset, inside the job. The app adds `.defaults({ onRequest })`.
 *
 * @see https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export const LockkeeperOctokit: typeof ProbotOctokit = ProbotOctokit.plugin(
  lockkeeperRequests,
).defaults((options: Readonly<Record<string, unknown>>) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));
