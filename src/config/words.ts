/** The sentences about mistakes in a configuration: what was expected, what was found. */
import { z } from 'zod';
import type { KeyPath } from './document.ts';
import { configurationSchema } from './schema.ts';
import { suggest } from './suggest.ts';

/** What a value had to be; `found` is what stands there. */
export function expectation(issue: z.core.$ZodIssue, found: unknown): string {
  if (issue.code === 'custom') return `The glob ${shown(found)} ${issue.message}.`;
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    return `Expected ${anyOf(values)}, found ${shown(found)}.${didYouMean(found, values)}`;
  }
  if (issue.code === 'too_big') {
    const unit = issue.origin === 'string' ? 'characters' : 'entries';
    return `Expected at most ${issue.maximum} ${unit}, found more.`;
  }
  const expected = issue.code === 'invalid_type' ? (KINDS[issue.expected] ?? issue.expected) : '';
  return `Expected ${expected || 'another value'}, found ${shown(found)}.`;
}

const KINDS: Readonly<Record<string, string>> = {
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
  for (const part of parent) schema = objectOf(schema)?.shape[part];
  return Object.keys(objectOf(schema)?.shape ?? {});
}

function objectOf(schema: unknown): z.ZodObject | undefined {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) {
    return objectOf(schema.unwrap());
  }
  return schema instanceof z.ZodObject ? schema : undefined;
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
