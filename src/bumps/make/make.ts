/** Makes a planned bump real: edits manifests, makes the lock, what is made from it and what mirrors it. */

import { type FileChange, textsOf } from '../../edits/file-change.ts';
import { lockDiffs } from '../../gates/lockfile/diff.ts';
import { textAt, withTexts } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import type { Engine } from '../../relock/engine.ts';
import { isNewer } from '../find/candidates.ts';
import { editedManifests, type Move } from '../manifests/edit-manifests.ts';
import { besideNotes, withMirrors } from '../manifests/follow.ts';
import type { Bump, Candidate, MadeBump, Obstacle } from '../types.ts';
import { relockDependents } from './dependents.ts';
import { lockMoves, type MakeOptions } from './lock-moves.ts';

export type Made =
  | { readonly kind: 'made'; readonly bump: MadeBump }
  | { readonly kind: 'not made'; readonly obstacle: Obstacle };

/** Never gives a bump whose lock our own gate would call stale. */
export async function makeBump(engine: Engine, bump: Bump, options: MakeOptions): Promise<Made> {
  const { project, tree, context, cacheKey, newest } = options;
  const edited = editedManifests('input', bump.moves, tree, options);
  if (edited.kind === 'cannot') return notMade(edited.reason, BY_HAND);
  const made = await lockMoves(engine, bump, edited.tree, options);
  if (made.kind === 'not made') return made;
  const { result } = made;
  const locked = withTexts(edited.tree, textsOf(result.changes));
  const scene = { before: tree, after: locked, context, cacheKey, newest };
  const followed = await relockDependents(engine, project.lock, scene);
  if (followed.kind === 'not made') return followed;
  const { tree: after } = followed;
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
  return { kind: 'not made', obstacle: { reason, remedy, diagnosis: '', cause: 'versions' } };
}

const BY_HAND = 'Write it in a simpler way, or move it by hand.';

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
