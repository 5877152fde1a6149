/** Makes places out of spans of a text. */
import type { DocumentNode, NodesOrProblem, ScalarNode, Span } from '../../edits/nodes.ts';
import { lineFinder } from '../../edits/text-lines.ts';
import type { PythonPlace, Reading, Versions } from './types.ts';

/** A text that is being read. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** 1-based line of an offset. */
  lineAt(offset: number): number;
}

/** What a reader knows beside the position. */
export type Said = Pick<PythonPlace, 'label' | 'role' | 'versions'> &
  Partial<Pick<PythonPlace, 'isTolerated' | 'job'>>;

export function sourceOf(path: string, text: string): Source {
  return { path, text, lineAt: lineFinder(text) };
}

/** A place at `span`. */
export function placeAt({ path, text, lineAt }: Source, span: Span, said: Said): PythonPlace {
  return { path, line: lineAt(span[0]), span, raw: text.slice(...span), ...said };
}

/** A word and where it stands. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

/** The words of a text that begins at `start`: what `pattern` (global) matches, or its first group. */
export function wordsIn(raw: string, start: number, pattern = /[^\s,]+/g): readonly Word[] {
  return [...raw.matchAll(pattern)].map((match) => {
    const text = match[1] ?? match[0];
    const at = start + match.index + match[0].indexOf(text);
    return { text, span: [at, at + text.length] };
  });
}

/** The part of a scalar that `pattern` matches (its first group if it has one). */
export function wordIn({ raw, span }: ScalarNode, pattern: RegExp): Word | undefined {
  return wordsIn(raw, span[0], new RegExp(pattern, `${pattern.flags.replace('g', '')}g`))[0];
}

/** Reads a document and hands its root on; an empty document has no places. */
export function reading(
  document: NodesOrProblem,
  read: (root: DocumentNode) => readonly PythonPlace[],
): Reading {
  if (document.kind === 'unreadable') return document;
  return { kind: 'places', places: document.kind === 'empty' ? [] : read(document.root) };
}

/**
 * What a scalar says: without quotes, YAML and TOML read `3.10` as the number 3.1
 * (https://yaml.org/spec/1.2.2/#1032-tag-resolution, https://toml.io/en/v1.0.0#float).
 */
export function scalarVersions(
  { text, isString }: ScalarNode,
  otherwise: (text: string) => Versions,
): Versions {
  if (!isString && /^\d+\.\d+0$/.test(text)) {
    return { kind: 'float', written: text, read: String(Number(text)) };
  }
  return otherwise(text);
}
