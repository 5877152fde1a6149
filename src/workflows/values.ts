/**
 * Values of a workflow file as GitHub reads them: YAML 1.2 core scalars.
 * Source: https://yaml.org/spec/1.2.2/#103-core-schema, actions/runner `YamlObjectReader.cs`.
 */
import type { DocumentNode, ScalarNode } from '../edits/nodes.ts';

/** Maps keep the order in which they are written. */
export type Value = string | number | boolean | null | readonly Value[] | ValueMap;
export type ValueMap = ReadonlyMap<string, Value>;

const INTEGER = /^[-+]?\d+$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[0-9a-fA-F]+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;

/** The value of a node. */
export function nodeValue(node: DocumentNode): Value {
  switch (node.kind) {
    case 'scalar':
      return scalarValue(node);
    case 'list':
      return node.items.map(nodeValue);
    case 'map':
      return new Map([...node.entries].map(([key, { node: inner }]) => [key, nodeValue(inner)]));
  }
}

export function scalarValue({ text, isString }: ScalarNode): string | number | boolean | null {
  if (isString) return text;
  if (/^(?:null|Null|NULL|~|)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (INTEGER.test(text) || FLOAT.test(text)) return Number(text);
  if (OCTAL.test(text) || HEXADECIMAL.test(text)) return Number(text);
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return /^\.(?:nan|NaN|NAN)$/.test(text) ? Number.NaN : text;
}

export function isMap(value: Value | undefined): value is ValueMap {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** The map itself, or an empty one. */
export function mapOf(value: Value | undefined): ValueMap {
  return isMap(value) ? value : new Map();
}

/** The items of a list, or the one value that stands in its place; nothing for null. */
export function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return isList(value) ? value : [value];
}

/**
 * A scalar as GitHub prints it into names: numbers with .NET's `G15`.
 * Source: actions/runner `MatrixBuilder.cs`.
 */
export function printed(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'number') return String(value);
  if (!Number.isFinite(value))
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
  const digits = Number(value.toPrecision(15));
  const [mantissa = '', exponent] = digits.toExponential().split('e');
  const power = Number(exponent);
  // G15 turns to the scientific notation outside of these powers.
  if (power < -5 || power >= 15) {
    const sign = power < 0 ? '-' : '+';
    return `${mantissa}E${sign}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  return String(digits);
}

/**
 * Equal as expressions compare: strings without case, other kinds by number.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/expressions#operators
 */
export function looselyEqual(a: Value, b: Value): boolean {
  if (isMap(a) || isMap(b)) return isMap(a) && isMap(b) && sameMaps(a, b);
  if (isList(a) || isList(b)) {
    if (!isList(a) || !isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => looselyEqual(item, b[index] ?? null));
  }
  if (typeof a === 'string' && typeof b === 'string') return a.toUpperCase() === b.toUpperCase();
  if (typeof a === typeof b) return a === b;
  return numberOf(a) === numberOf(b);
}

/** Leaf by leaf: every leaf of the one has to be in the other. */
function sameMaps(a: ValueMap, b: ValueMap): boolean {
  return (
    a.size === b.size && [...a].every(([key, value]) => looselyEqual(value, b.get(key) ?? null))
  );
}

function numberOf(value: string | number | boolean | null): number {
  if (value === null) return 0;
  return typeof value === 'string' && value.trim() === '' ? 0 : Number(value);
}
