/** Environment markers as text. Source: PEP 508 (grammar), PEP 751 (`extras`, `dependency_groups`). */
import { compareKey, containsValue, isVersionKey, type Operator } from './atoms.ts';
import { and, combine, MarkerTooComplex, type Node, not, or, TRUE_NODE } from './diagram.ts';

const KEYS = new Set([
  'python_version',
  'python_full_version',
  'implementation_version',
  'os_name',
  'sys_platform',
  'platform_system',
  'platform_machine',
  'platform_python_implementation',
  'platform_release',
  'platform_version',
  'implementation_name',
  'extra',
  'extras',
  'dependency_groups',
]);

/** Spellings from before PEP 508. */
const OLD_KEYS: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

const TOKEN =
  /\s*(?:(\()|(\))|'([^']*)'|"([^"]*)"|(===|==|!=|<=|>=|~=|<|>)|(not\s+in\b|in\b|and\b|or\b)|([a-z][a-z_.]*))/iy;

/** Deeper nesting is no marker that anybody wrote. */
const MAX_DEPTH = 200;
const MAX_LENGTH = 200_000;

type Token =
  | { readonly kind: 'open' | 'close' }
  | { readonly kind: 'value' | 'key' | 'operator' | 'word'; readonly text: string };

/** The marker as a diagram, or `undefined` when it is none. Throws `MarkerTooComplex`. */
export function parseMarkerNode(text: string): Node | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined || tokens.length === 0) return undefined;
  const parser = { tokens, at: 0, depth: 0 };
  const parsed = parseOr(parser);
  if (parsed === 'invalid' || parser.at < tokens.length) return undefined;
  return parsed === 'ignored' ? TRUE_NODE : parsed;
}

function tokenize(text: string): readonly Token[] | undefined {
  if (text.length > MAX_LENGTH) throw new MarkerTooComplex();
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  for (let at = 0; at < end; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    const [, open, close, single, double, operator, word, name] = match;
    if (open !== undefined) tokens.push({ kind: 'open' });
    else if (close !== undefined) tokens.push({ kind: 'close' });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word.replace(/\s+/, ' ') });
    else if (name !== undefined) tokens.push({ kind: 'key', text: name });
    else tokens.push({ kind: 'value', text: single ?? double ?? '' });
  }
  return tokens;
}

interface Parser {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
}

/** `ignored`: a comparison without meaning, left out of its `and` or `or`. */
type Parsed = Node | 'ignored' | 'invalid';

function parseOr(parser: Parser): Parsed {
  return parseList(parser, 'or', parseAnd, or);
}

function parseAnd(parser: Parser): Parsed {
  return parseList(parser, 'and', parseAtom, and);
}

function parseList(
  parser: Parser,
  word: string,
  parseItem: (parser: Parser) => Parsed,
  both: (a: Node, b: Node) => Node,
): Parsed {
  const items: Node[] = [];
  do {
    const item = parseItem(parser);
    if (item === 'invalid') return 'invalid';
    if (item !== 'ignored') items.push(item);
  } while (skipWord(parser, word));
  return items.length === 0 ? 'ignored' : combine(items, both);
}

function skipWord(parser: Parser, word: string): boolean {
  const token = parser.tokens[parser.at];
  const isThere = token?.kind === 'word' && token.text === word;
  if (isThere) parser.at++;
  return isThere;
}

function parseAtom(parser: Parser): Parsed {
  if (parser.tokens[parser.at]?.kind === 'open') return parseGroup(parser);
  const [left, operator, right] = parser.tokens.slice(parser.at, parser.at + 3);
  parser.at += 3;
  if (operator === undefined || (operator.kind !== 'operator' && operator.kind !== 'word')) {
    return 'invalid';
  }
  const [a, b] = [operandOf(left), operandOf(right)];
  if (a === undefined || b === undefined) return 'invalid';
  if (operator.text === 'and' || operator.text === 'or') return 'invalid';
  return compareOperands(a, operator.text as Operator, b) ?? 'ignored';
}

function parseGroup(parser: Parser): Parsed {
  if (++parser.depth > MAX_DEPTH) throw new MarkerTooComplex();
  parser.at++;
  const inner = parseOr(parser);
  parser.depth--;
  const isClosed = parser.tokens[parser.at]?.kind === 'close';
  parser.at++;
  return isClosed ? inner : 'invalid';
}

interface Operand {
  readonly kind: 'key' | 'value';
  readonly text: string;
}

function operandOf(token: Token | undefined): Operand | undefined {
  if (token?.kind === 'value') return { kind: 'value', text: token.text };
  if (token?.kind !== 'key') return undefined;
  const key = OLD_KEYS[token.text] ?? token.text;
  return KEYS.has(key) ? { kind: 'key', text: key } : undefined;
}

const MIRRORED: Readonly<Partial<Record<Operator, Operator>>> = {
  '<': '>',
  '>': '<',
  '<=': '>=',
  '>=': '<=',
};

function compareOperands(left: Operand, operator: Operator, right: Operand): Node | undefined {
  // Two keys or two values: nothing to ask the environment.
  if (left.kind === right.kind) return undefined;
  if (left.kind === 'key') return compareKey(left.text, operator, right.text);
  if (operator === 'in' || operator === 'not in') {
    const node = containsValue(right.text, left.text);
    return node && operator === 'not in' ? not(node) : node;
  }
  // `'3.*' == python_version` is no comparison (PEP 440), unlike its mirror image.
  if (isVersionKey(right.text) && left.text.trimEnd().endsWith('.*')) return undefined;
  return compareKey(right.text, MIRRORED[operator] ?? operator, left.text);
}
