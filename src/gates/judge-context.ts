import type { Surroundings } from './surroundings.ts';
import type { GateConfiguration, GateContext, JudgeContext, Snapshot, State } from './types.ts';

/** What holds where nobody asked GitHub. */
const NO_SURROUNDINGS: Surroundings = {
  base: 'main',
  pull: 'none',
  required: [],
  mergeQueue: false,
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
