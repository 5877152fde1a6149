/** What a project supports, runs on and is tested on: the questions that rules and tables ask. */
import { compareMinors, floorOf, type Minor, minorOf } from '../minors.ts';
import type { Release, Role } from '../places/types.ts';
import { fileName } from './paths.ts';
import type { MeantPlace, PythonProject } from './projects.ts';

/** A place that names a release. */
export interface ReleasePlace extends MeantPlace {
  readonly release: Release;
  readonly minor: Minor;
}

/** A place that names a range. */
export interface RangePlace extends MeantPlace {
  readonly specifiers: string;
}

export interface ProjectModel {
  readonly project: PythonProject;
  /** What the manifests say they support; the first one decides. */
  readonly ranges: readonly RangePlace[];
  /** Of the deciding range. */
  readonly floor: Minor | undefined;
  /** Own pins, else those further up; the first one decides. */
  readonly pins: readonly ReleasePlace[];
  readonly deployed: readonly ReleasePlace[];
  readonly tested: TestedVersions;
}

export interface TestedVersions {
  readonly places: readonly ReleasePlace[];
  /** Oldest first. */
  readonly minors: readonly Minor[];
  /**
   * `all`: there is no other version. `older`: some job takes the newest one, whichever that is.
   * `some`: some job runs on what nobody can tell.
   */
  readonly known: 'all' | 'older' | 'some';
}

export function modelOf(project: PythonProject): ProjectModel {
  const { places } = project;
  const ranges = places
    .flatMap(rangePlace)
    .filter(({ role }) => role === 'range')
    .toSorted(byAuthority);
  const ownPins = releasesOf(places, 'pin').toSorted(byAuthority);
  return {
    project,
    ranges,
    floor: ranges[0] === undefined ? undefined : floorOf(ranges[0].specifiers),
    pins: ownPins.length > 0 ? ownPins : releasesOf(project.inherited, 'pin'),
    deployed: releasesOf(places, 'deploy'),
    tested: testedOf(places),
  };
}

/** The places of some role that name a release. */
export function releasesOf(
  places: readonly MeantPlace[],
  ...roles: readonly Role[]
): readonly ReleasePlace[] {
  return places.flatMap((place) => {
    const { meant, role } = place;
    if (meant.kind !== 'version' || !roles.includes(role)) return [];
    return [{ ...place, release: meant.release, minor: minorOf(meant.release) }];
  });
}

function rangePlace(place: MeantPlace): readonly RangePlace[] {
  return place.meant.kind === 'range' ? [{ ...place, specifiers: place.meant.specifiers }] : [];
}

function testedOf(all: readonly MeantPlace[]): TestedVersions {
  const places = all.filter(({ role }) => role === 'tested');
  const named = releasesOf(places, 'tested');
  const minors = [...new Set(named.map(({ minor }) => minor))].sort(compareMinors);
  const kinds = new Set(places.map(({ meant }) => meant.kind));
  const isUnclear = kinds.has('dynamic') || kinds.has('invalid') || kinds.has('range');
  return {
    places: named,
    minors,
    known: isUnclear ? 'some' : kinds.has('loose') ? 'older' : 'all',
  };
}

/** Who is asked first: pyenv, uv and setup-python read `.python-version`. */
const AUTHORITY: readonly string[] = [
  'pyproject.toml',
  'setup.cfg',
  'setup.py',
  '.python-version',
  '.tool-versions',
  'mise.toml',
  '.mise.toml',
  'Pipfile',
];

function byAuthority(a: MeantPlace, b: MeantPlace): number {
  return authority(a) - authority(b);
}

function authority({ path, label }: MeantPlace): number {
  const index = AUTHORITY.indexOf(fileName(path));
  // Poetry's own table may only narrow what `[project]` says.
  if (label === 'requires-python') return -1;
  return index === -1 ? AUTHORITY.length : index;
}
