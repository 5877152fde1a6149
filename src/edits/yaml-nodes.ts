/** YAML as a tree with positions. All scalars are texts: `3.10` stays `3.10`. */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  Scalar,
} from 'yaml';
import {
  type DocumentNode,
  type Entry,
  type NodesOrProblem,
  type ScalarNode,
  type Span,
  tooLong,
} from './nodes.ts';
import { lineFinder } from './text-lines.ts';

/** Aliases repeat what they stand for; a bomb ends here. */
const MAX_NODES = 200_000;

/** Where the words of the YAML library say too little. */
const REASONS: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
  MULTIPLE_DOCS: 'it holds several documents',
};

/** Base and head, and several gates, ask for the same workflows: parsing takes 1 ms for each. */
const memory = new Map<string, NodesOrProblem>();
const REMEMBERED = 300;
const MAX_REMEMBERED_TEXT = 50_000;

/** Reads a YAML text. Never throws. */
export function readYamlNodes(text: string): NodesOrProblem {
  const known = memory.get(text);
  if (known !== undefined) return known;
  const document = read(text);
  if (text.length <= MAX_REMEMBERED_TEXT) {
    if (memory.size >= REMEMBERED) memory.clear();
    memory.set(text, document);
  }
  return document;
}

function read(text: string): NodesOrProblem {
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  try {
    return parse(text);
  } catch (error) {
    const isBomb = error instanceof TooMany;
    const reason = isBomb ? 'its aliases make it too large' : 'it is nested too deeply';
    return { kind: 'unreadable', line: 1, reason };
  }
}

class TooMany extends Error {}

function parse(text: string): NodesOrProblem {
  const lineAt = lineFinder(text);
  const document = parseLeniently(text);
  const [error] = document.errors;
  if (error !== undefined) {
    const reason = REASONS[error.code] ?? error.message.replace(/\.$/, '');
    return { kind: 'unreadable', line: lineAt(error.pos[0]), reason };
  }

  const anchors = new Map<string, { readonly node: DocumentNode; readonly size: number }>();
  let count = 0;

  function spend(nodes: number): void {
    count += nodes;
    if (count > MAX_NODES) throw new TooMany();
  }

  function convert(node: unknown): DocumentNode {
    spend(1);
    if (isAlias(node)) return aliased(node.source, spanOf(node)[0]);
    const before = count;
    const converted = withoutAnchor(node);
    const anchor = isNode(node) && !isAlias(node) ? node.anchor : undefined;
    if (anchor !== undefined) anchors.set(anchor, { node: converted, size: count - before });
    return converted;
  }

  /** What stands at the anchor; whoever walks the tree walks it again, so it counts again. */
  function aliased(name: string, at: number): DocumentNode {
    const anchor = anchors.get(name);
    if (anchor === undefined) return emptyAt(at);
    spend(anchor.size);
    return anchor.node;
  }

  function withoutAnchor(node: unknown): DocumentNode {
    const span = spanOf(node);
    const line = lineAt(span[0]);
    if (isSeq(node)) return { kind: 'list', items: node.items.map(convert), span, line };
    if (!isMap(node)) return scalar(node, span, line);
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const keySpan = spanOf(key);
      const inner = value === null ? emptyAt(keySpan[1]) : convert(value);
      entries.set(String(key.value), { node: inner, keySpan, keyLine: lineAt(keySpan[0]) });
    }
    return { kind: 'map', entries, span, line };
  }

  function scalar(node: unknown, [start, end]: Span, line: number): ScalarNode {
    const isQuoted =
      isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
    const isBlock =
      isScalar(node) && (node.type === Scalar.BLOCK_FOLDED || node.type === Scalar.BLOCK_LITERAL);
    const span: Span = isQuoted ? [start + 1, end - 1] : [start, end];
    const meant = isScalar(node) ? String(node.value ?? '') : '';
    const raw = text.slice(...span);
    return { kind: 'scalar', text: meant, raw, isString: isQuoted || isBlock, span, line };
  }

  function emptyAt(offset: number): ScalarNode {
    const line = lineAt(offset);
    return { kind: 'scalar', text: '', raw: '', isString: false, span: [offset, offset], line };
  }

  return document.contents === null
    ? { kind: 'empty' }
    : { kind: 'document', root: convert(document.contents) };
}

/** A hand-written file has a few quoted texts over several lines, if any. */
const MAX_REPAIRS = 100;

/**
 * Other readers, GitHub's among them, take a double-quoted text that goes on at the indentation of
 * its parent. Where the library refuses one, it is read as if it stood on one line: no offset moves.
 */
function parseLeniently(text: string): Document.Parsed {
  let current = text;
  for (let repairs = 0; ; repairs++) {
    const document = parseDocument(current, {
      schema: 'failsafe',
      logLevel: 'error',
      prettyErrors: false,
      uniqueKeys: false,
    });
    const [error] = document.errors;
    const isCut = error?.code === 'MISSING_CHAR' && error.message.includes('"quote');
    const next = isCut && repairs < MAX_REPAIRS ? onOneLine(current, error.pos[0]) : undefined;
    if (next === undefined || next === current) return document;
    current = next;
  }
}

/** The text whose quoted part around `at` has blanks in the place of its line ends. */
function onOneLine(text: string, at: number): string | undefined {
  const start = text.lastIndexOf('"', at - 1);
  const length = /^(?:[^"\\]|\\[\s\S])*"/.exec(text.slice(start + 1, start + 10_000))?.[0].length;
  if (start === -1 || length === undefined) return undefined;
  const end = start + 1 + length;
  return (
    text.slice(0, start) + text.slice(start, end).replaceAll(/\\?[\r\n]/g, blanks) + text.slice(end)
  );
}

/** The backslash that joins two lines is no escape of a blank. */
function blanks(characters: string): string {
  return ' '.repeat(characters.length);
}

function spanOf(node: unknown): Span {
  return isNode(node) && node.range ? [node.range[0], node.range[1]] : [0, 0];
}
