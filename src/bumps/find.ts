/** Asks the lock tool and the indexes what could move. */

import type { LockDiffRow } from '../gates/lock-diff.ts';
import { lockDiffs } from '../gates/lockfile/diff.ts';
import { withTexts } from '../gates/tree.ts';
import type { Tree } from '../gates/types.ts';
import type { LockModel, LockProject } from '../locks/types.ts';
import { parseVersion } from '../python/version.ts';
import type { Engine } from '../relock/engine.ts';
import type { LookUpResult, Release } from '../relock/look-up.ts';
import { verify } from '../relock/verify.ts';
import { candidates, isMovable, isNewer, stepOf } from './candidates.ts';
import { askedBy } from './manifest.ts';
import { obstacleOf } from './obstacles.ts';
import { tooYoung } from './policy.ts';
import type { Candidate, Left, LockScene, Obstacle } from './types.ts';
import { indexesOf, lowestPython, ownCutOff } from './where.ts';

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
  return { reason: `${project.lock} is not in step: ${reason}`, remedy, diagnosis: '' };
}

/** Needs a lock that is in step; see `outOfStep`. */
export async function findCandidates(engine: Engine, options: FindOptions): Promise<Found> {
  const { format, project, tree, newest, cacheKey } = options;
  const request = { project, tree, upgrades: 'all' } as const;
  let made = await engine.relock({ ...request, newest }, cacheKey);
  // What a manifest pins may be younger than the cut-off: that is no reason to look for nothing.
  if (made.kind === 'failed') made = await engine.relock(request, cacheKey);
  const nothing: Found = { candidates: [], young: [], obstacles: [] };
  if (made.kind === 'failed' || made.kind === 'refused') {
    return { ...nothing, obstacles: [obstacleOf(project.lock, made)] };
  }
  const model = format.model(project, tree);
  if (model === undefined) return nothing;
  const rows = made.kind === 'unchanged' ? [] : rowsOf(project, tree, made.changes);
  return lookUpAll(engine, options, model, rows);
}

function rowsOf(
  { lock }: LockProject,
  tree: Tree,
  changes: readonly { readonly path: string; readonly after: string }[],
): readonly LockDiffRow[] {
  const after = withTexts(tree, Object.fromEntries(changes.map((one) => [one.path, one.after])));
  return lockDiffs(tree, after).find((diff) => diff.lock === lock)?.rows ?? [];
}

async function lookUpAll(
  engine: Engine,
  options: FindOptions,
  model: LockModel,
  rows: readonly LockDiffRow[],
): Promise<Found> {
  const { format, project, tree, context, cacheKey, newest, age } = options;
  const inputs = format.inputs(project, tree);
  const indexes = indexesOf(project, inputs, tree);
  const python = lowestPython(project, tree, context.today);
  const obstacles: Obstacle[] = [];
  const asked = askedBy(project, inputs, tree);

  async function lookUp(requirements: readonly string[], before = ownCutOff(project, tree)) {
    if (requirements.length === 0) return new Map<string, Release>();
    const limit = before === 'none' ? {} : { newest: before };
    const result = await engine.lookUp({ requirements, indexes, python, ...limit }, cacheKey);
    if (result.kind === 'failed') obstacles.push(lookUpObstacle(result));
    return result.kind === 'found' ? result.releases : new Map<string, Release>();
  }

  const inputNames = asked.filter(({ role }) => role === 'input').map(({ name }) => name);
  const direct = [...new Set(inputNames)].filter((name) => isMovable(name, model));
  const anyAge = await lookUp(direct.sort());
  const isYoung = ({ uploaded }: Release) => uploaded !== 'unknown' && uploaded > newest;
  const young = [...anyAge].filter(([, release]) => isYoung(release));
  const older = await lookUp(
    young.map(([name]) => name),
    newest,
  );
  const upgraded = rows.filter(({ change }) => change === 'upgraded');
  const majors = upgraded.filter(({ before, after }) => stepOf(before, after) === 'major');
  const smaller = await lookUp(majors.map(belowNextMajor), newest);
  const times = await lookUp(upgraded.map(({ name, after }) => `${name}==${after}`));
  const ripe = [...anyAge].filter(([, release]) => !isYoung(release));
  const all = candidates({
    model,
    rows,
    asked,
    newest: new Map([...ripe, ...older]),
    smaller,
    times,
  });
  const left = young.flatMap(([name, { version: to, uploaded }]): readonly Left[] => {
    const from = model.packages.find((one) => one.name === name)?.version ?? '';
    return isNewer(to, from) ? [{ name, from, to, because: tooYoung(uploaded, age) }] : [];
  });
  return { candidates: all, young: left, obstacles };
}

function belowNextMajor({ name, before }: LockDiffRow): string {
  const major = parseVersion(before)?.release[0] ?? 0;
  return `${name}>=${before},<${major + 1}`;
}

function lookUpObstacle({
  reason,
  remedy,
  diagnosis,
}: Extract<LookUpResult, { kind: 'failed' }>): Obstacle {
  const isTimeless = /upload (?:date|time)/i.test(diagnosis);
  return {
    reason: isTimeless
      ? 'the index does not tell when releases appeared, so that nothing can be said about their age'
      : `versions outside of the constraints were not looked up: ${reason}`,
    remedy: isTimeless ? 'Without a cool-down it works: `bumps.min-release-age: 0`' : remedy,
    diagnosis,
  };
}
