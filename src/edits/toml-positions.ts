/**
 * Lines of keys in a TOML text. Slow compared with reading values (the parser keeps every position),
 * so it is loaded only when there is something to show.
 */
import { type AST, parseTOML } from 'toml-eslint-parser';
import { tomlSections } from './toml-sections.ts';

export interface LineRange {
  /** 1-based, inclusive. */
  readonly line: number;
  readonly endLine: number;
}

type Key = string | number;

/** What a key path leads to. */
interface Entry {
  range: LineRange;
  readonly children: Map<Key, Entry>;
  /** What stands in the table and was not looked at yet. */
  unread?: { readonly body: string; readonly line: number };
}

/**
 * Gives the lines of a key path, such as `['project', 'dependencies', 2]`. A path that is not there
 * gives the lines where its nearest ancestor begins; `undefined` when even that is missing or the
 * text is no TOML. Of a lock with a thousand tables only those on the path are parsed.
 */
export function createTomlLocator(text: string): (key: readonly Key[]) => LineRange | undefined {
  const root = outline(text.startsWith('\u{feff}') ? text.slice(1) : text);
  return (key) => (root === undefined ? undefined : find(root, key));
}

function find(root: Entry, key: readonly Key[]): LineRange | undefined {
  let entry = root;
  for (const [index, part] of key.entries()) {
    readBody(entry);
    const child = entry.children.get(part);
    if (child === undefined) {
      const { line } = entry.range;
      return index === 0 ? undefined : { line, endLine: line };
    }
    entry = child;
  }
  return key.length === 0 ? undefined : entry.range;
}

/** The tables alone, read from their headers. */
function outline(text: string): Entry | undefined {
  const [top, ...sections] = tomlSections(text);
  const headers = parse(sections.map(({ header }) => header).join('\n'));
  if (headers === undefined) return undefined;
  const root: Entry = { range: { line: 1, endLine: 1 }, children: new Map(), unread: top };
  const tables = headers.filter((node) => node.type === 'TOMLTable');
  for (const [index, { body, line }] of sections.entries()) {
    const range = { line, endLine: line };
    // `resolvedKey` numbers the tables of an array: `[[package]]` is `package`, 3.
    const table = descend(root, tables[index]?.resolvedKey ?? [], range);
    table.range = range;
    table.unread = { body, line };
  }
  return root;
}

function readBody(table: Entry): void {
  const { unread } = table;
  if (unread === undefined) return;
  delete table.unread;
  for (const node of parse(unread.body) ?? []) {
    if (node.type === 'TOMLKeyValue') addKeyValue(table, node, unread.line - 1);
  }
}

/** `undefined` for what is no TOML: it has its own finding, with the line of the error. */
function parse(text: string): AST.TOMLTopLevelTable['body'] | undefined {
  try {
    return parseTOML(text).body[0].body;
  } catch {
    return undefined;
  }
}

function addKeyValue(parent: Entry, pair: AST.TOMLKeyValue, before: number): void {
  const range = rangeOf(pair, before);
  const keys = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const entry = descend(parent, keys, range);
  entry.range = range;
  addValue(entry, pair.value, before);
}

/** `before` is the number of lines before the text that the node was parsed from. */
function addValue(entry: Entry, value: AST.TOMLContentNode, before: number): void {
  if (value.type === 'TOMLInlineTable') {
    for (const pair of value.body) addKeyValue(entry, pair, before);
  } else if (value.type === 'TOMLArray') {
    for (const [index, element] of value.elements.entries()) {
      addValue(descend(entry, [index], rangeOf(element, before)), element, before);
    }
  }
}

function descend(parent: Entry, keys: readonly Key[], range: LineRange): Entry {
  let entry = parent;
  for (const key of keys) {
    const child = entry.children.get(key) ?? { range, children: new Map() };
    entry.children.set(key, child);
    entry = child;
  }
  return entry;
}

function rangeOf({ loc }: AST.TOMLNode, before: number): LineRange {
  return { line: before + loc.start.line, endLine: before + loc.end.line };
}
