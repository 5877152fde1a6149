/**
 * Lines of keys in a TOML text. Slow compared with reading values (it keeps every position), so it
 * is loaded only when there is something to show.
 */
import { type AST, parseTOML } from 'toml-eslint-parser';

export interface LineRange {
  /** 1-based, inclusive. */
  readonly line: number;
  readonly endLine: number;
}

type Key = string | number;

/** What a key path leads to; built once, walked for every key. */
interface Entry {
  range: LineRange;
  readonly children: Map<Key, Entry>;
}

/**
 * Gives the lines of a key path, such as `['project', 'dependencies', 2]`. A path that is not there
 * gives the lines where its nearest ancestor begins; `undefined` when even that is missing or the
 * text is no TOML.
 */
export function createTomlLocator(text: string): (key: readonly Key[]) => LineRange | undefined {
  const root = buildIndex(text);
  return (key) => (root === undefined ? undefined : find(root, key));
}

function find(root: Entry, key: readonly Key[]): LineRange | undefined {
  let entry = root;
  for (const [index, part] of key.entries()) {
    const child = entry.children.get(part);
    if (child === undefined) {
      const { line } = entry.range;
      return index === 0 ? undefined : { line, endLine: line };
    }
    entry = child;
  }
  return key.length === 0 ? undefined : entry.range;
}

function buildIndex(text: string): Entry | undefined {
  try {
    const body = text.startsWith('\u{feff}') ? text.slice(1) : text;
    const root: Entry = { range: { line: 1, endLine: 1 }, children: new Map() };
    for (const node of parseTOML(body).body[0].body) addTopLevel(root, node);
    return root;
  } catch {
    // Unparsable texts have their own finding, with the line of the error.
    return undefined;
  }
}

function addTopLevel(root: Entry, node: AST.TOMLTable | AST.TOMLKeyValue): void {
  if (node.type === 'TOMLKeyValue') {
    addKeyValue(root, node);
    return;
  }
  // `resolvedKey` numbers the tables of an array: `[[package]]` is `package`, 3.
  const table = descend(root, node.resolvedKey, headerRange(node));
  table.range = headerRange(node);
  for (const pair of node.body) addKeyValue(table, pair);
}

function headerRange(node: AST.TOMLTable): LineRange {
  return { line: node.key.loc.start.line, endLine: node.key.loc.end.line };
}

function addKeyValue(parent: Entry, pair: AST.TOMLKeyValue): void {
  const range = rangeOf(pair);
  const keys = pair.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));
  const entry = descend(parent, keys, range);
  entry.range = range;
  addValue(entry, pair.value);
}

function addValue(entry: Entry, value: AST.TOMLContentNode): void {
  if (value.type === 'TOMLInlineTable') {
    for (const pair of value.body) addKeyValue(entry, pair);
  } else if (value.type === 'TOMLArray') {
    for (const [index, element] of value.elements.entries()) {
      addValue(descend(entry, [index], rangeOf(element)), element);
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

function rangeOf(node: AST.TOMLNode): LineRange {
  return { line: node.loc.start.line, endLine: node.loc.end.line };
}
