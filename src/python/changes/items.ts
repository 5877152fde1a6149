/** Takes a version out of a list, or puts one in: classifiers, matrices, environments of tox. */

import type { Span } from '../../edits/nodes.ts';
import type { Splice } from '../../edits/splice.ts';
import { type Minor, releaseOf } from '../minors.ts';
import type { PythonPlace } from '../places/types.ts';
import { placesIn, proves, statement } from './prove.ts';

/** The splice that takes the item of `place` out of its list, proven by reading the result. */
export function removeItem(place: PythonPlace, text: string): Splice | undefined {
  const expected = placesIn(place.path, text)
    ?.filter((one) => one.span[0] !== place.span[0])
    .map((one) => statement(one));
  if (expected === undefined) return undefined;
  return [wholeLine(place, text), inlineItem(place, text)].find(
    (splice) => splice !== undefined && proves(place.path, text, [splice], expected),
  );
}

/** The splice that puts `minor` behind the item of `place`, proven by reading the result. */
export function addItemAfter(place: PythonPlace, text: string, minor: Minor): Splice | undefined {
  const expected = placesIn(place.path, text)?.flatMap((one) =>
    one.span[0] === place.span[0]
      ? [statement(one), statement(one, { kind: 'version', release: releaseOf(minor) })]
      : [statement(one)],
  );
  if (expected === undefined) return undefined;
  return [copiedLine(place, text, minor), copiedItem(place, text, minor)].find(
    (splice) => splice !== undefined && proves(place.path, text, [splice], expected),
  );
}

function lineOf({ span: [start, end] }: PythonPlace, text: string): Span {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  return [from, to === -1 ? text.length : to + 1];
}

/** True for a line that holds one item and nothing else. */
function isAlone(line: string): boolean {
  return /^\s*(?:-\s+)?["']?(?:[\w:]+ )*[\w:.]*\d["']?,?\s*(?:#.*)?$/.test(line.trimEnd());
}

function wholeLine(place: PythonPlace, text: string): Splice | undefined {
  const [start, end] = lineOf(place, text);
  return isAlone(text.slice(start, end)) ? { start, end, text: '' } : undefined;
}

function copiedLine(place: PythonPlace, text: string, minor: Minor): Splice | undefined {
  const [start, end] = lineOf(place, text);
  const line = text.slice(start, end);
  if (!isAlone(line)) return undefined;
  const [before, after] = [text.slice(start, place.span[0]), text.slice(place.span[1], end)];
  const ending = /\r?\n$/.exec(after)?.[0] ?? '\n';
  const wantsComma = /["']\s*$/.test(after) && !/^\s*-\s/.test(line) && !/,\s*$/.test(after);
  const original = `${line.trimEnd()}${wantsComma ? ',' : ''}${ending}`;
  return {
    start,
    end,
    text: `${original}${before}${written(place, minor)}${after.trimEnd()}${ending}`,
  };
}

function inlineItem(place: PythonPlace, text: string): Splice | undefined {
  const [start, end] = tokenOf(place, text);
  const after = /^\s*,[ \t]*/.exec(text.slice(end, end + 20))?.[0];
  if (after !== undefined) return { start, end: end + after.length, text: '' };
  const before = /,\s*$/.exec(text.slice(Math.max(0, start - 20), start))?.[0];
  return before === undefined ? undefined : { start: start - before.length, end, text: '' };
}

function copiedItem(place: PythonPlace, text: string, minor: Minor): Splice | undefined {
  const [start, end] = tokenOf(place, text);
  const separator = /,\s*$/.exec(text.slice(Math.max(0, start - 20), start))?.[0] ?? ', ';
  const token =
    text.slice(start, place.span[0]) + written(place, minor) + text.slice(place.span[1], end);
  return { start: end, end, text: `${separator}${token}` };
}

/** The item with its quotes and its prefix: `"3.12"`, `py312`. */
function tokenOf({ span: [start, end] }: PythonPlace, text: string): Span {
  const before = /["']?(?:python|py)?$/.exec(text.slice(Math.max(0, start - 10), start))?.[0] ?? '';
  const after = /^["']?/.exec(text.slice(end, end + 1))?.[0] ?? '';
  return [start - before.length, end + after.length];
}

function written({ raw }: PythonPlace, minor: Minor): string {
  if (raw.includes('.')) return minor;
  // `py3{10,11}` has the major in front.
  return /^\d{1,2}$/.test(raw) && !raw.startsWith('3') ? minor.slice(2) : minor.replace('.', '');
}
