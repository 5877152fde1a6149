/** What could move, from what a tool made and what the indexes offer. Pure. */
import type { LockDiffRow } from '../../gates/lock-diff.ts';
import { stepBetween } from '../../locks/diff.ts';
import type { LockModel } from '../../locks/types.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import type { Release } from '../../relock/look-up.ts';
import { type Asked, keepsOut } from '../manifests/manifest.ts';
import type { Candidate } from '../types.ts';
import { developmentGroups } from './dependency-groups.ts';

/** By normalised name. */
export type Releases = ReadonlyMap<string, Pick<Release, 'version' | 'uploaded'>>;

export interface Offer {
  /** The lock as it is. */
  readonly model: LockModel;
  /** What the tool would move within all constraints. */
  readonly rows: readonly LockDiffRow[];
  readonly asked: readonly Asked[];
  /** The newest release of what manifests ask for, whatever they allow. */
  readonly newest: Releases;
  /** Releases below the next major version, of what would move by a major version. */
  readonly smaller: Releases;
  /** When the versions of `rows` were released. */
  readonly times: Releases;
}

/** At most two for a package: a small one, and a major one. */
export function candidates(offer: Offer): readonly Candidate[] {
  const { model, asked, rows } = offer;
  const inside = rows
    .filter(({ change, name }) => change === 'upgraded' && isMovable(name, model))
    .flatMap((row) => insideRange(row, offer));
  const groups = developmentGroups(asked, model);
  return [...inside, ...beyond(offer, inside)]
    .filter((one, index, all) => !all.some((other, at) => at !== index && replaces(other, one)))
    .map((one) => ({ ...one, dependencyGroups: groups.get(one.name) ?? [] }));
}

/** Without what the whole offer says about it. */
type Bare = Omit<Candidate, 'dependencyGroups'>;

/** Locked once, and from an index. */
export function isMovable(name: string, { packages }: LockModel): boolean {
  const [first, ...others] = packages.filter((one) => one.name === name);
  return first?.source.kind === 'registry' && others.length === 0;
}

function insideRange(row: LockDiffRow, { asked, times, smaller }: Offer): readonly Bare[] {
  const { name, before: from, after, direct, via } = row;
  const candidate = (to: string, uploaded: Candidate['uploaded']): Bare => {
    const inRange = !isKeptOut(name, { from, to }, asked);
    return {
      name,
      from,
      to,
      step: stepBetween(from, to),
      direct,
      via,
      uploaded,
      inRange,
      fixes: [],
    };
  };
  const whole = candidate(after, times.get(name)?.uploaded ?? 'unknown');
  const less = whole.step === 'major' ? smaller.get(name) : undefined;
  if (less === undefined || !isNewer(less.version, from)) return [whole];
  return [whole, candidate(less.version, less.uploaded)];
}

/** The tool knows its inputs alone, and not even all of their extras. */
export function isKeptOut(
  name: string,
  step: Pick<Candidate, 'from' | 'to'>,
  asked: readonly Asked[],
): boolean {
  return asked.some((one) => one.name === name && keepsOut(one, step));
}

/** What is asked for in a way that keeps the newest release out. */
function beyond({ model, rows, asked, newest }: Offer, inside: readonly Bare[]): readonly Bare[] {
  return [...newest].flatMap(([name, { version: to, uploaded }]): readonly Bare[] => {
    const from = model.packages.find((one) => one.name === name)?.version ?? '';
    const best = inside.find((one) => one.name === name && one.step !== 'major')?.to ?? from;
    if (!isMovable(name, model) || !isNewer(to, best)) return [];
    const inRange = !isKeptOut(name, { from, to }, asked);
    // Within range the tool has decided; only where it took several versions is one of them offered.
    if (inRange && !rows.some((row) => row.name === name && row.change === 'added')) return [];
    const common = { name, from, to, uploaded, direct: true, via: '', fixes: [] };
    return [{ ...common, step: stepBetween(from, to), inRange }];
  });
}

/** Of two that are both small, or both major, the larger one counts. */
function replaces(other: Bare, one: Bare): boolean {
  const isAlike = (other.step === 'major') === (one.step === 'major');
  return other.name === one.name && isAlike && isNewer(other.to, one.to);
}

export function isNewer(text: string, than: string): boolean {
  const [a, b] = [parseVersion(text), parseVersion(than)];
  return a !== undefined && b !== undefined && compareVersions(a, b) > 0;
}
