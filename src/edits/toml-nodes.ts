/** TOML as a tree with positions. */
import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import {
  type DocumentNode,
  type Entry,
  type MapNode,
  type NodesOrProblem,
  type Span,
  tooLong,
} from './nodes.ts';

/** A table while it grows: tables can be written in pieces. */
interface Table extends MapNode {
  readonly entries: Map<string, Entry>;
}

interface List {
  readonly kind: 'list';
  readonly items: DocumentNode[];
  readonly span: Span;
  readonly line: number;
}

/** Reads a TOML text. Never throws. A byte order mark is counted in the offsets. */
export function readTomlNodes(text: string): NodesOrProblem {
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  // Instead of being cut off, which would move every offset.
  const body = text.startsWith('\u{feff}') ? ` ${text.slice(1)}` : text;
  try {
    const root = emptyTable([0, body.length], 1);
    for (const node of parseTOML(body).body[0].body) {
      if (node.type === 'TOMLKeyValue') addPair(root, node, body);
      else for (const pair of node.body) addPair(tableOf(root, node), pair, body);
      if (node.type === 'TOMLTable' && node.body.length === 0) tableOf(root, node);
    }
    return { kind: 'document', root };
  } catch (error) {
    if (error instanceof ParseError) {
      return { kind: 'unreadable', line: error.lineNumber, reason: error.message };
    }
    return { kind: 'unreadable', line: 1, reason: 'it is nested too deeply' };
  }
}

function emptyTable(span: Span, line: number): Table {
  return { kind: 'map', entries: new Map(), span, line };
}

/** `resolvedKey` numbers the tables of an array: the second `[[env]]` is `env`, 1. */
function tableOf(root: Table, { resolvedKey, key, range, loc }: AST.TOMLTable): Table {
  const { line } = loc.start;
  let table = root;
  for (const [index, part] of resolvedKey.entries()) {
    if (typeof part === 'number') continue;
    const known = table.entries.get(part)?.node;
    const next = resolvedKey[index + 1];
    if (typeof next !== 'number') {
      table = isTable(known) ? known : put(table, part, emptyTable(range, line), key);
      continue;
    }
    const list: List = isList(known)
      ? known
      : put(table, part, { kind: 'list', items: [], span: range, line }, key);
    const item = list.items[next];
    if (isTable(item)) {
      table = item;
    } else {
      table = emptyTable(range, line);
      list.items.push(table);
    }
  }
  return table;
}

function put<Value extends DocumentNode>(
  table: Table,
  key: string,
  node: Value,
  { range, loc }: AST.TOMLNode,
): Value {
  table.entries.set(key, { node, keySpan: range, keyLine: loc.start.line });
  return node;
}

function addPair(parent: Table, { key, value }: AST.TOMLKeyValue, text: string): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const last = names.pop();
  if (last === undefined) return;
  let table = parent;
  for (const name of names) {
    const known = table.entries.get(name)?.node;
    table = isTable(known)
      ? known
      : put(table, name, emptyTable(key.range, key.loc.start.line), key);
  }
  put(table, last, nodeOf(value, text), key);
}

function nodeOf(value: AST.TOMLContentNode, text: string): DocumentNode {
  const span: Span = value.range;
  const { line } = value.loc.start;
  if (value.type === 'TOMLArray') {
    return { kind: 'list', items: value.elements.map((item) => nodeOf(item, text)), span, line };
  }
  if (value.type === 'TOMLInlineTable') {
    const table = emptyTable(span, line);
    for (const pair of value.body) addPair(table, pair, text);
    return table;
  }
  const isString = value.kind === 'string';
  const quotes = isString ? (/^(?:"""|''')/.test(text.slice(span[0])) ? 3 : 1) : 0;
  const inner: Span = [span[0] + quotes, span[1] - quotes];
  const raw = text.slice(...inner);
  return {
    kind: 'scalar',
    text: isString ? value.value : raw,
    raw,
    isString,
    span: inner,
    line,
  };
}

function isTable(node: DocumentNode | undefined): node is Table {
  return node?.kind === 'map';
}

function isList(node: DocumentNode | undefined): node is List {
  return node?.kind === 'list';
}
