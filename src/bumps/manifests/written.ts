/** A requirement (PEP 508) as it stands in a text of any kind, with the place of its constraint. Pure. */
import { parseRequirement } from '../../python/requirement.ts';

export interface WrittenRequirement {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** As written; may be empty. */
  readonly constraint: string;
  /** Offset of the constraint (UTF-16 units). */
  readonly start: number;
}

/** Nobody writes longer ones. */
const MAX_LENGTH = 5_000;

/** `offset`: where `text` begins. `undefined` for what is none, or takes a URL in place of a version. */
export function writtenRequirement(text: string, offset: number): WrittenRequirement | undefined {
  // What a marker says does not matter here, and to understand it can cost a lot.
  const [head = ''] = text.slice(0, MAX_LENGTH).split(';', 1);
  const requirement = text.length > MAX_LENGTH ? undefined : parseRequirement(head);
  if (requirement === undefined || requirement.url !== undefined) return undefined;
  const { name, written } = requirement;
  // Neither a name nor an extra can hold an operator, so the first place is the right one.
  const start = offset + head.indexOf(written.specifiers);
  return { name, constraint: written.specifiers, start };
}
