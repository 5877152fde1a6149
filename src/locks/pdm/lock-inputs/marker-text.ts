/**
 * Markers as PDM writes them into `lock_inputs`. dep-logic prints what it has simplified; what no
 * rule of it can touch (every variable asked once) is printed here exactly as there.
 * Source: dep-logic 0.7.1 `markers/`, packaging `markers.py`.
 */
import { normalizeName } from '../../../python/names.ts';

export interface MarkerText {
  readonly text: string;
  /** No variable is asked twice, so dep-logic has nothing to simplify. */
  readonly isPlain: boolean;
  /** The variables that it asks; the two Python versions count as one. */
  readonly variables: readonly string[];
  /** No `or`: dep-logic sees every contradiction. */
  readonly isConjunction: boolean;
}

const TOKEN =
  /\s*(?:([()])|'([^']*)'|"([^"]*)"|(===|==|!=|<=|>=|~=|<|>|not\s+in\b|in\b|and\b|or\b)|([a-z][a-z_.]*))/iy;

const OLD_SPELLINGS: Readonly<Record<string, string>> = {
  'os.name': 'os_name',
  'sys.platform': 'sys_platform',
  'platform.version': 'platform_version',
  'platform.machine': 'platform_machine',
  'platform.python_implementation': 'platform_python_implementation',
  python_implementation: 'platform_python_implementation',
};

export const NO_MARKER: MarkerText = {
  text: '',
  isPlain: true,
  variables: [],
  isConjunction: true,
};
const MAX_LENGTH = 10_000;
const MAX_DEPTH = 100;

interface Token {
  readonly kind: 'symbol' | 'value' | 'key';
  readonly text: string;
}

/** `undefined` for what is no marker, or too long for anybody to have written it. */
export function markerText(marker: string): MarkerText | undefined {
  if (marker.trim() === '') return NO_MARKER;
  const tokens = tokenize(marker.trim());
  if (tokens === undefined) return undefined;
  const reader = { tokens, at: 0, variables: [] as string[], hasOr: false };
  const text = readList(reader, 'or', 0);
  if (text === undefined || reader.at < tokens.length) return undefined;
  const { variables, hasOr } = reader;
  const distinct = [...new Set(variables)];
  const isPlain = distinct.length === variables.length;
  return { text: text.text, isPlain, variables: distinct, isConjunction: !hasOr };
}

function tokenize(marker: string): readonly Token[] | undefined {
  if (marker.length > MAX_LENGTH) return undefined;
  const tokens: Token[] = [];
  for (let at = 0; at < marker.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(marker);
    if (match === null) return undefined;
    const [, bracket, single, double, word, key] = match;
    const symbol = bracket ?? word?.replace(/\s+/, ' ');
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (key !== undefined) tokens.push({ kind: 'key', text: OLD_SPELLINGS[key] ?? key });
    else tokens.push({ kind: 'value', text: single ?? double ?? '' });
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  readonly variables: string[];
  hasOr: boolean;
}

/** `isOr`: needs brackets inside an `and`; other brackets are dropped. */
interface Printed {
  readonly text: string;
  readonly isOr: boolean;
}

function readList(reader: Reader, word: 'or' | 'and', depth: number): Printed | undefined {
  const items: Printed[] = [];
  do {
    const item = word === 'or' ? readList(reader, 'and', depth) : readItem(reader, depth);
    if (item === undefined) return undefined;
    items.push(item);
  } while (skip(reader, word));
  const [only] = items;
  if (items.length === 1) return only;
  if (word === 'or') reader.hasOr = true;
  const texts = items.map(({ text, isOr }) => (word === 'and' && isOr ? `(${text})` : text));
  return { text: texts.join(` ${word} `), isOr: word === 'or' };
}

function skip(reader: Reader, symbol: string): boolean {
  const token = reader.tokens[reader.at];
  const isThere = token?.kind === 'symbol' && token.text === symbol;
  if (isThere) reader.at++;
  return isThere;
}

function readItem(reader: Reader, depth: number): Printed | undefined {
  if (depth > MAX_DEPTH) return undefined;
  if (skip(reader, '(')) {
    const inner = readList(reader, 'or', depth + 1);
    return skip(reader, ')') ? inner : undefined;
  }
  const [left, operator, right] = reader.tokens.slice(reader.at, reader.at + 3);
  reader.at += 3;
  if (left === undefined || right === undefined || operator?.kind !== 'symbol') return undefined;
  if (/^(?:[()]|and|or)$/.test(operator.text)) return undefined;
  const key = left.kind === 'key' ? left : right;
  const value = left.kind === 'key' ? right : left;
  if (key.kind !== 'key' || value.kind !== 'value') return undefined;
  // dep-logic joins comparisons of both.
  reader.variables.push(key.text === 'python_full_version' ? 'python_version' : key.text);
  const quoted = `"${key.text === 'extra' ? normalizeName(value.text) : value.text}"`;
  const [first, last] = left.kind === 'key' ? [key.text, quoted] : [quoted, key.text];
  return { text: `${first} ${operator.text} ${last}`, isOr: false };
}
