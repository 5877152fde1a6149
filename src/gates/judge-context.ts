import type { Surroundings } from './surroundings.ts';
import type { GateConfiguration, GateContext, JudgeContext, Snapshot, State } from './types.ts';

/** What holds where nobody asked GitHub. */
export const NO_SURROUNDINGS: Surroundings = {
  base: 'main',
  pull: 'none',
  required: [],
  mergeQueue: false,
  requiredWorkflows: [],
  reported: [],
  workflows: 'unknown',
  message: '',
  unasked: [],
};

/** What a gate with these settings may know of a snapshot beside its trees. */
export function judgeContext(
  { repository, head, base, surroundings = NO_SURROUNDINGS }: Snapshot,
  settings: GateConfiguration,
  { defaultIndex, today }: GateContext,
): JudgeContext {
  const changed = base === 'none' ? 'unknown' : changedPaths(base, head);
  return { defaultIndex, today, settings, repository, surroundings, changed };
}

function changedPaths(base: State, head: State): readonly string[] {
  const before = new Map(base.files.map(({ path, oid, mode }) => [path, `${oid} ${mode}`]));
  const after = new Map(head.files.map(({ path, oid, mode }) => [path, `${oid} ${mode}`]));
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

/** What was known before the change: nothing of its head. */
export function beforeChange(context: JudgeContext): JudgeContext {
  const { surroundings } = context;
  return {
    ...context,
    surroundings: {
      ...surroundings,
      reported: surroundings.reported.filter(({ on }) => on !== 'head'),
      workflows: 'unknown',
      message: '',
    },
  };
}
