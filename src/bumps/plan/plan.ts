/**
 * Which packages move this week. Pure: the same candidates, configuration, day and open pull
 * requests give the same plan.
 */
import type { BumpsConfiguration } from '../../config/bumps.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import { isNewer } from '../find/candidates.ts';
import type { Candidate, Left, Plan, PlannedBump } from '../types.ts';
import { isSecurityGroup, loneGroup, SECURITY, splitGroups, WEEKLY } from './groups.ts';
import { groupFor, objection } from './policy.ts';

/** What was proposed before and closed without merging. */
export interface Closed {
  /** A person declined it, or wants its packages apart from each other. */
  readonly how: 'declined' | 'split';
  readonly group: string;
  readonly number: number;
  readonly moves: readonly { readonly name: string; readonly to: string }[];
}

export interface PlanInput {
  readonly candidates: readonly Candidate[];
  readonly bumps: BumpsConfiguration;
  readonly now: Date;
  /** The branch of a group. */
  branch(group: string): string;
  /** Groups whose pull requests are open. */
  readonly open: ReadonlySet<string>;
  readonly closed: readonly Closed[];
}

export function plan(input: PlanInput): Plan {
  const left: Left[] = [];
  const leave = (candidate: Candidate, because: string) => left.push(leftOut(candidate, because));
  const allowed = [...input.candidates].sort(byWaiting).filter((candidate) => {
    const because = objectionTo(candidate, input);
    if (because !== 'none') leave(candidate, because);
    return because === 'none';
  });
  const fixed = new Set(allowed.filter(isFix).map(({ name }) => name));
  const lanes = Map.groupBy(allowed, (one) => laneOf(one, fixed, input));
  const lane = (of: Lane) => lanes.get(of) ?? [];
  for (const one of lane('fixed elsewhere')) leave(one, 'its security update comes first');
  const groups = Map.groupBy(lane('small'), (one) => groupFor(one, input.bumps));
  const ungrouped = groups.get('none') ?? [];
  groups.delete('none');
  const limit = input.bumps['max-packages'];
  for (const one of ungrouped.slice(limit)) {
    leave(one, `others have waited longer, and ${limit} move at a time (\`bumps.max-packages\`)`);
  }
  const [major, ...laterMajors] = openFirst(lane('major'), input.open);
  for (const one of laterMajors) leave(one, 'one major update is proposed at a time');
  const alone = [...lane('lone fix'), ...lane('apart')];
  const bumps = [
    ...bump(SECURITY, lane('fix'), input),
    ...bump(WEEKLY, ungrouped.slice(0, limit), input, ungrouped.slice(limit, SPARES * limit)),
    ...[...groups].sort().flatMap(([group, moves]) => bump(group, moves, input)),
    ...alone.flatMap((one) => bump(loneGroup(one), [one], input)),
    ...majorBump(major, laterMajors.slice(0, SPARES - 1), input),
  ].sort((a, b) => Number(isSecurityGroup(b.group)) - Number(isSecurityGroup(a.group)));
  const along: readonly Lane[] = ['small', 'fixed elsewhere', 'fix', 'lone fix', 'apart'];
  const companions = companionsIn(along.flatMap(lane));
  return { bumps, companions, left: left.sort((a, b) => compareText(a.name, b.name)) };
}

/** How often as many are tried where some cannot be made. */
const SPARES = 3;

/** Each once: the newest, which is what the others of a family were made with. */
function companionsIn(candidates: readonly Candidate[]): readonly Candidate[] {
  const byName = new Map<string, Candidate>();
  for (const one of candidates)
    if (!isMajor(one) && !byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()];
}

function majorBump(
  major: Candidate | undefined,
  later: readonly Candidate[],
  input: PlanInput,
): readonly PlannedBump[] {
  if (major === undefined) return [];
  const instead = later.flatMap((one) => bump(loneGroup(one), [one], input));
  return bump(loneGroup(major), [major], input).map((one) => ({ ...one, instead }));
}

/** Which pull request a candidate belongs to; there is at most one of ordinary major updates. */
type Lane = 'fix' | 'lone fix' | 'fixed elsewhere' | 'major' | 'apart' | 'small';

function laneOf(one: Candidate, fixed: ReadonlySet<string>, input: PlanInput): Lane {
  if (isFix(one)) return isMajor(one) || isApart(one, input) ? 'lone fix' : 'fix';
  if (fixed.has(one.name)) return 'fixed elsewhere';
  if (isMajor(one)) return 'major';
  return isApart(one, input) ? 'apart' : 'small';
}

/** Every group that a plan of these candidates can have, but for what was split off. */
export function possibleGroups(
  candidates: readonly Candidate[],
  { groups }: BumpsConfiguration,
): readonly string[] {
  const majors = candidates.filter(isMajor).map(loneGroup);
  return [...new Set([WEEKLY, SECURITY, ...Object.keys(groups), ...majors])];
}

function objectionTo(candidate: Candidate, { bumps, now, closed }: PlanInput): string | 'none' {
  const own = objection(candidate, bumps, now);
  if (own !== 'none') return own;
  // To decline an ordinary update says nothing about a vulnerability.
  const counts = ({ how, group }: Closed) =>
    how === 'declined' && (!isFix(candidate) || isSecurityGroup(group));
  const before = closed.find((one) => counts(one) && covers(one, candidate));
  if (before === undefined) return 'none';
  return `#${before.number}, which proposed it, was closed without being merged`;
}

/** A closed major update covers its whole major version; a small one covers the versions it had. */
export function covers({ moves }: Closed, { name, to, step }: Candidate): boolean {
  return moves.some((move) => {
    const [old, wanted] = [parseVersion(move.to), parseVersion(to)];
    if (move.name !== name || old === undefined || wanted === undefined) return false;
    if (step === 'major') return old.release[0] === wanted.release[0];
    return compareVersions(wanted, old) <= 0;
  });
}

/** Groups of what was split off. */
export function singleGroups(closed: readonly Closed[]): readonly string[] {
  const names = closed.filter(({ how }) => how === 'split').flatMap(({ moves }) => moves);
  return [...new Set(names.flatMap(({ name }) => splitGroups(name)))];
}

/** Somebody split it off, and it has not come as far as it was to come then. */
function isApart({ name, from }: Candidate, { closed }: PlanInput): boolean {
  const apart = closed.filter(({ how }) => how === 'split').flatMap(({ moves }) => moves);
  return apart.some((move) => move.name === name && isNewer(move.to, from));
}

/** The pull request that is open already goes on; another one would be a second. */
function openFirst(majors: readonly Candidate[], open: ReadonlySet<string>): readonly Candidate[] {
  const isOpen = (one: Candidate) => open.has(loneGroup(one));
  return [...majors.filter(isOpen), ...majors.filter((one) => !isOpen(one))];
}

function bump(
  group: string,
  moves: readonly Candidate[],
  { branch }: PlanInput,
  spares: readonly Candidate[] = [],
): readonly PlannedBump[] {
  const [first, ...others] = [...moves].sort((a, b) => compareText(a.name, b.name));
  if (first === undefined) return [];
  return [{ group, branch: branch(group), moves: [first, ...others], spares, instead: [] }];
}

export function leftOut({ name, from, to }: Candidate, because: string): Left {
  return { name, from, to, because };
}

function isMajor({ step }: Candidate): boolean {
  return step === 'major';
}

function isFix({ fixes }: Candidate): boolean {
  return fixes.length > 0;
}

/** The longest waiting first; where nothing is known about that, what people asked for themselves. */
function byWaiting(a: Candidate, b: Candidate): number {
  const [early, late] = [a, b].map(({ uploaded }) => (uploaded === 'unknown' ? '9' : uploaded));
  return (
    compareText(early ?? '', late ?? '') ||
    Number(b.direct) - Number(a.direct) ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
