/**
 * Insertions into block-style YAML that keep every other byte: comments, quotes, line ends. What is
 * written in one line (flow style) is extended there. `undefined`: this text is written in a way
 * that cannot be extended safely. Callers prove the result by reading it again.
 */
import type { DocumentNode, ListNode, MapNode, ScalarNode } from './nodes.ts';
import type { Splice } from './splice.ts';

/** A list, or the one value in its place, with another item. */
export function withItem(
  text: string,
  node: ScalarNode | ListNode,
  item: string,
): Splice | undefined {
  const [start, end] = node.span;
  if (node.kind === 'scalar') {
    const isQuoted = /["']/.test(text[start - 1] ?? '');
    return isQuoted || node.text === ''
      ? undefined
      : { start, end, text: `[${node.raw}, ${item}]` };
  }
  if (text[start] === '[') return beforeEnd(text, end, ']', item);
  const last = node.items.at(-1);
  if (last?.kind !== 'scalar') return undefined;
  const dash = text.slice(lineStart(text, last.span[0]), last.span[0]);
  return /^\s*- ["']?$/.test(dash)
    ? newLine(text, last.span[1], `${dash.replace(/["']$/, '')}${item}`)
    : undefined;
}

/** A map with another entry, whose value is empty, in front of the others. */
export function withEmptyEntry(
  text: string,
  map: MapNode,
  keySpan: readonly [number, number],
  key: string,
): Splice | undefined {
  const [start, end] = map.span;
  if (text[start] === '{') return beforeEnd(text, end, '}', `${key}: {}`);
  const indent = indentOfFirst(text, map);
  // Behind the parent's line: a comment over the first entry stays with it.
  return indent === undefined ? undefined : newLine(text, keySpan[1], `${indent}${key}:`);
}

/** Lines in front of an entry of a block map; they get its indentation. */
export function beforeEntry(
  text: string,
  keyStart: number,
  lines: readonly string[],
): Splice | undefined {
  const start = lineStart(text, keyStart);
  const indent = text.slice(start, keyStart);
  return /^ *$/.test(indent) ? inserted(text, start, indent, lines) : undefined;
}

/** A block map without one of its entries, whose lines go. */
export function withoutEntry(text: string, map: MapNode, key: string): Splice | undefined {
  const entry = map.entries.get(key);
  if (entry === undefined || text[map.span[0]] === '{') return undefined;
  const start = lineStart(text, entry.keySpan[0]);
  if (!/^ +$/.test(text.slice(start, entry.keySpan[0]))) return undefined;
  const end = lineEnd(text, lastOffset(entry.node));
  const next = text.startsWith('\r\n', end) ? end + 2 : end + 1;
  return { start, end: Math.min(next, text.length), text: '' };
}

/** Lines in front of the first item of a block list; they get the indentation of its dash. */
export function beforeItems(
  text: string,
  list: ListNode,
  lines: readonly string[],
): Splice | undefined {
  const [first] = list.items;
  if (first === undefined || text[list.span[0]] === '[') return undefined;
  const start = lineStart(text, first.span[0]);
  const indent = /^( *)- /.exec(text.slice(start, first.span[0]))?.[1];
  return indent === undefined ? undefined : inserted(text, start, indent, lines);
}

/** Lines behind the last entry of a block map, with the indentation of its entries. */
export function atEnd(text: string, map: MapNode, lines: readonly string[]): Splice | undefined {
  const indent = indentOfFirst(text, map);
  if (indent === undefined) return undefined;
  const last = text.slice(0, lastOffset(map)).trimEnd().length;
  const [eol, end] = [endOfLine(text), lineEnd(text, last)];
  const shown = lines.map((line) => (line === '' ? '' : indent + line));
  return { start: end, end, text: ['', ...shown].join(eol) };
}

function inserted(text: string, start: number, indent: string, lines: readonly string[]): Splice {
  const eol = endOfLine(text);
  const shown = lines.map((line) => `${line === '' ? '' : indent + line}${eol}`);
  return { start, end: start, text: shown.join('') };
}

function newLine(text: string, behind: number, line: string): Splice {
  const at = lineEnd(text, behind);
  return { start: at, end: at, text: `${endOfLine(text)}${line}` };
}

function beforeEnd(text: string, end: number, bracket: string, item: string): Splice | undefined {
  const at = end - 1;
  if (text[at] !== bracket) return undefined;
  const content = text.slice(0, at).trimEnd();
  const comma = /[[{,]$/.test(content) ? '' : ',';
  const space = /[[{]$/.test(content) ? '' : ' ';
  return { start: content.length, end: content.length, text: `${comma}${space}${item}` };
}

/** `undefined` in flow style, where entries have no lines of their own. */
function indentOfFirst(text: string, map: MapNode): string | undefined {
  const [first] = map.entries.values();
  if (first === undefined || text[map.span[0]] === '{') return undefined;
  const start = first.keySpan[0];
  const indent = text.slice(lineStart(text, start), start);
  return /^ +$/.test(indent) ? indent : undefined;
}

function lastOffset(node: DocumentNode): number {
  const inner = node.kind === 'map' ? [...node.entries.values()].map((entry) => entry.node) : [];
  const items = node.kind === 'list' ? node.items : inner;
  return Math.max(node.span[0], ...(items.length === 0 ? [node.span[1]] : items.map(lastOffset)));
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Of the line's content: a carriage return belongs to the line end. */
function lineEnd(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  const end = found === -1 ? text.length : found;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function endOfLine(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
