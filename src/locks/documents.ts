/**
 * TOML documents, parsed once each. Every step of a verdict (find, inputs, judge, model)
 * asks for the same few documents, and parsing the lock is most of the cost.
 */
import { parse, TomlError } from 'smol-toml';
import type { FileText, Tree } from '../gates/types.ts';

/** A TOML table as parsed: integers are `bigint`, so that `1` and `1.0` stay apart. */
export type TomlTable = Readonly<Record<string, unknown>>;

export type TomlDocument =
  | { readonly kind: 'document'; readonly value: TomlTable }
  | Exclude<FileText, { kind: 'text' }>
  /** `line`: of the first marker, 1-based. */
  | { readonly kind: 'conflict-markers'; readonly line: number }
  | {
      readonly kind: 'unparsable';
      readonly message: string;
      readonly line: number;
      readonly column: number;
    };

/** By blob, not by path: base and head share most blobs, and every round of gathering its trees. */
const memory = new WeakMap<FileText, TomlDocument>();

/**
 * The TOML document at `path`, never throws. One byte order mark is accepted, as the tools do.
 * Remembered for the life of the blob.
 */
export function tomlDocument(tree: Tree, path: string): TomlDocument {
  const file = tree.read(path);
  if (file.kind !== 'text') return file;
  const known = memory.get(file);
  if (known !== undefined) return known;
  const document = parseToml(file.text);
  memory.set(file, document);
  return document;
}

/** Parses a TOML text; conflict markers are told apart from other mistakes. Never throws. */
export function parseToml(text: string): TomlDocument {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { kind: 'document', value: parse(body, { integersAsBigInt: true }) };
  } catch (error) {
    // Markers are never TOML, so only what cannot be parsed is searched for them.
    const line = conflictMarkerLine(body);
    return line === undefined ? unparsable(error) : { kind: 'conflict-markers', line };
  }
}

/**
 * Line of the first merge conflict marker, 1-based. A lone `=======` or `|||||||` can be part of a
 * multi-line string, so an opening or closing marker has to be there as well.
 */
export function conflictMarkerLine(text: string): number | undefined {
  if (!/^(?:<{7} |>{7} )/m.test(text)) return undefined;
  const first = /^(?:<{7} |\|{7}|={7}\r?$|>{7} )/m.exec(text);
  return first === null ? undefined : text.slice(0, first.index).split('\n').length;
}

function unparsable(error: unknown): TomlDocument {
  if (!(error instanceof TomlError)) {
    return { kind: 'unparsable', message: 'it is nested too deeply', line: 1, column: 1 };
  }
  const [, first = 'invalid TOML'] =
    /^(?:Invalid TOML document: )?([^\n]*)/.exec(error.message) ?? [];
  return { kind: 'unparsable', message: first, line: error.line, column: error.column };
}
