/** Writes another version where one stands, in the manner of the place. */
import type { Splice } from '../../edits/splice.ts';
import { type Minor, releaseOf } from '../minors.ts';
import type { PythonPlace } from '../places/types.ts';
import { placesIn, proves, statement } from './prove.ts';

/**
 * The splice that makes `place` say `minor`, proven by reading the result.
 *
 * @returns `undefined` where no edit is safe: a digest stands behind the tag, nothing is written
 */
export function rewriteVersion(place: PythonPlace, text: string, minor: Minor): Splice | undefined {
  const [start, end] = place.span;
  // The digest decides which image is taken, whatever the tag says.
  if (/^[^\s"'@]*@/.test(text.slice(end, end + 300))) return undefined;
  const written = writtenAs(place, text, minor);
  if (written === undefined) return undefined;
  const splice = { start, end, text: written };
  const expected = placesIn(place.path, text)?.map((one) =>
    one.span[0] === start
      ? statement(one, { kind: 'version', release: releaseOf(minor) })
      : statement(one),
  );
  return expected && proves(place.path, text, [splice], expected) ? splice : undefined;
}

/** As the place writes versions: `3.13`, `313`, `"3.10"` where YAML would take it for a number. */
function writtenAs(place: PythonPlace, text: string, minor: Minor): string | undefined {
  const { raw, versions } = place;
  if (versions.kind === 'version') {
    return raw.includes('.') ? quoted(place, text, minor) : minor.replace('.', '');
  }
  if (versions.kind === 'float') return quoted(place, text, minor);
  if (versions.kind !== 'loose' || raw === '') return undefined;
  // A tag: `latest`, `3-slim`, `slim`.
  if (/-|^[a-z]/i.test(raw) && !/^(?:latest|stable|x)$/i.test(raw)) {
    return raw.replace(/^(?:latest|\d+)?-?/, `${minor}-`);
  }
  return quoted(place, text, minor);
}

/** YAML reads a bare `3.10` as the number 3.1, and TOML's Pipfile wants strings. */
function quoted({ path, span: [start, end], versions }: PythonPlace, text: string, minor: Minor) {
  const isBare =
    /\.ya?ml$/.test(path) &&
    /[\s[,]/.test(text[start - 1] ?? ' ') &&
    /[\s\],]/.test(text[end] ?? ' ');
  return versions.kind === 'float' || (isBare && minor.endsWith('0')) ? `"${minor}"` : minor;
}
