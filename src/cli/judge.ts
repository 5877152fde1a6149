/** What is loaded while git works: the gates, and all that they need. */
import type { LoadedConfiguration } from '../config/load.ts';
import { liveContext } from '../gates/context.ts';
import { evaluate } from '../gates/evaluate.ts';
import { gates } from '../gates/index.ts';
import { NO_SURROUNDINGS } from '../gates/judge-context.ts';
import type { RequiredCheck } from '../gates/surroundings.ts';
import type { Snapshot, Verdict } from '../gates/types.ts';

export { gates };

export const rules = gates.flatMap((gate) => gate.rules);

export function judge(
  snapshot: Snapshot,
  { configuration, problems }: LoadedConfiguration,
  required: readonly RequiredCheck[],
): Promise<Verdict> {
  const surroundings = { ...NO_SURROUNDINGS, required };
  return evaluate(
    { ...snapshot, surroundings },
    { gates, configuration, problems, context: liveContext() },
  );
}
