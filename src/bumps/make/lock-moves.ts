/** Has the moves of a bump locked: nothing goes back, and nothing is younger than it may be. */
import type { BumpsConfiguration } from '../../config/bumps.ts';
import { textsOf } from '../../edits/file-change.ts';
import type { LockDiffRow } from '../../gates/lock-diff.ts';
import { withTexts } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { uploadTimes } from '../../locks/uv/upload-times.ts';
import type { Engine } from '../../relock/engine.ts';
import type { RelockRequest, RelockResult, Upgrade } from '../../relock/types.ts';
import { indexesOf, lowestPython } from '../find/where.ts';
import type { Asked } from '../manifests/manifest.ts';
import { tooYoung, whyIgnored } from '../plan/policy.ts';
import type { Bump, Candidate, LockScene, Obstacle } from '../types.ts';
import { lockRows } from './lock-rows.ts';
import { obstacleOf } from './obstacles.ts';

export interface MakeOptions extends LockScene {
  readonly bumps: BumpsConfiguration;
  readonly asked: readonly Asked[];
  readonly now: Date;
}

type Relocked = Extract<RelockResult, { readonly kind: 'relocked' }>;

export type Locked =
  | { readonly kind: 'locked'; readonly result: Relocked }
  | { readonly kind: 'not made'; readonly obstacle: Obstacle };

/** `edited`: the tree with the manifests of the bump. */
export async function lockMoves(
  engine: Engine,
  bump: Bump,
  edited: Tree,
  options: MakeOptions,
): Promise<Locked> {
  const { project, cacheKey, newest } = options;
  const urgent = bump.moves.filter(({ fixes }) => fixes.length > 0).map(({ name }) => name);
  const request = { project, tree: edited, upgrades: upgradesOf(bump), urgent };
  let result = await relockFirst(engine, { ...request, newest }, bump, options);
  let isBound = result.kind === 'relocked' && result.cutOff === 'bound';
  // What is locked may be younger than the cut-off; to take that back would be no bump.
  const isCutOff = result.kind === 'failed' && result.cause === 'versions';
  if (isCutOff || whoGoesBack(result, options) !== 'none') {
    result = await engine.relock(request, cacheKey);
    isBound = false;
  }
  if (result.kind === 'failed' || result.kind === 'refused') {
    return { kind: 'not made', obstacle: obstacleOf(project.lock, result) };
  }
  if (result.kind === 'unchanged') {
    return notLocked(`${project.lock} did not change`, 'Nothing has to be done.');
  }
  const back = whoGoesBack(result, options);
  if (back !== 'none' && urgent.length === 0) {
    return notLocked(
      `${back.name} would go back to ${back.after}`,
      'Others ask for that one then.',
    );
  }
  const ignored = ignoredAlong(result, bump, options);
  if (ignored !== 'none') return notLocked(ignored, 'It stays as long as that is so.');
  const young = isBound ? 'none' : await youngIn(engine, result, urgent, options);
  if (young === 'none') return { kind: 'locked', result };
  return notLocked(young, 'It is proposed as soon as all of them are old enough.');
}

function notLocked(reason: string, remedy: string): Locked {
  return { kind: 'not made', obstacle: { reason, remedy, diagnosis: '', cause: 'versions' } };
}

function upgradesOf({ moves }: Bump): readonly [Upgrade, ...Upgrade[]] {
  const [first, ...others] = moves;
  const upgrade = ({ name, to }: Candidate): Upgrade => ({ name, version: to });
  return [upgrade(first), ...others.map(upgrade)];
}

/**
 * Without asking the index again, which was asked a moment ago, where that moves what is wanted and
 * nothing else; in every other case with all that the index has.
 */
async function relockFirst(
  engine: Engine,
  request: RelockRequest,
  { moves }: Bump,
  { project, tree, cacheKey }: MakeOptions,
): Promise<RelockResult> {
  if (project.kind === 'uv') {
    const quick = await engine.relock({ ...request, offline: true }, cacheKey);
    const texts = quick.kind === 'relocked' ? textsOf(quick.changes) : {};
    const rows = lockRows(project.lock, tree, withTexts(tree, texts));
    const isWanted = ({ name, after }: LockDiffRow) =>
      moves.some((move) => move.name === name && move.to === after);
    if (rows.length === moves.length && rows.every(isWanted)) return quick;
  }
  return engine.relock(request, cacheKey);
}

/** Who is ignored must not move because others do. */
function ignoredAlong(
  { changes }: Relocked,
  { moves }: Bump,
  { project, tree, bumps, now }: MakeOptions,
): string | 'none' {
  const rows = lockRows(project.lock, tree, withTexts(tree, textsOf(changes)));
  for (const { name, after: to, change } of rows) {
    if (change !== 'upgraded' || moves.some((move) => move.name === name)) continue;
    const because = whyIgnored({ name, to }, bumps, now);
    if (because !== 'none') return `${name} ${to} would come along, and ${because}`;
  }
  return 'none';
}

function whoGoesBack(result: RelockResult, { project, tree }: MakeOptions): LockDiffRow | 'none' {
  if (result.kind !== 'relocked') return 'none';
  const rows = lockRows(project.lock, tree, withTexts(tree, textsOf(result.changes)));
  return rows.find(({ change }) => change === 'downgraded') ?? 'none';
}

/** A sentence about a new version that is too young; the tool was not bound, so we look ourselves. */
async function youngIn(
  engine: Engine,
  { changes }: Relocked,
  urgent: readonly string[],
  { format, project, tree, context, cacheKey, newest, bumps }: MakeOptions,
): Promise<string | 'none'> {
  const age = bumps['min-release-age'];
  if (age === 0) return 'none';
  const texts = textsOf(changes);
  const rows = lockRows(project.lock, tree, withTexts(tree, texts));
  const moved = rows.filter(
    ({ change, name }) => (change === 'upgraded' || change === 'added') && !urgent.includes(name),
  );
  const times = uploadTimes(texts[project.lock] ?? '');
  const timeOf = ({ name, after }: LockDiffRow) =>
    times.find((one) => one.name === name && one.version === after)?.first;
  for (const row of moved) {
    const uploaded = timeOf(row) ?? '';
    if (uploaded > newest) return comesYoung(row.name, row.after, uploaded, age);
  }
  const untimed = moved.filter((row) => timeOf(row) === undefined);
  if (untimed.length === 0) return 'none';
  const inputs = format.inputs(project, tree);
  const found = await engine.lookUp(
    {
      requirements: untimed.map(({ name, after: version }) => `${name}==${version}`),
      indexes: indexesOf(project, inputs, tree),
      python: lowestPython(project, tree, context.today),
    },
    cacheKey,
  );
  if (found.kind === 'failed') return `nobody knows how old its packages are: ${found.reason}`;
  for (const [name, { version, uploaded }] of found.releases) {
    if (uploaded === 'unknown') return `nobody knows how old ${name} ${version} is`;
    if (uploaded > newest) return comesYoung(name, version, uploaded, age);
  }
  return 'none';
}

function comesYoung(name: string, version: string, uploaded: string, age: number): string {
  return `${name} ${version} comes along, and ${tooYoung(uploaded, age)}`;
}
