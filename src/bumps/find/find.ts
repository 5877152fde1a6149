/** Asks the lock tool and the indexes what could move. */

import { textsOf } from '../../edits/file-change.ts';
import type { LockDiffRow } from '../../gates/lock-diff.ts';
import { withTexts } from '../../gates/tree.ts';
import { stepBetween } from '../../locks/diff.ts';
import type { LockModel } from '../../locks/types.ts';
import { uploadTimes } from '../../locks/uv/upload-times.ts';
import { parseVersion } from '../../python/version.ts';
import type { Engine } from '../../relock/engine.ts';
import type { Release } from '../../relock/look-up.ts';
import { verify } from '../../relock/verify.ts';
import { lockRows } from '../make/lock-rows.ts';
import { obstacleOf } from '../make/obstacles.ts';
import { type Asked, askedBy } from '../manifests/manifest.ts';
import { tooYoung } from '../plan/policy.ts';
import type { Candidate, Left, LockScene, Obstacle } from '../types.ts';
import { candidates, isMovable, isNewer, type Releases } from './candidates.ts';
import { createLookUps, type LookUp } from './look-ups.ts';
import { explicitIndexes, sameIndex } from './where.ts';

export interface FindOptions extends LockScene {
  /** How many days before now `newest` is. */
  readonly age: number;
}

export interface Found {
  readonly candidates: readonly Candidate[];
  /** Too young, each with the day on which it is ready. */
  readonly young: readonly Left[];
  /** What could not be looked up; the rest is there. */
  readonly obstacles: readonly Obstacle[];
}

/** Why nothing can be bumped here; `none` if it can. */
export function outOfStep({ format, project, tree, context }: LockScene): Obstacle | 'none' {
  const state = verify(format, project, tree, context);
  if (state.kind !== 'stale' && format.model(project, tree) !== undefined) return 'none';
  const reason = state.kind === 'stale' ? state.reason.replace(/\.$/, '') : 'it cannot be read';
  const remedy = 'Bring it in step first: lockkeeper relock';
  const why = `${project.lock} is not in step: ${reason}`;
  return { reason: why, remedy, diagnosis: '', cause: 'surroundings' };
}

/** Needs a lock that is in step; see `outOfStep`. */
export async function findCandidates(engine: Engine, options: FindOptions): Promise<Found> {
  const { format, project, tree, newest, age } = options;
  const model = format.model(project, tree);
  const nothing: Found = { candidates: [], young: [], obstacles: [] };
  if (model === undefined) return nothing;
  const asked = askedBy(project, format.inputs(project, tree), tree);
  const { lookUp, obstacles } = createLookUps(engine, options);
  const [inside, beyond] = await Promise.all([
    movedInside(engine, lookUp, options),
    offered(askable(asked, model, explicitIndexes(project, tree)), lookUp, newest),
  ]);
  if (inside.kind === 'not moved') return { ...nothing, obstacles: [inside.obstacle] };
  const { young, ripe } = beyond;
  const { rows, smaller, times } = inside;
  const all = candidates({ model, rows, asked, newest: ripe, smaller, times });
  const left = young.flatMap(([name, { version: to, uploaded }]): readonly Left[] => {
    const from = model.packages.find((one) => one.name === name)?.version ?? '';
    return isNewer(to, from) ? [{ name, from, to, because: tooYoung(uploaded, age) }] : [];
  });
  return { candidates: all, young: left, obstacles };
}

type Inside =
  | {
      readonly kind: 'moved';
      readonly rows: readonly LockDiffRow[];
      readonly smaller: Releases;
      readonly times: Releases;
    }
  | { readonly kind: 'not moved'; readonly obstacle: Obstacle };

/** What the tool would move within all constraints. */
async function movedInside(
  engine: Engine,
  lookUp: LookUp,
  { project, tree, newest, cacheKey }: FindOptions,
): Promise<Inside> {
  const request = { project, tree, upgrades: 'all', draft: true } as const;
  let made = await engine.relock({ ...request, newest }, cacheKey);
  // What a manifest pins may be younger than the cut-off: that is no reason to look for nothing.
  if (made.kind === 'failed') made = await engine.relock(request, cacheKey);
  if (made.kind === 'failed' || made.kind === 'refused') {
    return { kind: 'not moved', obstacle: obstacleOf(project.lock, made) };
  }
  const changes = made.kind === 'unchanged' ? [] : made.changes;
  const texts = textsOf(changes);
  const rows = lockRows(project.lock, tree, withTexts(tree, texts));
  const upgraded = rows.filter(({ change }) => change === 'upgraded');
  const majors = upgraded.filter(({ before, after }) => stepBetween(before, after) === 'major');
  const known = recordedTimes(texts[project.lock] ?? '');
  const isTimed = ({ name, after }: LockDiffRow) => known.get(name)?.version === after;
  const untimed = upgraded.filter((row) => !isTimed(row));
  const [smaller, times] = await Promise.all([
    lookUp(majors.map(belowNextMajor), newest),
    lookUp(untimed.map(({ name, after }) => `${name}==${after}`)),
  ]);
  return { kind: 'moved', rows, smaller, times: new Map([...known, ...times]) };
}

/** Some locks record when their files appeared. */
function recordedTimes(lock: string): Releases {
  const times = uploadTimes(lock);
  return new Map(times.map(({ name, version, first }) => [name, { version, uploaded: first }]));
}

/** Names of what manifests ask for, but for those of indexes that nobody else is to be asked for. */
function askable(
  asked: readonly Asked[],
  model: LockModel,
  explicit: readonly string[],
): readonly string[] {
  const isElsewhere = (name: string) =>
    model.packages.some(
      ({ name: locked, source }) =>
        locked === name &&
        source.kind === 'registry' &&
        explicit.some((index) => sameIndex(index, source.index)),
    );
  const names = asked.filter(({ role }) => role === 'input').map(({ name }) => name);
  return [...new Set(names)].filter((name) => isMovable(name, model) && !isElsewhere(name)).sort();
}

/** The newest releases of what manifests ask for, whatever they allow. */
async function offered(
  names: readonly string[],
  lookUp: LookUp,
  newest: string,
): Promise<{ readonly young: readonly (readonly [string, Release])[]; readonly ripe: Releases }> {
  const anyAge = await lookUp(names);
  const isYoung = ({ uploaded }: Release) => uploaded !== 'unknown' && uploaded > newest;
  const young = [...anyAge].filter(([, release]) => isYoung(release));
  const older = await lookUp(
    young.map(([name]) => name),
    newest,
  );
  const ripe = [...anyAge].filter(([, release]) => !isYoung(release));
  return { young, ripe: new Map([...ripe, ...older]) };
}

function belowNextMajor({ name, before }: LockDiffRow): string {
  const major = parseVersion(before)?.release[0] ?? 0;
  return `${name}>=${before},<${major + 1}`;
}
