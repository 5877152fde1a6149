/** A plan for Python written into the files, as far as each edit is proven. Pure. */
import { spliced } from '../../edits/splice.ts';
import { textAt, withTexts } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { editsFor } from '../../python/changes/edits.ts';
import type { PythonPlace } from '../../python/places/types.ts';
import { parseVersion } from '../../python/version.ts';
import type { Left, MovedPlace } from '../types.ts';
import type { PatchPlace } from './pins.ts';
import { leftPlace, type PythonMove } from './plan.ts';

export interface EditedPython {
  readonly tree: Tree;
  /** Those that have a place which could be edited. */
  readonly moves: readonly PythonMove[];
  readonly left: readonly Left[];
}

export function editPython(planned: readonly PythonMove[], tree: Tree): EditedPython {
  const changes = planned.flatMap(({ candidate, places }) => {
    const [major = 0, minor = 0, patch = 0] = parseVersion(candidate.to)?.release ?? [];
    const to = [major, minor, patch] as const;
    return places.map(({ place }) => ({ kind: 'rewrite', place, to }) as const);
  });
  const { edits, byHand } = editsFor(changes, tree);
  const failed: ReadonlySet<PythonPlace> = new Set(byHand);
  const texts = [...Map.groupBy(edits, ({ path }) => path)].map(([path, own]) => {
    const text = textAt(tree, path) ?? '';
    return [path, spliced(text, own) ?? text] as const;
  });
  return {
    tree: withTexts(tree, Object.fromEntries(texts)),
    moves: planned.flatMap((move) => withoutFailed(move, failed)),
    left: planned.flatMap(({ candidate, places }) =>
      places
        .filter(({ place }) => failed.has(place))
        .map((one) => leftPlace(one, candidate.to, 'no edit of it could be proven right')),
    ),
  };
}

function withoutFailed(
  { candidate, places }: PythonMove,
  failed: ReadonlySet<PythonPlace>,
): readonly PythonMove[] {
  const [first, ...others] = places.filter(({ place }) => !failed.has(place));
  return first === undefined ? [] : [{ candidate, places: [first, ...others] }];
}

/** For people, and for the marker of the pull request. */
export function movedPlaces({ candidate: { to }, places }: PythonMove): readonly MovedPlace[] {
  return places.map(({ place: { path, line, label }, version }: PatchPlace) => {
    return { path, line, label, from: version, to };
  });
}
