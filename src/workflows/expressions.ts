/**
 * Expressions, evaluated as far as they can be known before a workflow runs. The grammar and the
 * operators are those of GitHub's own library; what is known at run time only is `unknown`.
 */
import { data, Evaluator, type Expr, Lexer, Parser } from '@actions/expressions';
import { isList, isMap, type Value } from './values.ts';

/** Known at run time only. */
export const UNKNOWN = Symbol('unknown');
export type Unknown = typeof UNKNOWN;

/** A context: what is known of it; a key that is not listed is `missing`. */
export interface ContextMap {
  readonly known: ReadonlyMap<string, ContextValue>;
  /** `null`: there is no such key; `unknown`: nobody can tell. */
  readonly missing: 'null' | 'unknown';
}

export type ContextValue = Value | Unknown | ContextMap;

/** By name: `github`, `matrix`, `needs`; contexts that are not given are unknown. */
export interface Contexts {
  readonly contexts: Readonly<Record<string, ContextValue>>;
  /** What `success()`, `failure()`, `cancelled()` and `always()` say. */
  readonly status?: Readonly<Record<string, boolean | Unknown>>;
}

const CONTEXT_NAMES = [
  'github',
  'inputs',
  'vars',
  'needs',
  'strategy',
  'matrix',
  'secrets',
  'env',
  'job',
  'jobs',
  'runner',
  'steps',
];

const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'];

/** Thrown inside of an evaluation only. */
class NotKnown extends Error {}

export type Evaluated =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'unknown' }
  /** GitHub refuses the file. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** Evaluates an expression without its `${{ }}`. Never throws. */
export function evaluate(text: string, { contexts, status = {} }: Contexts): Evaluated {
  const parsed = parseExpression(text);
  if (parsed.kind === 'invalid') return parsed;
  const dictionary = new data.Dictionary(
    ...CONTEXT_NAMES.map((key) => ({ key, value: toData(contexts[key] ?? UNKNOWN) })),
  );
  const functions = new Map(
    STATUS_FUNCTIONS.map((name) => [
      name,
      { ...statusFunction(name), call: () => statusData(status[name]) },
    ]),
  );
  functions.set('hashfiles', { name: 'hashFiles', minArgs: 1, maxArgs: 255, call: notKnown });
  try {
    return {
      kind: 'value',
      value: fromData(new Partial(parsed.expression, dictionary, functions).evaluate()),
    };
  } catch {
    // Also a value of the wrong kind: it fails at run time.
    return { kind: 'unknown' };
  }
}

type Parsed =
  | { readonly kind: 'expression'; readonly expression: Expr; readonly names: ReadonlySet<string> }
  | { readonly kind: 'invalid'; readonly reason: string };

const MAX_EXPRESSION = 21_000;

/** Parses an expression without its `${{ }}`; `names` are the words in it, in lower case. */
export function parseExpression(text: string): Parsed {
  if (text.length > MAX_EXPRESSION)
    return { kind: 'invalid', reason: 'the expression is too long' };
  try {
    const { tokens } = new Lexer(text).lex();
    const functions = [
      ...STATUS_FUNCTIONS.map(statusFunction),
      { name: 'hashFiles', minArgs: 1, maxArgs: 255 },
    ];
    const expression = new Parser(tokens, CONTEXT_NAMES, functions).parse();
    return {
      kind: 'expression',
      expression,
      names: new Set(tokens.map(({ lexeme }) => lexeme.toLowerCase())),
    };
  } catch (error) {
    return { kind: 'invalid', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** True if the expression asks for the status itself, so that `success()` is not implied. */
export function asksForStatus(names: ReadonlySet<string>): boolean {
  return STATUS_FUNCTIONS.some((name) => names.has(name));
}

/** `a && unknown` is false where `a` is. */
class Partial extends Evaluator {
  override visitLogical(logical: Parameters<Evaluator['visitLogical']>[0]): data.ExpressionData {
    const isAnd = logical.operator.lexeme === '&&';
    let isUnknown = false;
    let result: data.ExpressionData = new data.Null();
    for (const argument of logical.args) {
      try {
        result = this.eval(argument);
      } catch {
        isUnknown = true;
        continue;
      }
      if (isTruthy(result) !== isAnd) return result;
    }
    if (isUnknown) throw new NotKnown();
    return result;
  }
}

/** A dictionary of which not everything is known. */
class PartialDictionary extends data.Dictionary {
  readonly #unknown: ReadonlySet<string>;
  readonly #missing: ContextMap['missing'];

  constructor({ known, missing }: ContextMap) {
    const entries = [...known].filter(([, value]) => value !== UNKNOWN);
    super(...entries.map(([key, value]) => ({ key, value: toData(value) })));
    this.#unknown = new Set(
      [...known].flatMap(([key, value]) => (value === UNKNOWN ? [key.toLowerCase()] : [])),
    );
    this.#missing = missing;
  }

  override get(key: string): data.ExpressionData | undefined {
    const found = super.get(key);
    if (found !== undefined) return found;
    if (this.#missing === 'unknown' || this.#unknown.has(key.toLowerCase())) throw new NotKnown();
    return undefined;
  }

  override pairs(): ReturnType<data.Dictionary['pairs']> {
    if (this.#missing === 'unknown' || this.#unknown.size > 0) throw new NotKnown();
    return super.pairs();
  }

  override values(): data.ExpressionData[] {
    if (this.#missing === 'unknown' || this.#unknown.size > 0) throw new NotKnown();
    return super.values();
  }
}

const NOTHING_KNOWN: ContextMap = { known: new Map(), missing: 'unknown' };

function toData(value: ContextValue): data.ExpressionData {
  if (value === UNKNOWN) return new PartialDictionary(NOTHING_KNOWN);
  if (value === null) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (isContextMap(value)) return new PartialDictionary(value);
  if (isList(value)) return new data.Array(...value.map(toData));
  return new data.Dictionary(...[...value].map(([key, one]) => ({ key, value: toData(one) })));
}

function isContextMap(value: Value | ContextMap): value is ContextMap {
  return typeof value === 'object' && value !== null && !isMap(value as Value) && 'known' in value;
}

function fromData(value: data.ExpressionData): Value {
  if (value instanceof PartialDictionary) throw new NotKnown();
  if (value instanceof data.Dictionary) {
    return new Map(value.pairs().map(({ key, value: one }) => [key, fromData(one)]));
  }
  if (value instanceof data.Array) return value.values().map(fromData);
  if (value instanceof data.StringData || value instanceof data.NumberData) return value.value;
  return value instanceof data.BooleanData ? value.value : null;
}

function isTruthy(value: data.ExpressionData): boolean {
  if (value instanceof data.BooleanData) return value.value;
  if (value instanceof data.NumberData) return value.value !== 0 && !Number.isNaN(value.value);
  if (value instanceof data.StringData) return value.value !== '';
  return !(value instanceof data.Null);
}

function statusFunction(name: string) {
  return { name, minArgs: 0, maxArgs: name === 'success' || name === 'failure' ? 255 : 0 };
}

function statusData(status: boolean | Unknown | undefined): data.ExpressionData {
  return typeof status === 'boolean' ? new data.BooleanData(status) : notKnown();
}

function notKnown(): never {
  throw new NotKnown();
}
