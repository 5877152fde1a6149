/** What a repository's bumps are about: its locks, and the Python of its projects. */
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

/** Needs the texts that `bumpAsking` asks for. */
export function subjectsOf(tree: Tree): readonly Subject[] {
  const locks = bumpable(tree).map((found): Subject => {
    const { format, project } = found;
    return {
      title: project.lock,
      directory: directoryOf(project.lock),
      held: () => format.model(project, tree),
      propose: (engine, options) => propose(engine, found, options),
    };
  });
  const pythons = pythonPins(tree).map((pins): Subject => {
    const moved = pins.places.filter(({ stays }) => stays === 'none');
    return {
      title: pins.title,
      directory: directoryOf(pins.places[0]?.place.path ?? ''),
      held: () => ({
        packages: moved.map(({ minor, version }) => ({ name: nameOf(minor), version })),
      }),
      propose: (engine, options) => proposePython(engine, pins, options),
    };
  });
  return [...locks, ...pythons];
}
