/** What has to happen so that the pull requests of a lock are those of its plan. Pure. */
import type { LockedPackage } from '../../locks/types.ts';
import { isNewer } from '../find/candidates.ts';
import { isLimited, isSecurityGroup } from '../plan/groups.ts';
import type { MadeBump, Proposal, Scope } from '../types.ts';
import { digestOf, type Marker, readMarker } from './marker.ts';

/** A branch of ours, and what is open on it. */
export interface KeptBranch {
  readonly branch: string;
  readonly head: string;
  readonly parents: readonly string[];
  /** Its head is a commit of this app. */
  readonly isOurs: boolean;
  readonly pull: { readonly number: number; readonly body: string } | 'none';
}

/** What a lock holds, or the places that pin Python. */
export interface Held {
  readonly packages: readonly Pick<LockedPackage, 'name' | 'version'>[];
}

export interface KeepInput {
  readonly proposal: Proposal;
  /** What is there at the base; `undefined` where the lock, or the place, is not any more. */
  readonly model: Held | undefined;
  /** All of the repository. */
  readonly branches: readonly KeptBranch[];
  /** The tip of the base branch. */
  readonly base: string;
  readonly openLimit: number;
  /** Whether new pull requests may be opened; else only those that are there are kept. */
  readonly opens: boolean;
  /** What the proposal speaks about. */
  readonly scope: Scope;
}

export type Action =
  /** `head`: where the branch is now, or `none`. */
  | { readonly kind: 'open'; readonly bump: MadeBump; readonly head: string | 'none' }
  | {
      readonly kind: 'update';
      readonly bump: MadeBump;
      readonly head: string;
      readonly number: number;
    }
  | {
      readonly kind: 'close';
      readonly branch: string;
      readonly number: number;
      readonly because: string;
    }
  /** `because` ends a sentence; nothing is done. */
  | { readonly kind: 'leave'; readonly branch: string; readonly because: string };

export function decide(input: KeepInput): readonly Action[] {
  const { proposal, branches, openLimit, opens } = input;
  const kept = proposal.bumps.map((bump) => forBump(bump, input));
  const isRenamed = (one: KeptBranch) => renamedIn(one, input) !== 'none';
  let room = openLimit - branches.filter((one) => isCounted(one) && !isRenamed(one)).length;
  const planned = kept.flatMap((action): readonly Action[] => {
    if (action.kind !== 'open') return [action];
    if (!opens) return [];
    if (!isLimited(action.bump.group)) return [action];
    room -= 1;
    const because = `as many are open as may be (\`bumps.open-limit\`: ${openLimit})`;
    return room < 0 ? [{ kind: 'leave', branch: action.bump.branch, because }] : [action];
  });
  const wanted = new Set(proposal.bumps.map(({ branch }) => branch));
  return [
    ...planned,
    ...branches.flatMap((one) => (wanted.has(one.branch) ? [] : leftover(one, input, planned))),
  ];
}

/** The branch has the lock's whole name as soon as there are two of them. */
function renamedIn({ branch, pull }: KeptBranch, { proposal }: KeepInput): MadeBump | 'none' {
  const marker = pull === 'none' ? 'none' : readMarker(pull.body);
  if (marker === 'none' || marker.lock !== proposal.project.lock) return 'none';
  const found = proposal.bumps.find(({ group }) => group === marker.group);
  return found === undefined || found.branch === branch ? 'none' : found;
}

function isCounted({ pull }: KeptBranch): boolean {
  if (pull === 'none') return false;
  const marker = readMarker(pull.body);
  return marker === 'none' || isLimited(marker.group);
}

function forBump(bump: MadeBump, input: KeepInput): Action {
  const { branches, base } = input;
  const { branch } = bump;
  const there = branches.find((one) => one.branch === branch);
  if (there === undefined) return { kind: 'open', bump, head: 'none' };
  const { head, parents, isOurs, pull } = there;
  if (pull === 'none') {
    return isOurs
      ? { kind: 'open', bump, head }
      : {
          kind: 'leave',
          branch,
          because: 'the branch is there already, with a commit of somebody else',
        };
  }
  if (!isOurs) {
    return {
      kind: 'leave',
      branch,
      because: `somebody has pushed to #${pull.number}, which is theirs now`,
    };
  }
  const marker = readMarker(pull.body);
  if (marker !== 'none' && marker.lock !== input.proposal.project.lock) {
    const because = `#${pull.number}, about ${marker.lock}, has the same branch`;
    return { kind: 'leave', branch, because };
  }
  if (marker !== 'none' && wouldLose(bump, marker, input)) {
    return { kind: 'leave', branch, because: `nobody knows whether #${pull.number} still holds` };
  }
  const isSame = marker !== 'none' && marker.digest === digestOf(bump);
  const isOnBase = parents.length === 1 && parents[0] === base;
  return isSame && isOnBase
    ? { kind: 'leave', branch, because: `#${pull.number} is as it has to be` }
    : { kind: 'update', bump, head, number: pull.number };
}

/** A security update keeps what nobody could say anything about this time. */
function wouldLose(bump: MadeBump, marker: Marker, input: KeepInput): boolean {
  const kept = new Set(bump.moves.map(({ name }) => name));
  const lost = marker.moves.filter(({ name }) => !kept.has(name));
  const [first, ...others] = lost;
  if (first === undefined || !isSecurityGroup(marker.group)) return false;
  return isOpenQuestion({ ...marker, moves: [first, ...others] }, input);
}

/** A pull request that the plan has no more. */
function leftover(
  one: KeptBranch,
  input: KeepInput,
  planned: readonly Action[],
): readonly Action[] {
  const { branch, isOurs, pull } = one;
  const { proposal, model } = input;
  const marker = pull === 'none' ? 'none' : readMarker(pull.body);
  if (pull === 'none' || marker === 'none' || marker.lock !== proposal.project.lock) return [];
  const isSecurity = isSecurityGroup(marker.group);
  if (!isOurs || (input.scope === 'security' && !isSecurity)) return [];
  const { number } = pull;
  const over = whyOver(marker, model);
  if (over !== 'none') return [{ kind: 'close', branch, number, because: over }];
  if (isOpenQuestion(marker, input)) {
    return [{ kind: 'leave', branch, because: `nobody knows whether #${number} still holds` }];
  }
  const renamed = renamedIn(one, input);
  if (renamed !== 'none') {
    const isThere = planned.some((action) => 'bump' in action && action.bump === renamed);
    const because = `it goes on in ${renamed.branch}`;
    if (isThere) return [{ kind: 'close', branch, number, because }];
    return [{ kind: 'leave', branch, because: `${because} as soon as that is opened` }];
  }
  const left = proposal.left.find(({ name }) => marker.moves.some((move) => move.name === name));
  const because =
    left === undefined
      ? 'nothing of it is proposed any more'
      : `${left.name} is left: ${left.because}`;
  return [{ kind: 'close', branch, number, because }];
}

/** What could not be found out, or made, may be possible again tomorrow. */
function isOpenQuestion({ group, moves }: Marker, { proposal }: KeepInput): boolean {
  if (isSecurityGroup(group) && proposal.unknownAdvisories !== 'none') return true;
  if (proposal.obstacles.length === 0) return false;
  const reasons = new Set(proposal.obstacles.map(({ reason }) => reason));
  const isDecided = (name: string) =>
    proposal.left.some((one) => one.name === name && !reasons.has(one.because));
  return !moves.every(({ name }) => isDecided(name));
}

/** Why nothing of it can be proposed any more, whatever the plan says; `none` if it can. */
function whyOver({ moves }: Marker, model: Held | undefined): string | 'none' {
  if (model === undefined) return 'what it was about is not there any more';
  const isLocked = (name: string) => model.packages.some((one) => one.name === name);
  if (!moves.some(({ name }) => isLocked(name))) return 'its packages are not locked here any more';
  const isDone = moves.every(({ name, to }) =>
    model.packages.every((one) => one.name !== name || !isNewer(to, one.version)),
  );
  return isDone ? 'everything in it is on the base branch already' : 'none';
}
