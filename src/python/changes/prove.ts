/** A change of a text is good if its reader then sees what was meant, and nothing else changed. */
import { type Splice, spliced } from '../../edits/splice.ts';
import { readPlaces } from '../places/index.ts';
import type { PythonPlace } from '../places/types.ts';

/**
 * True if, after the splices, the file says what `expected` lists: labels, roles and versions, in
 * the order of the text.
 */
export function proves(
  path: string,
  text: string,
  splices: readonly Splice[],
  expected: readonly Statement[],
): boolean {
  const after = spliced(text, splices);
  const statements =
    after === undefined ? undefined : placesIn(path, after)?.map((one) => statement(one));
  return statements !== undefined && JSON.stringify(statements) === JSON.stringify(expected);
}

/** What a place says, without where it stands. */
export type Statement = readonly [label: string, role: string, versions: string];

/** The places of a file in the order of the text; `undefined` if it cannot be read. */
export function placesIn(path: string, text: string): readonly PythonPlace[] | undefined {
  const reading = readPlaces(path, text);
  if (reading.kind !== 'places') return undefined;
  return reading.places.toSorted((a, b) => a.span[0] - b.span[0]);
}

export function statement({ label, role }: PythonPlace, versions: object): Statement;
export function statement(place: PythonPlace): Statement;
export function statement(place: PythonPlace, versions: object = place.versions): Statement {
  return [place.label, place.role, JSON.stringify(versions)];
}
