/** The sentences about mistakes in a configuration: what was expected, what was found. */
import { z } from 'zod';
import type { KeyPath } from './document.ts';
import { configurationSchema } from './schema.ts';
import { suggest } from './suggest.ts';

/** What a value had to be; `found` is what stands there. */
export function expectation(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code === 'custom') {
    return `The ${issue.params?.noun} ${shown(found)} ${issue.message}.`;
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `Expected ${anyOf(values)}, found ${shown(found)}.${didYouMean(found, values)}`;
  }
  if (issue.code === 'too_big') {
    return issue.origin in UNITS
      ? `Expected at most ${issue.maximum} ${UNITS[issue.origin]}, found more.`
      : `Expected at most ${issue.maximum}, found ${shown(found)}.`;
  }
  if (issue.code === 'too_small') {
    return issue.origin in UNITS
      ? `Expected at least ${issue.minimum} ${UNITS[issue.origin]}, found fewer.`
      : `Expected at least ${issue.minimum}, found ${shown(found)}.`;
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') {
    return `Expected a date such as \`2027-01-31\`, found ${shown(found)}.`;
  }
  if (issue.code === 'invalid_key') {
    return 'The name may have lower-case letters, digits and hyphens only, and is none of ours (`weekly`, `security`, `python`, `major-…`, `security-…`, `only-…`).';
  }
  const expected = issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : '';
  return `Expected ${expected || 'another value'}, found ${shown(found)}.`;
}

const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries' };

const KINDS: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  object: 'a mapping (`key: value`)',
  array: 'a list (`- …`)',
  string: 'a text',
};

/** Says that the key `name` is unknown at `parent`, and which keys there are. */
export function allowedKeys(name: string, parent: KeyPath): string {
  const keys = keysAt(parent);
  return `There is no such key; known here: ${anyOf(keys, 'and')}.${didYouMean(name, keys)}`;
}

function keysAt(parent: KeyPath): readonly string[] {
  let schema: unknown = configurationSchema;
  for (const part of parent) {
    schema = typeof part === 'number' ? elementOf(schema) : objectOf(schema)?.shape[part];
  }
  return Object.keys(objectOf(schema)?.shape ?? {});
}

function objectOf(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) {
    return objectOf(schema.unwrap());
  }
  return schema instanceof z.ZodObject ? schema : undefined;
}

function elementOf(schema: unknown): unknown {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) {
    return elementOf(schema.unwrap());
  }
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

/** What holds instead of the wrong value. */
export function consequence(applied: unknown, isEntry: boolean): string {
  // What now stands at the place of a list's entry is another one.
  if (applied === undefined || isEntry) return 'It is ignored.';
  if (typeof applied === 'string') return `The default applies: ${shown(applied)}.`;
  return 'The default applies.';
}

function didYouMean(word: unknown, candidates: readonly string[]): string {
  const meant = typeof word === 'string' ? suggest(word, candidates) : 'none';
  return meant === 'none' ? '' : ` Did you mean \`${meant}\`?`;
}

function anyOf(words: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? 'nothing';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`;
}

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = String(value).replaceAll('`', "'").replaceAll(/\s+/g, ' ');
  return `\`${text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text}\``;
}
