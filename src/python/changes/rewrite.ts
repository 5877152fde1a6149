/** Writes another version where one stands, in the manner of the place. */
import type { Splice } from '../../edits/splice.ts';
import { releaseText } from '../minors.ts';
import type { PythonPlace, Release } from '../places/types.ts';
import { placesIn, proves, statement } from './prove.ts';

/**
 * The splice that makes `place` say `release`, proven by reading the result.
 *
 * @returns `undefined` where no edit is safe: a digest stands behind the tag, nothing is written
 */
export function rewriteVersion(
  place: PythonPlace,
  text: string,
  release: Release,
): Splice | undefined {
  const [start, end] = place.span;
  if (hasDigest(place, text)) return undefined;
  const written = writtenAs(place, text, release);
  if (written === undefined) return undefined;
  const splice = { start, end, text: written };
  const expected = placesIn(place.path, text)?.map((one) =>
    one.span[0] === start ? statement(one, { kind: 'version', release }) : statement(one),
  );
  return expected && proves(place.path, text, [splice], expected) ? splice : undefined;
}

/** A digest behind a tag decides which image is taken, whatever the tag says. */
export function hasDigest({ span: [, end] }: PythonPlace, text: string): boolean {
  return /^[^\s"'@]*@/.test(text.slice(end, end + 300));
}

/** As the place writes versions: `3.13`, `313`, `"3.10"` where YAML would take it for a number. */
function writtenAs(place: PythonPlace, text: string, release: Release): string | undefined {
  const { raw, versions } = place;
  const version = releaseText(release);
  if (versions.kind === 'version') {
    const before = releaseText(versions.release);
    // `cpython@3.12.4` stays a request for CPython.
    if (release.length === versions.release.length && raw.includes(before)) {
      return quoted(place, text, raw.replace(before, version));
    }
    return raw.includes('.') ? quoted(place, text, version) : version.replace('.', '');
  }
  if (versions.kind === 'float') return quoted(place, text, version);
  if (versions.kind !== 'loose' || raw === '') return undefined;
  // A tag: `latest`, `3-slim`, `slim`.
  if (/-|^[a-z]/i.test(raw) && !/^(?:latest|stable|x)$/i.test(raw)) {
    return raw.replace(/^(?:latest|\d+)?-?/, `${version}-`);
  }
  return quoted(place, text, version);
}

/** YAML reads a bare `3.10` as the number 3.1, and TOML's Pipfile wants strings. */
function quoted({ path, span: [start, end], versions }: PythonPlace, text: string, word: string) {
  const isBare =
    /\.ya?ml$/.test(path) &&
    /[\s[,]/.test(text[start - 1] ?? ' ') &&
    /[\s\],]/.test(text[end] ?? ' ');
  return versions.kind === 'float' || (isBare && /^\d+\.\d*0$/.test(word)) ? `"${word}"` : word;
}
