/** What a repository's bumps are about: its locks, and the Python of its projects. */
import type { RepositoryConfiguration } from '../config/defaults.ts';
import { isIgnored } from '../config/ignore.ts';
import type { Tree } from '../gates/types.ts';
import { directoryOf } from '../locks/paths.ts';
import type { Engine } from '../relock/engine.ts';
import { bumpable, propose } from './propose.ts';
import type { Held } from './pulls/keep.ts';
import { nameOf, pythonPins } from './python/pins.ts';
import { type PythonOptions, proposePython } from './python/propose.ts';
import type { Proposal } from './types.ts';

export interface Subject {
  /** Path of a lock, or `Python in backend`: what pull requests remember. */
  readonly title: string;
  /** Where its first file lies: who asks for a folder means what is below it. */
  readonly directory: string;
  /** What is there at the base; `undefined` where it cannot be read. */
  held(): Held | undefined;
  /** Everything for this subject; nothing is thrown for what cannot be made. */
  propose(engine: Engine, options: PythonOptions): Promise<Proposal>;
}

/** Copies of other projects, for tests or as they were taken over. */
const COPIES: readonly string[] = [
  ...['fixtures', '__fixtures__', 'testdata', 'test_data', 'test-data', 'snapshots'],
  ...['vendor', 'vendored', 'third_party', 'node_modules'],
].map((folder) => `**/${folder}`);

/** Globs of what is left alone, as the gates have them. */
export interface LeftAlone {
  readonly locks: readonly string[];
  readonly pythons: readonly string[];
}

/** @param copies whether locks in folders such as `fixtures` are meant, too */
export function leftAlone(
  configuration: Pick<RepositoryConfiguration, 'lockfile' | 'python-version'>,
  copies: 'too' | 'not',
): LeftAlone {
  const { lockfile, 'python-version': python } = configuration;
  return {
    locks: [...lockfile.ignore, ...(copies === 'too' ? [] : COPIES)],
    pythons: python.ignore,
  };
}

/** Needs the texts that `bumpAsking` asks for. */
export function subjectsOf(tree: Tree, alone: LeftAlone): readonly Subject[] {
  const meant = bumpable(tree).filter(({ project }) => !isIgnored(project.lock, alone.locks));
  const locks = meant.map((found): Subject => {
    const { format, project } = found;
    return {
      title: project.lock,
      directory: directoryOf(project.lock),
      held: () => format.model(project, tree),
      propose: (engine, options) => propose(engine, found, options),
    };
  });
  const pythons = pythonPins(tree).flatMap((all): readonly Subject[] => {
    const places = all.places.filter(({ place }) => !isIgnored(place.path, alone.pythons));
    const pins = { ...all, places };
    if (places.length === 0) return [];
    const moved = pins.places.filter(({ stays }) => stays === 'none');
    const subject: Subject = {
      title: pins.title,
      directory: directoryOf(pins.places[0]?.place.path ?? ''),
      held: () => ({
        packages: moved.map(({ minor, version }) => ({ name: nameOf(minor), version })),
      }),
      propose: (engine, options) => proposePython(engine, pins, options),
    };
    return [subject];
  });
  return [...locks, ...pythons];
}
