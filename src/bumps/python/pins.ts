/** The places of a repository that name a patch version of Python, project by project. Pure. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { hasDigest } from '../../python/changes/rewrite.ts';
import { type Minor, minorOf, releaseText } from '../../python/minors.ts';
import type { PythonPlace, Role } from '../../python/places/types.ts';
import { modelOf, type RangePlace } from '../../python/projects/model.ts';
import { type PythonProject, pythonProjects } from '../../python/projects/projects.ts';

export interface PatchPlace {
  readonly place: PythonPlace;
  /** `3.12.4`. */
  readonly version: string;
  readonly minor: Minor;
  /** Why it is never moved; `none` if it can be. Ends a sentence. */
  readonly stays: string | 'none';
}

export interface PythonPins {
  /** `Python in backend`: what bumps are remembered by, as those of packages are by their lock. */
  readonly title: string;
  /** Of the project. */
  readonly directory: string;
  readonly places: readonly PatchPlace[];
  /** What the project supports. */
  readonly ranges: readonly RangePlace[];
}

/** Places that decide what runs, those first that others follow. */
const ROLES: readonly Role[] = ['pin', 'deploy', 'environment', 'tested', 'tooling', 'docs'];

/** Needs the readers and the texts that the python-version gate asks for. */
export function pythonPins(tree: Tree): readonly PythonPins[] {
  return pythonProjects(tree).projects.flatMap((project): readonly PythonPins[] => {
    const places = patchPlaces(project, tree);
    if (places.length === 0) return [];
    const { directory } = project;
    return [{ title: titleOf(directory), directory, places, ranges: modelOf(project).ranges }];
  });
}

/** The places come and go; the project stays. */
function titleOf(directory: string): string {
  return directory === '' ? 'Python' : `Python in ${directory}`;
}

/** What bumps of a minor version are called where packages have their names; no package is. */
export function nameOf(minor: Minor): string {
  return `Python ${minor}`;
}

function patchPlaces({ places }: PythonProject, tree: Tree): readonly PatchPlace[] {
  const exact = places
    .filter(({ role, versions }) => ROLES.includes(role) && isPatch(versions))
    .toSorted((a, b) => ROLES.indexOf(a.role) - ROLES.indexOf(b.role));
  // An argument of a Dockerfile is the place of every stage that begins with it.
  const spans = Map.groupBy(exact, ({ path, span }) => `${path}:${span[0]}`);
  const own = [...spans.values()].flatMap((same) => same.slice(0, 1));
  return own.flatMap((place) => {
    if (place.versions.kind !== 'version') return [];
    const { release } = place.versions;
    const stays = whyItStays(place, own, tree);
    return [{ place, version: releaseText(release), minor: minorOf(release), stays }];
  });
}

function isPatch(versions: PythonPlace['versions']): boolean {
  return versions.kind === 'version' && versions.release.length === 3 && !versions.preRelease;
}

function whyItStays(place: PythonPlace, all: readonly PythonPlace[], tree: Tree): string | 'none' {
  if (hasDigest(place, textAt(tree, place.path) ?? '')) {
    return 'the digest behind its tag decides which image is taken';
  }
  const beside = all.filter((other) => isListedWith(other, place));
  return beside.length > 0 ? 'other patches of the same minor stand beside it' : 'none';
}

/** A matrix, or the fallbacks behind a pin: several patches of one minor are there on purpose. */
function isListedWith(other: PythonPlace, place: PythonPlace): boolean {
  const [a, b] = [other.versions, place.versions];
  if (a.kind !== 'version' || b.kind !== 'version') return false;
  const isSameList =
    other.path === place.path && other.label === place.label && other.job === place.job;
  const isList = [other, place].some(({ role }) => role === 'tested' || role === 'pin');
  const isSameMinor = minorOf(a.release) === minorOf(b.release);
  return isSameList && isList && isSameMinor && a.release[2] !== b.release[2];
}
