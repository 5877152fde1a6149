/** What else moves with a lock: which mirrors follow which lock, and what people read about it. Pure. */
import type { LockDiff } from '../../gates/lock-diff.ts';
import { withTexts } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { listed } from '../../gates/words.ts';
import { directoryOf } from '../../locks/paths.ts';
import { lockProjects } from '../../relock/repository.ts';
import type { Asked } from './manifest.ts';
import { type BoundPolicy, followed, type Move, type Moves, mirrorPaths } from './mirrors.ts';

export interface Followed {
  readonly tree: Tree;
  /** One sentence for each file. */
  readonly notes: readonly string[];
}

/**
 * `after` with its mirrors in step. A mirror follows the nearest lock that holds a package, since
 * others may stay where they are; `before` is the tree without any of the changes.
 */
export function withMirrors(
  { before, after }: { readonly before: Tree; readonly after: Tree },
  diffs: readonly LockDiff[],
  policy: BoundPolicy,
): Followed {
  const paths = mirrorPaths(after);
  const holders = paths.length === 0 ? [] : holdersIn(before);
  const followers = paths
    .map((path) => followed(path, after, movesFor(directoryOf(path), holders, diffs), policy))
    .filter((one) => one !== 'none');
  const texts = followers.map(({ path, text }) => [path, text] as const);
  return {
    tree: withTexts(after, Object.fromEntries(texts)),
    notes: followers.map(({ path, names }) => note(path, names)),
  };
}

/** About manifests that were edited though the lock is not made from them. */
export function besideNotes(edited: readonly Asked[]): readonly string[] {
  return [...Map.groupBy(edited, ({ path }) => path)].map(([path, own]) =>
    note(path, [...new Set(own.map(({ name }) => name))].sort()),
  );
}

function note(path: string, names: readonly string[]): string {
  return `\`${path}\`: ${listed(names)} ${names.length === 1 ? 'follows' : 'follow'}.`;
}

interface Holder {
  readonly lock: string;
  readonly names: ReadonlySet<string>;
}

function holdersIn(tree: Tree): readonly Holder[] {
  return lockProjects(tree).map(({ format, project }) => {
    const packages = format.model(project, tree)?.packages ?? [];
    return { lock: project.lock, names: new Set(packages.map(({ name }) => name)) };
  });
}

function movesFor(folder: string, holders: readonly Holder[], diffs: readonly LockDiff[]): Moves {
  const rows = diffs.flatMap(({ lock, rows: own }) =>
    own
      .filter(({ change }) => change === 'upgraded' || change === 'downgraded')
      .map(({ name, before: from, after: to }) => ({ lock, name, from, to })),
  );
  const moves = new Map<string, Move>();
  for (const [name, all] of Map.groupBy(rows, (row) => row.name)) {
    const holding = holders.filter(({ names }) => names.has(name)).map(({ lock }) => lock);
    const near = nearest(folder, holding);
    const [first, ...others] = all.filter(({ lock }) => near.has(lock));
    const isSame = others.every(({ from, to }) => from === first?.from && to === first.to);
    // A build of its own (`2.1+cpu`) is there on an index of its own.
    if (first !== undefined && isSame && !first.to.includes('+')) moves.set(name, first);
  }
  return moves;
}

function nearest(folder: string, locks: readonly string[]): ReadonlySet<string> {
  const distances = locks.map((lock) => distance(folder, directoryOf(lock)));
  const least = Math.min(...distances);
  return new Set(locks.filter((_, index) => distances[index] === least && least !== Infinity));
}

/** From a folder up to its locks; what lies below is farther than all of them. */
function distance(folder: string, of: string): number {
  if (isWithin(folder, of)) return depth(folder) - depth(of);
  return isWithin(of, folder) ? depth(of) : Infinity;
}

function isWithin(folder: string, outer: string): boolean {
  return outer === '' || folder === outer || folder.startsWith(`${outer}/`);
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}
