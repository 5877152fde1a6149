/** Where the tables of a TOML text begin and end, without reading what stands in them. */

export interface Section {
  /** The header as written, `[[package]]`; empty for what stands before the first one. */
  readonly header: string;
  /** 1-based line of the header. */
  readonly line: number;
  /** What stands below the header, up to the next one. */
  readonly body: string;
}

/** Strings, comments, brackets, line ends, and whatever lies between them. */
const TOKENS =
  /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|[[\]{}\n]|[^"'#[\]{}\n]+/y;

/**
 * Cuts a TOML text at its table headers: the lines that begin with `[` outside of strings and
 * arrays (https://toml.io/en/v1.1.0#table). The first section has no header. Takes the text as far
 * as it is TOML; the rest belongs to the last section.
 */
export function tomlSections(text: string): readonly [Section, ...Section[]] {
  const headers = [...headerOffsets(text)];
  const sections = headers.map((start, index) => section(text, start, headers[index + 1]));
  let line = 1;
  const numbered = [{ header: '', body: text.slice(0, headers[0]) }, ...sections].map((one) => {
    const result = { ...one, line };
    line += newlines(one.header) + newlines(one.body);
    return result;
  });
  const [first = { header: '', body: text, line: 1 }, ...rest] = numbered;
  return [first, ...rest];
}

function section(text: string, start: number, end = text.length): Omit<Section, 'line'> {
  const lineEnd = text.indexOf('\n', start);
  const headerEnd = lineEnd === -1 || lineEnd > end ? end : lineEnd;
  return { header: text.slice(start, headerEnd), body: text.slice(headerEnd, end) };
}

function* headerOffsets(text: string): Iterable<number> {
  let depth = 0;
  let isLineStart = true;
  TOKENS.lastIndex = 0;
  for (let match = TOKENS.exec(text); match !== null; match = TOKENS.exec(text)) {
    const [token] = match;
    if (token === '\n') {
      isLineStart = true;
      continue;
    }
    if (token === '[' && isLineStart && depth === 0) yield match.index;
    if (token === '[' || token === '{') depth += 1;
    if (token === ']' || token === '}') depth -= 1;
    isLineStart &&= token.trim() === '';
  }
}

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
