/**
 * The plain subset of YAML that tools write: block mappings and sequences of one-line scalars. Ten
 * times faster than a whole YAML parser, and linear; what is not plain is left to that parser.
 * All scalars are texts, as in YAML's failsafe schema: `3.10` stays `3.10`, nothing is ''.
 * Source: https://yaml.org/spec/1.2.2/
 */

export interface LineRange {
  /** 1-based, inclusive. */
  readonly line: number;
  readonly endLine: number;
}

export type PlainTable = Record<string, unknown>;
type Container = PlainTable | unknown[];

export interface PlainYaml {
  readonly value: PlainTable;
  /** Where the entries of the mappings and sequences stand; empty unless asked for. */
  readonly places: ReadonlyMap<unknown, ReadonlyMap<string | number, LineRange>>;
}

/** Deeper documents are not what tools write. */
const MAX_DEPTH = 50;

/** The document, or `undefined` when it is not plain (it can still be YAML). Never throws. */
export function readPlainYaml(text: string, withPlaces = false): PlainYaml | undefined {
  // Other line breaks, tabs and control characters have rules of their own.
  if (/\t|\r(?!\n)|[^\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\ud800-\udfff]/.test(text)) {
    return undefined;
  }
  const reader = new Reader(text, withPlaces);
  try {
    return { value: reader.document(), places: reader.places };
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

/** Ends the reading of what is not plain. */
class NotPlain extends Error {}

interface Line {
  /** 1-based; 0 behind the last one. */
  readonly number: number;
  /** Columns before the text; -1 behind the last one. */
  indent: number;
  text: string;
}

const END: Line = { number: 0, indent: -1, text: '' };

class Reader {
  readonly places = new Map<unknown, Map<string | number, LineRange>>();
  readonly #lines: readonly string[];
  readonly #withPlaces: boolean;
  #next = 0;
  #line: Line = END;
  #lastNumber = 0;

  constructor(text: string, withPlaces: boolean) {
    this.#lines = text.split('\n');
    this.#withPlaces = withPlaces;
    if (/^---\r?$/.test(this.#lines[0] ?? '')) this.#next = 1;
    this.#advance();
  }

  document(): PlainTable {
    const value = this.#line === END ? {} : this.#mapping(this.#line.indent, 0);
    if (this.#line !== END) throw new NotPlain();
    return value;
  }

  /** Steps to the next line that is neither blank nor a comment. */
  #advance(): void {
    this.#lastNumber = this.#line.number;
    while (this.#next < this.#lines.length) {
      const text = (this.#lines[this.#next++] ?? '').trimEnd();
      const indent = text.search(/[^ ]/);
      if (indent < 0 || text[indent] === '#') continue;
      if (indent === 0 && /^(?:---|\.\.\.|%)/.test(text)) throw new NotPlain();
      this.#line = { number: this.#next, indent, text: indent === 0 ? text : text.slice(indent) };
      return;
    }
    this.#line = END;
  }

  #place(owner: Container, key: string | number, line: number): void {
    if (!this.#withPlaces) return;
    const known = this.places.get(owner) ?? new Map<string | number, LineRange>();
    known.set(key, { line, endLine: Math.max(line, this.#lastNumber) });
    this.places.set(owner, known);
  }

  /** What stands below a key or a dash: something deeper, or nothing. */
  #below(indent: number, depth: number): unknown {
    if (this.#line.indent <= indent) return '';
    return this.#block(depth);
  }

  #block(depth: number): unknown {
    if (depth > MAX_DEPTH) throw new NotPlain();
    const { indent, text } = this.#line;
    return isItem(text) ? this.#sequence(indent, depth) : this.#mapping(indent, depth);
  }

  #mapping(indent: number, depth: number): PlainTable {
    const table: PlainTable = Object.create(null);
    while (this.#line.indent === indent && !isItem(this.#line.text)) {
      const { number } = this.#line;
      const [, key, value = ''] = ENTRY.exec(this.#line.text) ?? [];
      if (key === undefined || Object.hasOwn(table, key)) throw new NotPlain();
      this.#advance();
      if (value !== '' && !value.startsWith('#')) table[key] = scalar(value);
      // The items of a sequence may stand at the column of its key.
      else if (this.#line.indent === indent && isItem(this.#line.text)) {
        table[key] = this.#sequence(indent, depth + 1);
      } else table[key] = this.#below(indent, depth + 1);
      this.#place(table, key, number);
    }
    if (this.#line.indent > indent) throw new NotPlain();
    return table;
  }

  #sequence(indent: number, depth: number): unknown[] {
    const items: unknown[] = [];
    while (this.#line.indent === indent && isItem(this.#line.text)) {
      const { number, text } = this.#line;
      const value = text.slice(1).trimStart();
      items.push(this.#item(indent + text.length - value.length, value, indent, depth + 1));
      this.#place(items, items.length - 1, number);
    }
    if (this.#line.indent > indent) throw new NotPlain();
    return items;
  }

  #item(column: number, value: string, indent: number, depth: number): unknown {
    if (isItem(value)) throw new NotPlain();
    if (value !== '' && !value.startsWith('#')) {
      if (!ENTRY.test(value)) {
        this.#advance();
        return scalar(value);
      }
      if (depth > MAX_DEPTH) throw new NotPlain();
      this.#line = { number: this.#line.number, indent: column, text: value };
      return this.#mapping(column, depth);
    }
    this.#advance();
    return this.#below(indent, depth);
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

/** `key: value`, `key:` */
const ENTRY = /^([A-Za-z0-9_][\w./+@=~-]*):(?: +(.*))?$/;

function scalar(text: string): unknown {
  const [first] = text;
  if (first === '"' || first === "'") return quoted(text, first);
  const comment = text.indexOf(' #');
  const value = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (value === '{}') return Object.create(null);
  if (value === '[]') return [];
  const isSpecial = /^(?:[,[\]{}#&*!|>%@`]|[-?:](?: |$))|: |:$/.test(value);
  if (isSpecial) throw new NotPlain();
  return value;
}

function quoted(text: string, quote: string): string {
  const end = text.indexOf(quote, 1);
  const rest = text.slice(end + 1);
  const value = text.slice(1, end);
  if (end < 0 || !/^(?: +#.*)?$/.test(rest) || (quote === '"' && value.includes('\\'))) {
    throw new NotPlain();
  }
  return value;
}
