/** Lines of a text by offset. */

/** Gives the 1-based line of an offset, in logarithmic time. */
export function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}

/** A line of a text, without its line end. */
export interface TextLine {
  readonly line: number;
  /** Offset of its first character. */
  readonly start: number;
  readonly text: string;
}

/** The lines of a text; `\r\n` and a byte order mark belong to none of them. */
export function linesOf(text: string): readonly TextLine[] {
  let start = 0;
  return text.split('\n').map((whole, index) => {
    const mark = index === 0 && whole.startsWith('\u{feff}') ? 1 : 0;
    const line = {
      line: index + 1,
      start: start + mark,
      text: whole.slice(mark).replace(/\r$/, ''),
    };
    start += whole.length + 1;
    return line;
  });
}
