/** The findings on one required check. */

import { asksForStatus, parseExpression } from '../../workflows/expressions.ts';
import { skippedName } from '../../workflows/names.ts';
import { eventSettings } from '../../workflows/triggers.ts';
import type { RequiredCheck, Surroundings } from '../surroundings.ts';
import type { Finding } from '../types.ts';
import { finding } from './finding.ts';
import { exactNames, type Producer, type Production } from './producers.ts';
import {
  collectInstead,
  failInsteadOfSkip,
  filterJobs,
  keepName,
  startInQueue,
  startOnCommits,
} from './repairs.ts';
import type { CheckVerdict } from './verdicts.ts';
import { waiting } from './waiting.ts';
import { wrongApp } from './wrong-app.ts';

export interface JudgedCheck {
  readonly check: RequiredCheck;
  readonly verdict: CheckVerdict;
}

/** What is wrong with a check; nothing where it is reported in every case. */
export function findingsOn(
  judged: JudgedCheck,
  production: Production,
  surroundings: Surroundings,
  all: readonly RequiredCheck[],
): readonly Finding[] {
  const own = production.producers.filter((producer) => {
    return exactNames(producer).includes(judged.check.context);
  });
  const now = [
    ...onThisPull(judged, production),
    ...wrongApp(judged, own, surroundings),
    ...waiting(judged, own, surroundings),
  ];
  // Who waits for ever has one mistake to repair first.
  const later = now.length > 0 ? [] : onOthers(judged, own, surroundings, all);
  return [...now, ...later].slice(0, MAX_FINDINGS);
}

function onThisPull({ check, verdict }: JudgedCheck, production: Production) {
  const { producers } = production;
  switch (verdict.kind) {
    case 'ghost': {
      const { likely, siblings } = verdict;
      const keeps = keepName(check.context, likely, production);
      const keepsName = keeps.fix === undefined ? {} : { keepsName: true as const };
      const facts = { kind: 'ghost', likely, siblings, ...keepsName } as const;
      return [finding(check, facts, firstOf(producers), keeps)];
    }
    case 'not-started':
      return [notStarted(check, verdict.by)];
    case 'waits':
      return [skipWaits(check, verdict.by, verdict.instead, true)];
    default:
      return [];
  }
}

/** What this pull request passes, and others do not. */
function onOthers(
  { check, verdict }: JudgedCheck,
  own: readonly Producer[],
  { mergeQueue }: Surroundings,
  all: readonly RequiredCheck[],
): readonly Finding[] {
  const isKnown = verdict.kind === 'reported' || verdict.kind === 'possible';
  if (!isKnown && verdict.kind !== 'present') return [];
  return [
    ...ambiguous(check, own),
    ...(mergeQueue ? unqueued(check, own) : []),
    ...filtered(check, own),
    ...(isKnown ? verdict.by : own).flatMap((producer) => skipping(check, producer, all)),
  ];
}

/** One check has one or two mistakes. */
const MAX_FINDINGS = 4;

function firstOf(producers: readonly Producer[]): Producer | undefined {
  return producers.find(({ started }) => started.runs !== false);
}

function notStarted(check: RequiredCheck, by: Producer): Finding {
  const { workflow, started } = by;
  const cause = started.runs === false ? started.because : 'paths';
  if (cause === 'event not listed') {
    return finding(check, { kind: 'ghost', likely: [], siblings: [] }, by);
  }
  const kind = cause === 'type' ? 'types' : 'filtered';
  const isOfPaths = cause === 'paths' || cause === 'paths-ignore';
  const fix = kind === 'types' ? startOnCommits(by) : isOfPaths ? filterJobs(by) : {};
  return finding(check, { kind, workflow: workflow.path, cause, isNow: true }, by, fix);
}

/** Two jobs of different workflows that both start. */
function ambiguous(check: RequiredCheck, own: readonly Producer[]): readonly Finding[] {
  const started = own.filter(({ started: { runs } }) => runs === true);
  const paths = [...new Set(started.map(({ workflow }) => workflow.path))];
  const [first] = started;
  if (paths.length < 2 || first === undefined) return [];
  const named = paths.map((path) => `\`${path}\``);
  return [finding(check, { kind: 'ambiguous', producers: named }, first)];
}

function unqueued(check: RequiredCheck, own: readonly Producer[]): readonly Finding[] {
  const [first] = own;
  if (first === undefined || own.some(({ queued }) => queued.runs !== false)) return [];
  return [
    finding(
      check,
      { kind: 'no-merge-group', workflow: first.workflow.path },
      first,
      startInQueue(first),
    ),
  ];
}

/** Starts now, and not on every pull request. */
function filtered(check: RequiredCheck, own: readonly Producer[]): readonly Finding[] {
  const withFilter = own.filter(({ workflow }) =>
    ['pull_request', 'pull_request_target'].some((event) => {
      const settings = eventSettings(workflow.on, event);
      return settings?.has('paths') || settings?.has('paths-ignore');
    }),
  );
  const [first] = withFilter;
  if (first === undefined || withFilter.length < own.length) return [];
  const facts = {
    kind: 'filtered',
    workflow: first.workflow.path,
    cause: 'paths',
    isNow: false,
  } as const;
  return [{ ...finding(check, facts, first, filterJobs(first)), severity: 'notice' }];
}

/** What happens to the check when its job is skipped. */
function skipping(
  check: RequiredCheck,
  producer: Producer,
  all: readonly RequiredCheck[],
): readonly Finding[] {
  const { job } = producer.job;
  const parsed = parseExpression(job.condition ?? 'success()');
  const names = parsed.kind === 'expression' ? parsed.names : new Set<string>();
  const isPlain = skippedName(job) === check.context && producer.job.chain.length === 1;
  const followsNeeds =
    job.needs.length > 0 && (job.condition === undefined || !asksForStatus(names));
  if (isPlain) {
    const required = new Set(all.map(({ context }) => context));
    const open = job.needs.filter((need) => !required.has(need));
    if (!followsNeeds || open.length === 0) return [];
    const facts = {
      kind: 'skip-passes',
      workflow: producer.workflow.path,
      job: job.id,
      needs: open,
    } as const;
    return [finding(check, facts, producer, failInsteadOfSkip(producer))];
  }
  const canBeSkipped = job.condition !== undefined && !names.has('always');
  if (!canBeSkipped || producer.job.decision === 'runs') return [];
  return [skipWaits(check, producer, skippedName(job), false)];
}

function skipWaits(check: RequiredCheck, by: Producer, instead: string, isNow: boolean): Finding {
  const { name, fix } = collectInstead(by);
  const facts = {
    kind: 'skip-waits',
    workflow: by.workflow.path,
    job: by.job.job.id,
    instead,
    isNow,
    ...(name === undefined ? {} : { collector: name }),
  } as const;
  const found = finding(check, facts, by, fix === undefined ? {} : { fix });
  return isNow ? found : { ...found, severity: 'notice' };
}
