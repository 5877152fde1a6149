import { structuredPatch } from 'diff';
import type { ExampleFiles, Rule } from '../gates/types.ts';
import { visibleLines } from './visible.ts';

/** A file of an example. */
export interface Example {
  readonly name: 'Before' | 'Bad' | 'Good';
  readonly path: string;
  /** `diff`: the lines are changes to the file shown before; `absent`: it is gone. */
  readonly kind: 'full' | 'diff' | 'absent';
  readonly lines: readonly string[];
}

/** The first state in full, of the others only what differs from it. */
export function examplesOf({ before, bad, good }: Rule): readonly Example[] {
  return [
    ...(before === undefined ? [] : filesOf('Before', before, {})),
    ...filesOf('Bad', bad, before ?? {}),
    ...filesOf('Good', good, before ?? bad),
  ];
}

function filesOf(
  name: Example['name'],
  files: ExampleFiles,
  reference: ExampleFiles,
): readonly Example[] {
  const gone = Object.keys(reference).filter((path) => !Object.hasOwn(files, path));
  return [
    ...Object.entries(files)
      .filter(([path, text]) => reference[path] !== text)
      .map(([path, text]) => fileOf(name, path, text, reference[path])),
    ...gone.map((path): Example => ({ name, path, kind: 'absent', lines: [] })),
  ];
}

function fileOf(
  name: Example['name'],
  path: string,
  text: string,
  reference: string | undefined,
): Example {
  const lines = visibleLines(text);
  if (reference === undefined) return { name, path, kind: 'full', lines };
  const old = visibleLines(reference).join('\n');
  const { hunks } = structuredPatch(path, path, `${old}\n`, `${lines.join('\n')}\n`, '', '', {
    context: 1,
  });
  return {
    name,
    path,
    kind: 'diff',
    lines: hunks.flatMap((hunk) => hunk.lines.map((line) => line.trimEnd())),
  };
}
