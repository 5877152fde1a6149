/**
 * Files that hold nothing but versions.
 * Sources: pyenv's README, uv `docs/concepts/python-versions.md`, asdf `manage/configuration`,
 * Heroku's Python buildpack.
 */
import { linesOf } from '../../edits/text-lines.ts';
import { parseSpecifiers } from '../specifiers.ts';
import { placeAt, sourceOf, type Word, wordsIn } from './source.ts';
import type { PythonPlace, ReadPlaces, Role, Versions } from './types.ts';
import { rangeOf, versionsOf } from './versions.ts';

/** One version a line; the first one wins, the others are there to be tested with. */
export const pythonVersionFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  const label = path.slice(path.lastIndexOf('/') + 1);
  const places = wordsOfLines(text).map(
    ({ text: word, span }, index): PythonPlace =>
      placeAt(source, span, {
        label,
        role: roleOf(label, index),
        versions: requestOf(word),
      }),
  );
  return { kind: 'places', places };
};

/** `.python-versions` lists what is tested; `.python-version-default` is read by what names it. */
function roleOf(name: string, index: number): Role {
  if (name === '.python-version') return index === 0 ? 'pin' : 'tested';
  return name === '.python-versions' ? 'tested' : 'tooling';
}

/** `python 3.12.4 3.11.9`: the first one is the default. */
export const toolVersionsFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  const places = linesOf(text).flatMap(({ text: line, start }) => {
    const [tool, ...words] = wordsIn(line.replace(/#.*/, ''), start, /\S+/g);
    if (tool?.text !== 'python') return [];
    return words.map(({ text: word, span }, index) =>
      placeAt(source, span, {
        label: '.tool-versions python',
        role: index === 0 ? 'pin' : 'tooling',
        versions: toolVersion(word),
      }),
    );
  });
  return { kind: 'places', places };
};

/** Heroku: `python-3.12.4`; Netlify: `3.12`. */
export const runtimeFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  const places = wordsOfLines(text)
    .slice(0, 1)
    .flatMap(({ text: word, span: [start, end] }) => {
      const prefix = /^python-/.exec(word)?.[0].length ?? 0;
      const versions = versionsOf(word.slice(prefix));
      // Other buildpacks have a runtime.txt, too.
      if (versions.kind === 'invalid') return [];
      const label = 'runtime.txt';
      return [placeAt(source, [start + prefix, end], { label, role: 'deploy', versions })];
    });
  return { kind: 'places', places };
};

/** What stands on each line, without its comment. */
function wordsOfLines(text: string): readonly Word[] {
  return linesOf(text).flatMap(({ text: line, start }) =>
    wordsIn(line.replace(/#.*/, ''), start, /\S.*\S|\S/g),
  );
}

/** A request as uv takes it: a version, a range, `cpython@3.12`, `cpython-3.12.4-linux-x86_64-gnu`. */
function requestOf(word: string): Versions {
  const key = /^cpython-(\d+\.\d+(?:\.\d+)?)(?:-|$)/.exec(word)?.[1];
  if (key !== undefined) return versionsOf(key);
  if (/^(?:===?|[<>~!]=?)/.test(word) && parseSpecifiers(word)) return rangeOf(word);
  const versions = versionsOf(word);
  // pyenv also takes the name of a virtual environment.
  return versions.kind === 'invalid' && /^[A-Za-z][\w.-]*$/.test(word)
    ? { kind: 'other', name: word }
    : versions;
}

/** `ref:main` and `path:~/python` name no version. */
export function toolVersion(word: string): Versions {
  return /^(?:ref|path|sub-\d+|prefix):/.test(word)
    ? { kind: 'other', name: word }
    : versionsOf(word);
}
