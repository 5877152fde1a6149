import type { RequiredCheck } from '../surroundings.ts';
import type { Finding } from '../types.ts';
import type { CheckFacts } from './facts.ts';
import type { Producer } from './producers.ts';
import type { RequiredCheckRuleId } from './rules.ts';

type WithoutCheck<T> = T extends unknown ? Omit<T, 'context' | 'source'> : never;

/** At the job that it is about; without one at the folder of the workflows. */
export function finding(
  { context, source }: RequiredCheck,
  facts: WithoutCheck<CheckFacts>,
  by: Producer | undefined,
  fix: Pick<Finding, 'fix'> = {},
): Finding {
  const kind: CheckFacts['kind'] = facts.kind;
  const at =
    by === undefined
      ? { path: '.github/workflows' }
      : { path: by.job.workflow.path, line: by.job.job.line };
  return {
    rule: `required-checks/${kind}` satisfies RequiredCheckRuleId,
    subject: context,
    about: context,
    at,
    facts: { ...facts, context, source },
    ...fix,
  };
}
