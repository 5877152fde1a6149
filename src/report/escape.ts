/**
 * Text inside GitHub's Markdown. Names come from strangers: nothing of them may become markup, a
 * link, a mention or a reference.
 */
import { visible } from './visible.ts';

/** Prose of our own in which strangers' names may stand; its `code` spans stay code. */
export function prose(text: string): string {
  return visible(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : literal(part)))
    .join('');
}

/** A name as code. */
export function code(text: string): string {
  const line = visible(text);
  if (line.trim() === '') return '';
  // In a span of back-ticks all but these is inert; a pipe would end the cell of a table.
  return /[`|\\]|^\s|\s$/.test(line) ? `<code>${literal(line)}</code>` : `\`${line}\``;
}

/** Plain text, every character as it is. */
export function literal(text: string): string {
  return atStart(cell(text));
}

/** Markdown at the start of a line: what would begin a block there begins none. */
export function atStart(markdown: string): string {
  return markdown.replace(/^\s*([-+=#]|\d+(?=[.)]))/, '$&&#8203;');
}

/** Text between tags of HTML, where nothing is Markdown. */
export function inHtml(text: string): string {
  return unmentioned(entities(visible(text)));
}

/** The same in the cell of a table, where no list and no heading can begin. */
export function cell(text: string): string {
  return unmentioned(entities(visible(text)).replaceAll(/[\\`*_~[\]|!]/g, '\\$&'))
    .replaceAll('://', '&#58;//')
    .replaceAll(/(?<![a-z\d])www\./gi, (www) => `${www.slice(0, -1)}&#46;`)
    .replaceAll('$', '&#36;');
}

function entities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Neither a mention (`@name`) nor a reference (`#1`, `GH-1`) any more. */
function unmentioned(text: string): string {
  return text
    .replaceAll(/([@#])(?=[\w-])/g, '$1&#8203;')
    .replaceAll(/(?<![a-z\d])(GH)-(?=\d)/gi, '$1&#8203;-');
}

/** Commands as a block that none of them can close. */
export function fence(lines: readonly string[]): string {
  const runs = lines.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length);
  return '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)));
}
