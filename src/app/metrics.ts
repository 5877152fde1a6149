/** Prometheus metrics of the process. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Verdict } from '../gates/types.ts';
import type { RequestReport } from '../github/octokit.ts';

export type JobOutcome =
  | 'published'
  | 'unchanged'
  | 'closed'
  | 'stale-head'
  | 'spread'
  | 'fixed'
  | 'not-fixed'
  | 'refused'
  | 'retried'
  | 'parked';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  webhook(event: string, answer: number): void;
  job(outcome: JobOutcome): void;
  /** From the webhook's arrival to the written check run. */
  published(seconds: number): void;
  judged(verdict: Verdict, seconds: number): void;
  request(report: RequestReport): void;
  swept(queued: number, redelivered: number): void;
}

const LATENCY_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** `queueSizes` is asked at each scrape: jobs by state. */
export function createMetrics(
  queueSizes: () => Promise<Readonly<Record<string, number>>>,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'lockkeeper_jobs',
    help: 'Jobs in the queue by state; parked ones have failed for good',
    labelNames: ['state'],
    registers,
    async collect() {
      // Without the database the other metrics are still told.
      const sizes = await queueSizes().catch(() => ({}));
      for (const [state, count] of Object.entries(sizes)) this.set({ state }, Number(count));
    },
  });
  const webhooks = new Counter({
    name: 'lockkeeper_webhooks_total',
    help: 'Webhooks by event and answer: 202 stored, 204 not ours, 4xx refused',
    labelNames: ['event', 'answer'],
    registers,
  });
  const jobs = new Counter({
    name: 'lockkeeper_job_outcomes_total',
    help: 'Ended attempts at a job by outcome',
    labelNames: ['outcome'],
    registers,
  });
  const verdicts = new Counter({
    name: 'lockkeeper_verdicts_total',
    help: 'Verdicts by gate, mode and status',
    labelNames: ['gate', 'mode', 'status'],
    registers,
  });
  const conclusions = new Counter({
    name: 'lockkeeper_conclusions_total',
    help: 'Conclusions of verdicts',
    labelNames: ['conclusion'],
    registers,
  });
  const evaluation = new Histogram({
    name: 'lockkeeper_evaluation_seconds',
    help: 'Reading a pull request and judging it',
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const latency = new Histogram({
    name: 'lockkeeper_webhook_to_check_run_seconds',
    help: 'From a webhook to its written check run',
    buckets: LATENCY_BUCKETS,
    registers,
  });
  const requests = new Histogram({
    name: 'lockkeeper_github_request_seconds',
    help: 'Requests to GitHub by route and status; status 0 had no answer',
    labelNames: ['route', 'status'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const remaining = new Gauge({
    name: 'lockkeeper_github_requests_remaining',
    help: 'What is left of the hourly limit, by installation',
    labelNames: ['installation'],
    registers,
  });
  const swept = new Counter({
    name: 'lockkeeper_sweep_repairs_total',
    help: 'What the sweep found and repaired',
    labelNames: ['kind'],
    registers,
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    webhook: (event, answer) => webhooks.inc({ event, answer: String(answer) }),
    job: (outcome) => jobs.inc({ outcome }),
    published: (seconds) => latency.observe(seconds),
    judged(verdict, seconds) {
      evaluation.observe(seconds);
      conclusions.inc({ conclusion: verdict.conclusion });
      for (const { gate, mode, result } of verdict.gates) {
        verdicts.inc({ gate, mode, status: result.status });
      }
    },
    request({ route, status, seconds, remaining: left, installationId }) {
      requests.observe({ route, status: String(status) }, seconds);
      if (left !== 'unknown') remaining.set({ installation: String(installationId) }, left);
    },
    swept(queued, redelivered) {
      swept.inc({ kind: 'queued' }, queued);
      swept.inc({ kind: 'redelivered' }, redelivered);
    },
  };
}
