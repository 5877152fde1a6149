/** Puts other text in the place of parts of a text. */

/** Offsets in UTF-16 units; of an insertion `start` and `end` are the same. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * All splices at once, in any order; the same one twice counts once.
 *
 * @returns `undefined` where two of them overlap, or reach beyond the text
 */
export function spliced(text: string, splices: readonly Splice[]): string | undefined {
  const different = new Map(splices.map((one) => [JSON.stringify(one), one]));
  const ordered = [...different.values()].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let done = 0;
  for (const { start, end, text: replacement } of ordered) {
    if (start < done || end < start || end > text.length) return undefined;
    result += text.slice(done, start) + replacement;
    done = end;
  }
  return result + text.slice(done);
}
