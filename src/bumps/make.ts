/** Makes a planned bump real: edits manifests, makes the lock, what is made from it and what mirrors it. */

import type { BumpsConfiguration } from '../config/bumps.ts';
import type { FileChange } from '../edits/file-change.ts';
import { spliced } from '../edits/splice.ts';
import { lockDiffs } from '../gates/lockfile/diff.ts';
import { textAt, withTexts } from '../gates/tree.ts';
import type { Edit, Tree } from '../gates/types.ts';
import type { LockProject } from '../locks/types.ts';
import type { Engine } from '../relock/engine.ts';
import { relockAll } from '../relock/repository.ts';
import type { RelockResult, Upgrade } from '../relock/types.ts';
import { isNewer } from './candidates.ts';
import { besideNotes, withMirrors } from './follow.ts';
import { type Asked, keepsOut } from './manifest.ts';
import { obstacleOf } from './obstacles.ts';
import { tooYoung } from './policy.ts';
import type { Bump, Candidate, LockScene, MadeBump, Obstacle } from './types.ts';
import { indexesOf, lowestPython } from './where.ts';

export interface MakeOptions extends LockScene {
  readonly bumps: BumpsConfiguration;
  readonly asked: readonly Asked[];
}

export type Made =
  | { readonly kind: 'made'; readonly bump: MadeBump }
  | { readonly kind: 'not made'; readonly obstacle: Obstacle };

type Relocked = Extract<RelockResult, { readonly kind: 'relocked' }>;

/** Never gives a bump whose lock our own gate would call stale. */
export async function makeBump(engine: Engine, bump: Bump, options: MakeOptions): Promise<Made> {
  const { project, tree, context, cacheKey, newest } = options;
  const edited = editedManifests('input', bump.moves, tree, options);
  if (edited.kind === 'cannot') return notMade(edited.reason, BY_HAND);
  const upgrades = upgradesOf(bump);
  const urgent = bump.moves.filter(({ fixes }) => fixes.length > 0).map(({ name }) => name);
  const request = { project, tree: edited.tree, upgrades, urgent, cached: true } as const;
  let result = await engine.relock({ ...request, newest }, cacheKey);
  let isBound = result.kind === 'relocked' && result.cutOff === 'bound';
  // What is locked may be younger than the cut-off; to take that back would be no bump.
  if (result.kind === 'failed' || goesBack(result, edited.tree, project)) {
    result = await engine.relock(request, cacheKey);
    isBound = false;
  }
  if (result.kind === 'failed' || result.kind === 'refused') {
    return { kind: 'not made', obstacle: obstacleOf(project.lock, result) };
  }
  if (result.kind === 'unchanged')
    return notMade(`${project.lock} did not change`, 'Nothing has to be done.');
  const young = isBound ? 'none' : await youngIn(engine, result, urgent, options);
  if (young !== 'none')
    return notMade(young, 'It is proposed as soon as all of them are old enough.');
  const locked = withTexts(edited.tree, textsOf(result.changes));
  const { outcomes, tree: after } = await relockAll(engine, {
    tree: locked,
    isMeant: (lock) => lock !== project.lock,
    upgrades: [],
    undecided: 'leave',
    newest,
    context,
    cacheKey,
  });
  for (const { project: other, result: follow } of outcomes) {
    if (follow.kind === 'failed' || follow.kind === 'refused') {
      return { kind: 'not made', obstacle: obstacleOf(other.lock, follow) };
    }
  }
  const diffs = lockDiffs(tree, after);
  const missed = bump.moves.find((move) => !isReached(move, project.lock, diffs));
  if (missed !== undefined) {
    return notMade(`${missed.name} did not become ${missed.to}`, 'Other packages keep it back.');
  }
  const moved = upgradedIn(project.lock, diffs);
  const beside = editedManifests('beside', moved, after, options);
  if (beside.kind === 'cannot') return notMade(beside.reason, BY_HAND);
  const both = { before: tree, after: beside.tree };
  const mirrored = withMirrors(both, diffs, options.bumps.manifest);
  const changes = changesBetween(tree, mirrored.tree);
  const notes = [...result.notes, ...besideNotes(beside.edited), ...mirrored.notes];
  return { kind: 'made', bump: { ...bump, changes, diffs, tool: result.tool, notes } };
}

function notMade(reason: string, remedy: string): Made {
  return { kind: 'not made', obstacle: { reason, remedy, diagnosis: '' } };
}

const BY_HAND = 'Write it in a simpler way, or move it by hand.';

type Edited =
  | { readonly kind: 'edited'; readonly tree: Tree; readonly edited: readonly Asked[] }
  | { readonly kind: 'cannot'; readonly reason: string };

type Move = Pick<Candidate, 'name' | 'from' | 'to'>;

/** Constraints that keep a version out, in all manifests of a role together. */
function editedManifests(
  role: Asked['role'],
  moves: readonly Move[],
  tree: Tree,
  { asked, bumps }: MakeOptions,
): Edited {
  if (bumps.manifest === 'lock-only') return { kind: 'edited', tree, edited: [] };
  const policy = bumps.manifest;
  const edits: Edit[] = [];
  const edited: Asked[] = [];
  for (const move of moves) {
    const { name, to } = move;
    for (const one of asked.filter((other) => other.name === name && other.role === role)) {
      const isRaised = policy === 'raise' && role === 'input' && one.constraint !== '';
      if (!isRaised && !keepsOut(one, move)) continue;
      const edit = one.moved(to, policy);
      if (edit === 'cannot') {
        return {
          kind: 'cannot',
          reason: `\`${one.constraint}\` of ${name} in ${one.path} cannot be edited`,
        };
      }
      edits.push(edit);
      edited.push(one);
    }
  }
  const texts = [...Map.groupBy(edits, ({ path }) => path)].map(([path, own]) => {
    const text = textAt(tree, path) ?? '';
    return [path, spliced(text, own) ?? text] as const;
  });
  return { kind: 'edited', tree: withTexts(tree, Object.fromEntries(texts)), edited };
}

function upgradesOf({ moves }: Bump): readonly [Upgrade, ...Upgrade[]] {
  const [first, ...others] = moves;
  const upgrade = ({ name, to }: Candidate): Upgrade => ({ name, version: to });
  return [upgrade(first), ...others.map(upgrade)];
}

function goesBack(result: RelockResult, tree: Tree, { lock }: LockProject): boolean {
  if (result.kind !== 'relocked') return false;
  const after = withTexts(tree, textsOf(result.changes));
  const rows = lockDiffs(tree, after).find((diff) => diff.lock === lock)?.rows ?? [];
  return rows.some(({ change }) => change === 'downgraded');
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
  const after = withTexts(tree, textsOf(changes));
  const rows = lockDiffs(tree, after).flatMap((diff) => diff.rows);
  const moved = rows.filter(
    ({ change, name }) => (change === 'upgraded' || change === 'added') && !urgent.includes(name),
  );
  if (moved.length === 0) return 'none';
  const inputs = format.inputs(project, tree);
  const found = await engine.lookUp(
    {
      requirements: moved.map(({ name, after: version }) => `${name}==${version}`),
      indexes: indexesOf(project, inputs, tree),
      python: lowestPython(project, tree, context.today),
    },
    cacheKey,
  );
  if (found.kind === 'failed') return `nobody knows how old its packages are: ${found.reason}`;
  for (const [name, { version, uploaded }] of found.releases) {
    if (uploaded === 'unknown') return `nobody knows how old ${name} ${version} is`;
    if (uploaded > newest) return `${name} ${version} comes along, and ${tooYoung(uploaded, age)}`;
  }
  return 'none';
}

/** What came along included. */
function upgradedIn(lock: string, diffs: MadeBump['diffs']): readonly Move[] {
  const rows = diffs.find((diff) => diff.lock === lock)?.rows ?? [];
  return rows
    .filter(({ change }) => change === 'upgraded')
    .map(({ name, before: from, after: to }) => ({ name, from, to }));
}

function isReached(
  { name, from, to, fixes }: Candidate,
  lock: string,
  diffs: MadeBump['diffs'],
): boolean {
  const rows = diffs.find((diff) => diff.lock === lock)?.rows ?? [];
  // Half a step does not leave a vulnerability behind.
  const isEnough = (after: string) =>
    fixes.length === 0 ? isNewer(after, from) : !isNewer(to, after);
  return rows.some((row) => row.name === name && isEnough(row.after));
}

function textsOf(changes: readonly FileChange[]): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map(({ path, after }) => [path, after]));
}

export function changesBetween(before: Tree, after: Tree): readonly FileChange[] {
  return [...after.files.values()]
    .filter(({ path, oid }) => before.files.get(path)?.oid !== oid)
    .map(({ path }) => ({
      path,
      before: textAt(before, path) ?? ('none' as const),
      after: textAt(after, path) ?? '',
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
