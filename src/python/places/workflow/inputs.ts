/**
 * What is written where a workflow takes a Python version.
 * Sources: actions/setup-python `docs/advanced-usage.md`, node-semver's ranges.
 */
import type { ScalarNode } from '../../../edits/nodes.ts';
import { parseSpecifiers } from '../../specifiers.ts';
import { type Word, wordsIn } from '../source.ts';
import type { Versions } from '../types.ts';
import { rangeOf, versionsOf } from '../versions.ts';

/** The versions in an input: one, or one a line. A range stays one word. */
export function wordsOfInput({ raw, text, span, isString }: ScalarNode): readonly Word[] {
  if (!isString || !text.includes('\n')) {
    return text.trim() === '' ? [] : wordsIn(raw, span[0], /\S(?:[^\n]*\S)?/g).slice(0, 1);
  }
  // A block: its first line is the `|`.
  return wordsIn(raw, span[0], /\n[ \t]*(\S[^\n]*\S|\S)/g);
}

/** `3.12`, `3.x`, `pypy3.10`, `>=3.10 <3.13`, `~3.12.0-0`. */
export function inputVersions(word: string): Versions {
  const text = word.replace(/^["']|["']$/g, '');
  const versions = versionsOf(text);
  if (versions.kind !== 'invalid') return versions;
  const preRelease = /^~(\d+\.\d+)\.0-0$/.exec(text)?.[1];
  if (preRelease !== undefined) return versionsOf(`${preRelease}-dev`);
  const specifiers = text.replace(/\s*-\s*0\b/g, '').replace(/\s+(?=[<>=~!])/g, ',');
  if (parseSpecifiers(specifiers)) return rangeOf(specifiers);
  return { kind: 'dynamic', reason: `\`${text}\` is a range that is resolved at run time` };
}
