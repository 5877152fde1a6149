/** What becomes of every place when a project moves to another minor version of Python. */
import { admits, compareMinors, type Minor, releaseOf } from '../minors.ts';
import type { PythonPlace, Release } from '../places/types.ts';
import { type ProjectModel, type ReleasePlace, releasesOf } from '../projects/model.ts';
import type { MeantPlace } from '../projects/projects.ts';

/** `range`: its bounds have to move. A place without a change is left out. */
export type PlannedChange =
  | { readonly kind: 'rewrite'; readonly place: PythonPlace; readonly to: Release }
  | { readonly kind: 'remove'; readonly place: PythonPlace }
  | { readonly kind: 'add-after'; readonly place: PythonPlace; readonly to: Minor }
  | { readonly kind: 'range'; readonly place: PythonPlace; readonly move: Move };

export interface Move {
  readonly to: Minor;
  /** Older versions are no longer supported. */
  readonly raisesFloor: boolean;
}

/** The changes of one project, in no order. */
export function plannedChanges(model: ProjectModel, move: Move): readonly PlannedChange[] {
  const { places } = model.project;
  const olds = new Set([...model.pins, ...model.deployed].map(({ minor }) => minor));
  const rewritten = [
    ...releasesOf(places, 'pin', 'environment', 'deploy'),
    // What ran on the old version by itself goes along; what ran on another one has its reasons.
    ...releasesOf(places, 'tooling', 'docs').filter(({ minor }) => olds.has(minor)),
    ...(move.raisesFloor ? targetsBelow(places, move.to) : []),
    // What names a file says what the file says.
  ].filter(({ minor, versions }) => minor !== move.to && versions.kind !== 'file');
  return [
    ...rewritten.map((place) => rewrite(place, move)),
    ...lists(releasesOf(places, 'tested'), olds).flatMap((list) => listChanges(list, move)),
    ...claimLists(releasesOf(places, 'claim')).flatMap((list) => listChanges(list, move)),
    ...model.ranges
      .filter(({ specifiers }) => move.raisesFloor || !admits(specifiers, releaseOf(move.to)))
      .map((place) => ({ kind: 'range', place, move }) as const),
  ];
}

function rewrite(place: PythonPlace, { to }: Move): PlannedChange {
  return { kind: 'rewrite', place, to: releaseOf(to) };
}

/** What tools write and check for is at least the new floor. */
function targetsBelow(places: readonly MeantPlace[], to: Minor): readonly ReleasePlace[] {
  return releasesOf(places, 'floor-target', 'range-target').filter(
    ({ minor }) => compareMinors(minor, to) < 0,
  );
}

interface VersionList {
  readonly places: readonly ReleasePlace[];
  /** One version that follows the others, or versions side by side. */
  readonly follows: boolean;
}

/** Matrices, environments of tox, sessions of nox: what one file says under one name. */
function lists(places: readonly ReleasePlace[], olds: ReadonlySet<Minor>): readonly VersionList[] {
  const own = places.filter(
    ({ versions, meant }) =>
      versions.kind !== 'file' && !(meant.kind === 'version' && meant.preRelease),
  );
  const groups = Map.groupBy(own, ({ path, label, job }) => JSON.stringify([path, label, job]));
  return [...groups.values()].flatMap((group): readonly VersionList[] => {
    const minors = new Set(group.map(({ minor }) => minor));
    const [only] = minors;
    if (minors.size > 1) return [{ places: group, follows: false }];
    return only !== undefined && (olds.has(only) || olds.size === 0)
      ? [{ places: group, follows: true }]
      : [];
  });
}

function claimLists(places: readonly ReleasePlace[]): readonly VersionList[] {
  return [...Map.groupBy(places, ({ path }) => path).values()].map((group) => ({
    places: group,
    follows: false,
  }));
}

function listChanges({ places, follows }: VersionList, move: Move): readonly PlannedChange[] {
  const { to, raisesFloor } = move;
  const different = places.filter(({ minor }) => minor !== to);
  if (follows) return different.map((place) => rewrite(place, move));
  const ended = raisesFloor ? places.filter(({ minor }) => compareMinors(minor, to) < 0) : [];
  const isThere = different.length < places.length;
  const before = places
    .filter(({ minor }) => compareMinors(minor, to) < 0)
    .toSorted((a, b) => compareMinors(a.minor, b.minor));
  const last = before.at(-1);
  if (isThere || last === undefined) return ended.map((place) => ({ kind: 'remove', place }));
  if (!raisesFloor) return [{ kind: 'add-after', place: last, to }];
  return ended.map((place) => (place === last ? rewrite(place, move) : { kind: 'remove', place }));
}
