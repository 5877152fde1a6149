/**
 * The projects of a repository, each with its places. A place belongs to the project in the nearest
 * folder around it. Pins at the root also serve projects that have none, and everything at the root
 * belongs to the only project that there is.
 */
import type { Tree } from '../../gates/types.ts';
import type { PythonPlace } from '../places/types.ts';
import { collectPlaces, type UnreadableFile } from './collect.ts';
import { MANIFESTS, projectDirectories } from './directories.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import { type Packaging, packagingOf } from './packaging.ts';
import { directoryOf, foldersUpwards, pathIn } from './paths.ts';

/** A place, and what it comes to. */
export interface MeantPlace extends PythonPlace {
  readonly meant: Meaning;
}

export interface PythonProject {
  /** Empty for the root. */
  readonly directory: string;
  /** What stands for it in reports: its manifest, else the first file with a place. */
  readonly path: string;
  readonly packaging: Packaging;
  readonly places: readonly MeantPlace[];
  /** Pins further up, which its tools find too; empty if it has its own. */
  readonly inherited: readonly MeantPlace[];
}

export interface PythonProjects {
  readonly projects: readonly PythonProject[];
  readonly unreadable: readonly UnreadableFile[];
}

/** Version files that tools look for in the folders around them, too. */
const SEARCHED_UPWARDS = /(?:^|\/)(?:\.python-version|\.tool-versions|\.?mise\.toml)$/;

/** All projects, by folder; those that name no version, or only in a lock, are left out. */
export function pythonProjects(tree: Tree): PythonProjects {
  const { places: read, unreadable } = collectPlaces(tree);
  const places = read.map((place) => ({ ...place, meant: meaningOf(place, read, tree) }));
  const directories = projectDirectories(tree);
  const [only = ''] = directories;
  const fallback = directories.size === 1 ? only : '';
  const byDirectory = Map.groupBy(places, ({ path }) => {
    const folders = foldersUpwards(directoryOf(path));
    return folders.find((folder) => directories.has(folder)) ?? fallback;
  });
  const named = [...byDirectory].filter(([, own]) =>
    own.some(({ role, meant }) => role !== 'lock' && meant.kind !== 'dynamic'),
  );
  const projects = named.map(([directory, own]) => ({
    directory,
    path: projectPath(tree, directory, own),
    packaging: packagingOf(tree, directory),
    places: own,
    inherited: inheritedPins(directory, own, places),
  }));
  return {
    projects: projects.toSorted((a, b) => (a.directory < b.directory ? -1 : 1)),
    unreadable,
  };
}

function projectPath(tree: Tree, directory: string, places: readonly PythonPlace[]): string {
  const manifests = MANIFESTS.map((name) => pathIn(directory, name));
  const place = places.find(({ role }) => role !== 'lock');
  return manifests.find((path) => tree.files.has(path)) ?? place?.path ?? directory;
}

function inheritedPins(
  directory: string,
  own: readonly MeantPlace[],
  all: readonly MeantPlace[],
): readonly MeantPlace[] {
  const isFile = ({ role, path }: MeantPlace) => role === 'pin' && SEARCHED_UPWARDS.test(path);
  if (directory === '' || own.some(isFile)) return [];
  const above = new Set(foldersUpwards(directoryOf(directory)));
  return all.filter((place) => isFile(place) && above.has(directoryOf(place.path)));
}
