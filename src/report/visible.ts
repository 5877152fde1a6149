/**
 * Names and messages come from strangers' files: a terminal escape, a line break or a character
 * that turns the writing direction must show as what it is, and do nothing.
 */

/**
 * One line of plain text; what would act on a terminal or hide is written out (`\x1b`, `\n`), and
 * so is `##[`, which GitHub's runner takes for a command anywhere in a line of a log.
 */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, escaped).replaceAll('##[', String.raw`#\x23[`);
}

/** A path at the start of a line, where the runner takes `::` for a command. */
export function visiblePath(path: string): string {
  const line = visible(path);
  return line.trimStart().startsWith('::') ? `./${line}` : line;
}

/** The lines of a message, each one visible. */
export function visibleLines(text: string): readonly string[] {
  return text.replace(/\s+$/, '').split(/\r?\n/).map(visible);
}

// Control, format (direction marks, zero-width), line and paragraph separators, lone surrogates.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

function escaped(character: string): string {
  const known = NAMED[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u{${code.toString(16).padStart(4, '0')}}`;
}

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
