/** `text` as one word of a POSIX shell: people copy our commands, and paths come from strangers. */
export function shellWord(text: string): string {
  return /^[\w./@+][\w./@+-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
