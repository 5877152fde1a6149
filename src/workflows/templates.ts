/** Texts with `${{ }}` in them. */
import { type Contexts, evaluate, parseExpression, UNKNOWN, type Unknown } from './expressions.ts';
import { printed, type Value } from './values.ts';

/** A piece of a text: literal, or the inside of `${{ }}`. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'expression'; readonly text: string };

/** The pieces of a text; `unclosed` where a `${{` has no end, for which GitHub refuses the file. */
function piecesOf(text: string): readonly Piece[] | 'unclosed' {
  const pieces: Piece[] = [];
  let done = 0;
  for (;;) {
    const start = text.indexOf('${{', done);
    if (start === -1) {
      if (done < text.length) pieces.push({ kind: 'literal', text: text.slice(done) });
      return pieces;
    }
    const end = closing(text, start + 3);
    if (end === -1) return 'unclosed';
    if (start > done) pieces.push({ kind: 'literal', text: text.slice(done, start) });
    pieces.push({ kind: 'expression', text: text.slice(start + 3, end).trim() });
    done = end + 2;
  }
}

/** Braces in strings close nothing. */
function closing(text: string, from: number): number {
  let isString = false;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "'") isString = !isString;
    else if (!isString && text.startsWith('}}', at)) return at;
  }
  return -1;
}

export function hasExpression(text: string): boolean {
  return text.includes('${{');
}

/** Why GitHub refuses a file with this text, or `undefined`. */
export function templateProblem(text: string): string | undefined {
  const pieces = piecesOf(text);
  if (pieces === 'unclosed') return 'the expression is not closed';
  for (const { kind, text: inner } of pieces) {
    if (kind !== 'expression') continue;
    const parsed = parseExpression(inner);
    if (parsed.kind === 'invalid') return parsed.reason;
  }
  return undefined;
}

/** A text with its unknown parts: `['py ', UNKNOWN]`. Neighbouring texts are joined. */
export type Filled = readonly (string | Unknown)[];

/** Fills in what is known. */
export function fill(text: string, contexts: Contexts): Filled {
  const pieces = piecesOf(text);
  if (pieces === 'unclosed') return [UNKNOWN];
  const filled: (string | Unknown)[] = [];
  for (const piece of pieces) {
    const part = piece.kind === 'literal' ? piece.text : filledIn(piece.text, contexts);
    const last = filled.at(-1);
    if (typeof part === 'string' && typeof last === 'string')
      filled[filled.length - 1] = last + part;
    else filled.push(part);
  }
  return filled;
}

function filledIn(expression: string, contexts: Contexts): string | Unknown {
  const result = evaluate(expression, contexts);
  if (result.kind !== 'value') return UNKNOWN;
  const { value } = result;
  if (value !== null && typeof value === 'object') return value instanceof Map ? 'Object' : 'Array';
  return printed(value);
}

/** The value of a text: of a single expression what it evaluates to, else the filled-in text. */
export function filledValue(text: string, contexts: Contexts): Value | Unknown {
  const pieces = piecesOf(text);
  if (pieces === 'unclosed') return UNKNOWN;
  const [only] = pieces;
  if (pieces.length === 1 && only?.kind === 'expression') {
    const result = evaluate(only.text, contexts);
    return result.kind === 'value' ? result.value : UNKNOWN;
  }
  const filled = fill(text, contexts);
  return filled.includes(UNKNOWN) ? UNKNOWN : filled.join('');
}
