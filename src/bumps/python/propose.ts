/** From the places that pin Python to a bump of them: list, plan, edit, lock what depends on it. */
import { lockDiffs } from '../../gates/lockfile/diff.ts';
import type { Engine } from '../../relock/engine.ts';
import { relockDependents } from '../make/dependents.ts';
import { changesBetween } from '../make/make.ts';
import { PYTHON } from '../plan/groups.ts';
import { leftOut } from '../plan/plan.ts';
import { cutOff } from '../plan/policy.ts';
import type { ProposeOptions } from '../propose.ts';
import { pythonBranch } from '../pulls/branches.ts';
import type { MadeBump, Proposal } from '../types.ts';
import { editPython, movedPlaces } from './edit.ts';
import { type PythonPins, pythonPins } from './pins.ts';
import { isInWorkflow, planPython } from './plan.ts';

export interface PythonOptions extends ProposeOptions {
  /** Asked only where a workflow names a patch version. */
  mayEditWorkflows(): Promise<boolean>;
}

/** Everything for one project. What cannot be made is left, with the reason; nothing is thrown. */
export async function proposePython(
  engine: Engine,
  pins: PythonPins,
  options: PythonOptions,
): Promise<Proposal> {
  const { tree, bumps, now } = options;
  const nothing: Proposal = {
    project: { lock: pins.title, directory: pins.directory },
    ...{ bumps: [], left: [], obstacles: [], unknownAdvisories: 'none' },
  };
  if (options.scope === 'security') return nothing;
  const listed = await engine.pythons();
  if (listed.kind === 'failed') {
    const { reason, remedy, diagnosis, cause } = listed;
    return { ...nothing, obstacles: [{ reason, remedy, diagnosis, cause }] };
  }
  const folders = pythonPins(tree).map(({ directory }) => directory);
  const branch = pythonBranch(pins.directory, folders);
  const planned = planPython({
    pins,
    versions: listed.versions,
    bumps,
    now,
    closed: await options.closed([branch]),
    editsWorkflows: !pins.places.some(isInWorkflow) || (await options.mayEditWorkflows()),
  });
  const edited = editPython(planned.moves, tree);
  const left = [...planned.left, ...edited.left];
  const [first, ...others] = edited.moves.map(({ candidate }) => candidate);
  if (first === undefined) return { ...nothing, left };
  const relocked = await relockDependents(engine, 'none', {
    ...{ before: tree, after: edited.tree, newest: cutOff(bumps, now) },
    context: options.context,
    cacheKey: options.cacheKey,
  });
  if (relocked.kind === 'not made') {
    const { reason } = relocked.obstacle;
    const none = [first, ...others].map((one) => leftOut(one, reason));
    return { ...nothing, left: [...left, ...none], obstacles: [relocked.obstacle] };
  }
  const bump: MadeBump = {
    group: PYTHON,
    branch,
    moves: [first, ...others],
    changes: changesBetween(tree, relocked.tree),
    diffs: lockDiffs(tree, relocked.tree),
    tool: listed.tool,
    notes: relocked.notes,
    places: edited.moves.flatMap(movedPlaces),
  };
  return { ...nothing, bumps: [bump], left };
}
