/** Repairs as data: which version a place should say, and the edit that writes it. */

import type { Splice } from '../../edits/splice.ts';
import { removeItem } from '../../python/changes/items.ts';
import { rewriteVersion } from '../../python/changes/rewrite.ts';
import { newestReleased } from '../../python/end-of-life.ts';
import { admits, type Minor, minorOf, releaseOf } from '../../python/minors.ts';
import type { ProjectModel } from '../../python/projects/model.ts';
import type { MeantPlace } from '../../python/projects/projects.ts';
import { textAt } from '../tree.ts';
import type { Fix, Tree } from '../types.ts';
import type { Wanted } from './facts.ts';

export interface Repair {
  readonly wanted: Wanted;
  readonly fix?: Fix | undefined;
}

/** The version that `at` should say: what is deployed, pinned or tested, if that is supported. */
export function wantedVersion(
  { deployed, pins, tested, ranges: [range], floor }: ProjectModel,
  today: string,
  at: MeantPlace,
): Minor | 'unknown' {
  // Type checkers are right with the lowest version that is supported.
  if (at.role === 'range-target' && floor !== undefined) return floor;
  const others = [...deployed, ...pins].filter((place) => place.span !== at.span);
  const newest = tested.minors.at(-1);
  const candidates = [
    ...others.map(({ minor }) => minor),
    ...(newest === undefined ? [] : [newest]),
    ...(range === undefined ? [] : [newestReleased(today)]),
    ...(floor === undefined ? [] : [floor]),
  ];
  const isIn = (minor: Minor) => range === undefined || admits(range.specifiers, releaseOf(minor));
  return candidates.find(isIn) ?? 'unknown';
}

/** Makes all `places` say `version`, or takes them out of their list. */
export function fixOfPlace(
  tree: Tree,
  places: readonly MeantPlace[],
  version: Minor | 'removal' | 'unknown',
): Repair {
  if (version === 'unknown') return { wanted: { by: 'decision' } };
  const splices = places.map((place) => {
    const text = textAt(tree, place.path);
    if (text === undefined) return undefined;
    return version === 'removal'
      ? removeItem(place, text)
      : rewriteVersion(place, text, releaseOf(version));
  });
  const fix = editFix(places, splices);
  if (version === 'removal') {
    return fix === undefined ? { wanted: { by: 'decision' } } : { wanted: { by: 'removal' }, fix };
  }
  return { wanted: { by: fix === undefined ? 'hand' : 'fix', version }, fix };
}

/** Puts quotes around it. */
export function fixOfFloat(tree: Tree, place: MeantPlace): Fix | undefined {
  const text = textAt(tree, place.path);
  if (text === undefined || place.meant.kind !== 'version') return undefined;
  return editFix([place], [rewriteVersion(place, text, releaseOf(minorOf(place.meant.release)))]);
}

/** All or nothing: half a repair is none. */
function editFix(
  places: readonly MeantPlace[],
  splices: readonly (Splice | undefined)[],
): Fix | undefined {
  const edits = splices.flatMap((splice, index) => {
    const place = places[index];
    return splice === undefined || place === undefined ? [] : [{ path: place.path, ...splice }];
  });
  return edits.length === places.length ? { kind: 'edit', edits } : undefined;
}
