/** Security updates first; the rest is planned around what could be made of them. */
import type { LockDiffRow } from '../../gates/lock-diff.ts';
import type { Engine } from '../../relock/engine.ts';
import { isSecurityGroup } from '../plan/groups.ts';
import { leftOut } from '../plan/plan.ts';
import type { Bump, Candidate, Left, MadeBump, Plan, PlannedBump } from '../types.ts';
import { type Largest, type MakeLargestOptions, makeLargest } from './make-largest.ts';

export async function makeInOrder(
  engine: Engine,
  candidates: readonly Candidate[],
  planOf: (candidates: readonly Candidate[]) => Plan,
  options: MakeLargestOptions,
): Promise<Largest> {
  const make = (all: readonly PlannedBump[]) =>
    Promise.all(all.map((one) => makeLargest(engine, one, options)));
  const planned = planOf(candidates).bumps.filter(isSecurity);
  const urgent = await make(planned);
  const states = Map.groupBy(candidates, (one) => stateOf(one, planned, urgent));
  const rest = planOf(states.get('open') ?? []);
  const made = [...urgent, ...(await make(rest.bumps.filter((one) => !isSecurity(one))))];
  const along = (states.get('along') ?? []).map((one) => leftOut(one, ALONG));
  return {
    made: withoutTwins(made.flatMap((one) => one.made)),
    left: [...rest.left, ...along, ...made.flatMap((one) => one.left)],
    obstacles: made.flatMap((one) => one.obstacles),
  };
}

function isSecurity({ group }: Bump): boolean {
  return isSecurityGroup(group);
}

const ALONG = 'it moves along with a security update first';

/**
 * What is still to be decided about a candidate once the security updates are made: nothing about a
 * fix that cannot be made, which keeps no ordinary update back.
 */
function stateOf(
  { name, to, fixes }: Candidate,
  planned: readonly PlannedBump[],
  urgent: readonly Largest[],
): 'open' | 'along' | 'failed' {
  const isIn = ({ moves }: Bump) => moves.some((move) => move.name === name && move.to === to);
  const bumps = urgent.flatMap(({ made }) => made);
  if (fixes.length > 0) return planned.some(isIn) && !bumps.some(isIn) ? 'failed' : 'open';
  // Of a package that has a fix, the plan says itself that it comes first.
  const isAlong = (bump: MadeBump) =>
    bump.moves.every((move) => move.name !== name || move.fixes.length === 0) &&
    rowsOf(bump).some((row) => row.name === name && row.change === 'upgraded');
  return bumps.some(isAlong) ? 'along' : 'open';
}

/** A family that only moves together comes once, also where somebody wants its members apart. */
function withoutTwins(bumps: readonly MadeBump[]): readonly MadeBump[] {
  const isIn = (one: MadeBump, other: MadeBump) =>
    rowsOf(one).every(({ name, after: to }) => brings(other, { name, to }));
  return bumps.filter((one, index) => !bumps.slice(0, index).some((other) => isIn(one, other)));
}

/** Whether a version comes with a bump, be it in its moves or along with them. */
export function brings(bump: MadeBump, { name, to }: Pick<Left, 'name' | 'to'>): boolean {
  return rowsOf(bump).some((row) => row.name === name && row.after === to);
}

function rowsOf({ diffs }: MadeBump): readonly LockDiffRow[] {
  return diffs.flatMap(({ rows }) => rows);
}
