/**
 * Which places move to which patch of Python. Pure. Minor versions never change, and nothing goes
 * back: a place that is ahead of what uv knows stays.
 */
import type { BumpsConfiguration } from '../../config/bumps.ts';
import { admits, compareMinors, type Minor, minorOf } from '../../python/minors.ts';
import { parseVersion } from '../../python/version.ts';
import { isNewer } from '../find/candidates.ts';
import { type Closed, covers } from '../plan/plan.ts';
import { objection } from '../plan/policy.ts';
import type { Candidate, Left } from '../types.ts';
import { nameOf, type PatchPlace, type PythonPins } from './pins.ts';

export interface PythonPlanInput {
  readonly pins: PythonPins;
  /** Stable releases of CPython, the newest first. */
  readonly versions: readonly string[];
  readonly bumps: BumpsConfiguration;
  readonly now: Date;
  readonly closed: readonly Closed[];
  /** Whether workflows may be changed; GitHub grants that apart from other files. */
  readonly editsWorkflows: boolean;
}

/** The places of one minor version that move together. */
export interface PythonMove {
  readonly candidate: Candidate;
  readonly places: readonly [PatchPlace, ...PatchPlace[]];
}

export interface PythonPlan {
  readonly moves: readonly PythonMove[];
  readonly left: readonly Left[];
}

export function planPython(input: PythonPlanInput): PythonPlan {
  const minors = Map.groupBy(input.pins.places, ({ minor }) => minor);
  const plans = [...minors]
    .sort(([a], [b]) => compareMinors(a, b))
    .map(([minor, places]) => planMinor(minor, places, input));
  return {
    moves: plans.flatMap(({ moves }) => moves),
    left: plans.flatMap(({ left }) => left),
  };
}

function planMinor(
  minor: Minor,
  places: readonly PatchPlace[],
  input: PythonPlanInput,
): PythonPlan {
  const from = oldest(places);
  const newer = input.versions.filter((to) => isOf(minor, to) && isNewer(to, from));
  const [newest = 'none'] = newer;
  if (newest === 'none') return { moves: [], left: [] };
  const because = objectionTo(candidateOf(minor, from, newest), input);
  const kept: Left[] =
    because === 'none' ? [] : [{ name: nameOf(minor), from, to: newest, because }];
  const to = newer.find((one) => objectionTo(candidateOf(minor, from, one), input) === 'none');
  if (to === undefined) return { moves: [], left: kept };
  const behind = places.filter(({ version }) => isNewer(to, version));
  const staying = behind.flatMap((place) => placeLeft(place, to, input));
  const [first, ...others] = behind.filter((one) => whyItStays(one, input) === 'none');
  const left = [...kept, ...staying];
  if (first === undefined) return { moves: [], left };
  const candidate = candidateOf(minor, oldest([first, ...others]), to);
  return { moves: [{ candidate, places: [first, ...others] }], left };
}

function isOf(minor: Minor, version: string): boolean {
  const [major = 0, number = 0] = parseVersion(version)?.release ?? [];
  return minorOf([major, number]) === minor;
}

function oldest(places: readonly PatchPlace[]): string {
  return places.map(({ version }) => version).reduce((a, b) => (isNewer(a, b) ? b : a));
}

function candidateOf(minor: Minor, from: string, to: string): Candidate {
  const known = {
    step: 'patch',
    direct: true,
    via: '',
    uploaded: 'unknown',
    inRange: true,
    fixes: [],
    dependencyGroups: [],
  } as const;
  return { name: nameOf(minor), from, to, ...known };
}

/** Why a version is not proposed; `none` if it may be. */
function objectionTo(candidate: Candidate, input: PythonPlanInput): string | 'none' {
  const { bumps, now, pins, closed } = input;
  if (bumps.python === 'off') return '`bumps.python` is `off`';
  const [major = 0, minor = 0, patch = 0] = parseVersion(candidate.to)?.release ?? [];
  const range = pins.ranges.find(({ specifiers }) => !admits(specifiers, [major, minor, patch]));
  if (range !== undefined) {
    return `\`${range.raw}\` in ${range.path}:${range.line} (${range.label}) keeps it out`;
  }
  // Rules name it as people do.
  const own = objection({ ...candidate, name: 'python' }, bumps, now);
  if (own !== 'none') return own;
  const before = closed.find((one) => covers(one, candidate));
  return before === undefined
    ? 'none'
    : `#${before.number}, which proposed it, was closed without being merged`;
}

const WORKFLOWS = '.github/workflows/';

export function isInWorkflow({ place }: PatchPlace): boolean {
  return place.path.startsWith(WORKFLOWS);
}

function whyItStays(one: PatchPlace, { editsWorkflows }: PythonPlanInput): string | 'none' {
  if (one.stays !== 'none' || editsWorkflows || !isInWorkflow(one)) return one.stays;
  return 'changing workflows takes the permission `workflows: write`, which was not granted';
}

function placeLeft(one: PatchPlace, to: string, input: PythonPlanInput): readonly Left[] {
  const because = whyItStays(one, input);
  return because === 'none' ? [] : [leftPlace(one, to, because)];
}

/** A place that stays where others move. */
export function leftPlace(
  { place, version, minor }: PatchPlace,
  to: string,
  because: string,
): Left {
  const where = `${place.path}:${place.line}`;
  return { name: nameOf(minor), from: version, to, because: `${where} stays: ${because}` };
}
