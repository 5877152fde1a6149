/**
 * Which packages move this week. Pure: the same candidates, configuration, day and open pull
 * requests give the same plan.
 */
import type { BumpsConfiguration } from '../config/bumps.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { groupFor, objection } from './policy.ts';
import type { Bump, Candidate, Left, Plan } from './types.ts';

/** What was proposed before and closed by a person without merging. */
export interface Declined {
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
  readonly declined: readonly Declined[];
}

const WEEKLY = 'weekly';

export function plan(input: PlanInput): Plan {
  const left: Left[] = [];
  const leave = (candidate: Candidate, because: string) => left.push(leftOut(candidate, because));
  const allowed = [...input.candidates].sort(byWaiting).filter((candidate) => {
    const because = objectionTo(candidate, input);
    if (because !== 'none') leave(candidate, because);
    return because === 'none';
  });
  const [majors, small] = [allowed.filter(isMajor), allowed.filter((one) => !isMajor(one))];
  const groups = Map.groupBy(small, ({ name }) => groupFor(name, input.bumps));
  const ungrouped = groups.get('none') ?? [];
  groups.delete('none');
  const limit = input.bumps['max-packages'];
  for (const one of ungrouped.slice(limit)) {
    leave(one, `others have waited longer, and ${limit} move at a time (\`bumps.max-packages\`)`);
  }
  const [major, ...laterMajors] = openFirst(majors, input.open);
  for (const one of laterMajors) leave(one, 'one major update is proposed at a time');
  const bumps = [
    ...bump(WEEKLY, ungrouped.slice(0, limit), input),
    ...[...groups].sort().flatMap(([group, moves]) => bump(group, moves, input)),
    ...(major === undefined ? [] : bump(majorGroup(major.name), [major], input)),
  ];
  return { bumps, left: left.sort((a, b) => compareText(a.name, b.name)) };
}

/** Every group that a plan of these candidates can have. */
export function possibleGroups(
  candidates: readonly Candidate[],
  { groups }: BumpsConfiguration,
): readonly string[] {
  const majors = candidates.filter(isMajor).map(({ name }) => majorGroup(name));
  return [WEEKLY, ...Object.keys(groups), ...new Set(majors)];
}

function majorGroup(name: string): string {
  return `major-${name}`;
}

function objectionTo(candidate: Candidate, { bumps, now, declined }: PlanInput): string | 'none' {
  const own = objection(candidate, bumps, now);
  if (own !== 'none') return own;
  const before = declined.find((one) => covers(one, candidate));
  if (before === undefined) return 'none';
  return `#${before.number}, which proposed it, was closed without being merged`;
}

/** A closed major update covers its whole major version; a small one covers the versions it had. */
function covers({ moves }: Declined, { name, to, step }: Candidate): boolean {
  return moves.some((move) => {
    const [old, wanted] = [parseVersion(move.to), parseVersion(to)];
    if (move.name !== name || old === undefined || wanted === undefined) return false;
    if (step === 'major') return old.release[0] === wanted.release[0];
    return compareVersions(wanted, old) <= 0;
  });
}

/** The pull request that is open already goes on; another one would be a second. */
function openFirst(majors: readonly Candidate[], open: ReadonlySet<string>): readonly Candidate[] {
  const isOpen = ({ name }: Candidate) => open.has(majorGroup(name));
  return [...majors.filter(isOpen), ...majors.filter((one) => !isOpen(one))];
}

function bump(group: string, moves: readonly Candidate[], { branch }: PlanInput): readonly Bump[] {
  const [first, ...others] = [...moves].sort((a, b) => compareText(a.name, b.name));
  return first === undefined ? [] : [{ group, branch: branch(group), moves: [first, ...others] }];
}

export function leftOut({ name, from, to }: Candidate, because: string): Left {
  return { name, from, to, because };
}

function isMajor({ step }: Candidate): boolean {
  return step === 'major';
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
