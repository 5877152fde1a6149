/**
 * Whether a job runs, if all jobs before it succeed.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions
 */

import { context } from './events.ts';
import {
  asksForStatus,
  type ContextMap,
  type Contexts,
  type ContextValue,
  evaluate,
  parseExpression,
  UNKNOWN,
  type Unknown,
} from './expressions.ts';
import { hasExpression } from './templates.ts';
import type { Value } from './values.ts';
import type { Job } from './workflow.ts';

export type Decision = 'runs' | 'skipped' | 'unknown';

export interface NeedStates {
  /** Of the jobs in `needs`. */
  readonly direct: ReadonlyMap<string, Decision>;
  /** And of those that they need. */
  readonly all: ReadonlyMap<string, Decision>;
}

export function decide({ condition }: Job, needs: NeedStates, contexts: Contexts): Decision {
  const success = allSucceed(needs);
  if (condition === undefined || condition === '') return decisionOf(success);
  // A text with an expression inside of it is a text: it is never empty.
  if (hasExpression(condition)) return decisionOf(success);
  const parsed = parseExpression(condition);
  if (parsed.kind === 'invalid') return 'unknown';
  const isOwn = asksForStatus(parsed.names);
  if (!isOwn && success === false) return 'skipped';
  const result = evaluate(condition, {
    contexts: { ...contexts.contexts, needs: needsContext(needs.direct) },
    status: {
      success,
      failure: anyUnknown(needs) ? UNKNOWN : false,
      cancelled: false,
      always: true,
    },
  });
  if (result.kind !== 'value') return 'unknown';
  if (!isTruthy(result.value)) return 'skipped';
  return isOwn ? 'runs' : decisionOf(success);
}

function decisionOf(success: boolean | Unknown): Decision {
  if (success === UNKNOWN) return 'unknown';
  return success ? 'runs' : 'skipped';
}

/** Jobs that were skipped before, also further up, are no success. */
function allSucceed({ all }: NeedStates): boolean | Unknown {
  const states = [...all.values()];
  if (states.includes('skipped')) return false;
  return states.includes('unknown') ? UNKNOWN : true;
}

function anyUnknown({ all }: NeedStates): boolean {
  return [...all.values()].includes('unknown');
}

/** The context `needs`. */
export function needsContext(states: ReadonlyMap<string, Decision>): ContextMap {
  const known = [...states].map(([id, state]): [string, ContextValue] => [id, needContext(state)]);
  return { known: new Map(known), missing: 'null' };
}

/** What a job tells those that need it; one that was skipped has no outputs. */
function needContext(state: Decision): ContextMap {
  const result = state === 'runs' ? 'success' : state === 'skipped' ? 'skipped' : UNKNOWN;
  // Nothing else is documented there.
  return context('unknown', {
    result,
    outputs: context(state === 'skipped' ? 'null' : 'unknown', {}),
  });
}

function isTruthy(value: Value): boolean {
  return !(value === null || value === false || value === 0 || value === '' || Number.isNaN(value));
}
