/**
 * Python read as text, never run: the arguments of calls, and what literals they hold. The parser
 * takes broken programs, too; anything that is computed is left alone.
 */
import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@lezer/python';

/** Larger programs are no `setup.py` (UTF-16 units). */
const MAX_LENGTH = 300_000;

/** A string literal: its text without quotes, and where that stands. */
export interface Literal {
  readonly text: string;
  readonly span: readonly [start: number, end: number];
}

/** The tree of a program; `undefined` for one that is too long. */
export function parsePython(text: string): Tree | undefined {
  return text.length > MAX_LENGTH ? undefined : parser.parse(text);
}

/** Named arguments of all calls of which `isCall` takes the name: `setup`, `nox.session`. */
export function namedArguments(
  tree: Tree,
  text: string,
  isCall: (name: string) => boolean,
): readonly { readonly name: string; readonly value: SyntaxNode }[] {
  const found: { name: string; value: SyntaxNode }[] = [];
  tree.iterate({
    enter({ node }) {
      if (node.name !== 'ArgList') return;
      const call = node.parent;
      const name = text
        .slice(call?.from ?? 0, node.from)
        .replace(/^@/, '')
        .trim();
      if (isCall(name)) found.push(...argumentsIn(node, text));
    },
  });
  return found;
}

function argumentsIn(list: SyntaxNode, text: string) {
  const found: { name: string; value: SyntaxNode }[] = [];
  for (let node = list.firstChild; node; node = node.nextSibling) {
    const value = node.nextSibling?.nextSibling;
    if (node.name === 'VariableName' && node.nextSibling?.name === 'AssignOp' && value) {
      found.push({ name: text.slice(node.from, node.to), value });
    }
  }
  return found;
}

/** What is assigned to names at the top of a program: `PYTHONS = ["3.11", "3.12"]`. */
export function topLevelAssignments(tree: Tree, text: string): ReadonlyMap<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (let node = tree.topNode.firstChild; node; node = node.nextSibling) {
    if (node.name !== 'AssignStatement') continue;
    const target = node.firstChild;
    const value = node.lastChild;
    if (target?.name === 'VariableName' && value) {
      found.set(text.slice(target.from, target.to), value);
    }
  }
  return found;
}

/** The string literals in a value: of a string, a list or a tuple of strings. */
export function literalsIn(node: SyntaxNode, text: string): readonly Literal[] {
  if (node.name === 'String') return literal(node, text);
  const found: Literal[] = [];
  if (/^(?:Array|Tuple|Set|Parenthesized)Expression$/.test(node.name)) {
    for (let item = node.firstChild; item; item = item.nextSibling) {
      if (item.name === 'String') found.push(...literal(item, text));
    }
  }
  return found;
}

/** Plain strings only: an f-string is computed, an escape would move the offsets. */
function literal({ from, to }: SyntaxNode, text: string): readonly Literal[] {
  const match = /^[rRuU]?("""|'''|"|')([^\\]*)\1$/s.exec(text.slice(from, to));
  if (match === null) return [];
  const [whole, quote = '', inner = ''] = match;
  const start = from + whole.length - quote.length - inner.length;
  return [{ text: inner, span: [start, start + inner.length] }];
}
