/** JSON with comments and trailing commas (as editors and dev containers take it), with positions. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type DocumentNode, type Entry, type NodesOrProblem, type Span, tooLong } from './nodes.ts';
import { lineFinder } from './text-lines.ts';

const MAX_DEPTH = 200;

/** Reads a text of JSON with comments. Never throws. */
export function readJsonNodes(text: string): NodesOrProblem {
  const refused = tooLong(text);
  if (refused !== undefined) return refused;
  // The parser descends by recursion.
  if (isDeep(text)) return { kind: 'unreadable', line: 1, reason: 'it is nested too deeply' };
  const lineAt = lineFinder(text);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [error] = errors;
  if (error !== undefined) {
    const reason = `${printParseErrorCode(error.error)} (JSON)`;
    return { kind: 'unreadable', line: lineAt(error.offset), reason };
  }

  function convert(node: Node): DocumentNode {
    const span: Span = [node.offset, node.offset + node.length];
    const line = lineAt(node.offset);
    const children = node.children ?? [];
    if (node.type === 'array') return { kind: 'list', items: children.map(convert), span, line };
    if (node.type === 'object') {
      return { kind: 'map', entries: new Map(children.flatMap(entry)), span, line };
    }
    const isString = node.type === 'string';
    const inner: Span = isString ? [span[0] + 1, span[1] - 1] : span;
    const raw = text.slice(...inner);
    return {
      kind: 'scalar',
      text: isString ? String(node.value) : raw,
      raw,
      isString,
      span: inner,
      line,
    };
  }

  function entry({ children: [key, value] = [] }: Node): readonly (readonly [string, Entry])[] {
    if (key === undefined || value === undefined) return [];
    const keySpan: Span = [key.offset + 1, key.offset + key.length - 1];
    return [[String(key.value), { node: convert(value), keySpan, keyLine: lineAt(key.offset) }]];
  }

  return tree === undefined ? { kind: 'empty' } : { kind: 'document', root: convert(tree) };
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/"(?:\\.|[^"\\\n])*"|[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') depth += 1;
    if (bracket === ']' || bracket === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
