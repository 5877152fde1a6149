/**
 * JSON as Python's `json.dumps(value, sort_keys=True)` writes it, byte for byte: lock tools hash that
 * text. Values come from TOML with integers as `bigint`, so that `1` and `1.0` stay apart.
 * Source: CPython `json/encoder.py`, `float.__repr__`.
 */

/** `default`: `", "` and `": "` (Poetry, PDM, conda-lock); `compact`: `","` and `":"` (Pipenv). */
export type Separators = 'default' | 'compact';

/** Python would raise: a TOML date or time, or more levels than its recursion limit allows. */
export class NotJsonSerializable extends Error {
  constructor(what: string) {
    super(`${what} cannot be written as JSON`);
    this.name = 'NotJsonSerializable';
  }
}

/** CPython's recursion limit less the frames of its caller. */
const MAX_DEPTH = 990;

/**
 * The JSON text of a value made of tables, arrays, strings, booleans, `bigint` (integers), `number`
 * (floats) and `null`; `undefined` counts as `null`. Throws `NotJsonSerializable`.
 */
export function pythonJson(
  value: unknown,
  { separators }: { readonly separators: Separators } = { separators: 'default' },
): string {
  const space = separators === 'default' ? ' ' : '';
  return write(value, `,${space}`, `:${space}`, 0);
}

function write(value: unknown, comma: string, colon: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new NotJsonSerializable('a value nested this deeply');
  switch (typeof value) {
    case 'string':
      return writeString(value);
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'number':
      return writeFloat(value);
    case 'undefined':
      return 'null';
    case 'object':
      break;
    default:
      throw new NotJsonSerializable(`a ${typeof value}`);
  }
  if (value === null) return 'null';
  if (value instanceof Date) throw new NotJsonSerializable('a date or time');
  if (Array.isArray(value)) {
    return `[${value.map((item) => write(item, comma, colon, depth + 1)).join(comma)}]`;
  }
  const members = Object.entries(value)
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([key, item]) => writeString(key) + colon + write(item, comma, colon, depth + 1));
  return `{${members.join(comma)}}`;
}

/** JSON's own escapes, and `\uxxxx` for everything outside space to `~`. */
function writeString(text: string): string {
  return JSON.stringify(text).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Python's `repr` of a float: shortest digits, exponent form below 1e-4 and from 1e16 up. */
function writeFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', exponentText = '0'] = Math.abs(value).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const power = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Python sorts text by code point; JavaScript's `<` goes by UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [left, right] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above every other unit. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
