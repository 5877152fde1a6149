/** YAML as plain data that knows its lines. Hostile documents end in a problem, never in a crash. */
import { isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';

export type KeyPath = readonly (string | number)[];

/** A mistake at a key; `[]` is the document as a whole. */
export interface DocumentProblem {
  readonly key: KeyPath;
  readonly line: number;
  readonly message: string;
}

export interface YamlDocument {
  /** `undefined` for an empty document. */
  readonly value: unknown;
  /** Keys that are written twice in one mapping. */
  readonly duplicates: readonly DocumentProblem[];
  /** The line of the value at `key`, or of the nearest thing around it. */
  lineOfValue(key: KeyPath): number;
  /** The line where the last part of `key` itself is written. */
  lineOfKey(key: KeyPath): number;
}

/** A configuration is a page at most; a larger text is a mistake or an attack (bytes). */
const MAX_CONFIGURATION_BYTES = 64 * 1024;
const MAX_ALIASES = 20;

export function readYaml(text: string): YamlDocument | DocumentProblem {
  if (Buffer.byteLength(text) > MAX_CONFIGURATION_BYTES) {
    return broken(1, `The file is larger than ${MAX_CONFIGURATION_BYTES / 1024} kB.`);
  }
  try {
    return parse(text);
  } catch (error) {
    // Too many aliases, or nesting so deep that the parser's stack overflows.
    const reason = error instanceof RangeError ? 'it is nested too deeply' : String(error);
    return broken(1, `The YAML cannot be used: ${reason.replace(/^\w*Error: /, '')}.`);
  }
}

/** Where the words of the YAML library say too little. */
const REASONS: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'only one document is allowed (remove `---`)',
  RESOURCE_EXHAUSTION: 'it is nested too deeply',
};

function broken(line: number, message: string): DocumentProblem {
  return { key: [], line, message };
}

function parse(text: string): YamlDocument | DocumentProblem {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    logLevel: 'error',
    merge: false,
    prettyErrors: false,
    uniqueKeys: false,
  });
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const [error] = document.errors;
  if (error !== undefined) {
    const reason = REASONS[error.code] ?? error.message.replace(/\.$/, '');
    return broken(lineAt(error.pos[0]), `The YAML is not valid: ${reason}.`);
  }

  function lineOfValue(key: KeyPath): number {
    for (let depth = key.length; depth > 0; depth--) {
      const node = document.getIn(key.slice(0, depth), true);
      if (isNode(node) && node.range) return lineAt(node.range[0]);
    }
    return lineAt(document.contents?.range[0] ?? 0);
  }

  function lineOfKey(key: KeyPath): number {
    const parent = document.getIn(key.slice(0, -1), true);
    const offsets = isMap(parent) ? keyOffsets(parent, String(key.at(-1))) : [];
    return offsets[0] === undefined ? lineOfValue(key) : lineAt(offsets[0]);
  }

  return {
    value: document.toJS({ maxAliasCount: MAX_ALIASES }) ?? undefined,
    duplicates: duplicatesIn(document.contents, []).map(({ offset, ...rest }) => {
      return { ...rest, line: lineAt(offset) };
    }),
    lineOfValue,
    lineOfKey,
  };
}

function keyOffsets(map: YAMLMap, name: string): readonly number[] {
  return map.items.flatMap(({ key }) =>
    isScalar(key) && String(key.value) === name && key.range ? [key.range[0]] : [],
  );
}

interface Duplicate {
  readonly key: KeyPath;
  readonly message: string;
  readonly offset: number;
}

function duplicatesIn(node: unknown, path: KeyPath): readonly Duplicate[] {
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.flatMap(({ key, value }): readonly Duplicate[] => {
    if (!isScalar(key) || !key.range) return [];
    const name = String(key.value);
    const inner = duplicatesIn(value, [...path, name]);
    if (!seen.has(name)) {
      seen.add(name);
      return inner;
    }
    const message = 'The key is written twice.';
    return [{ key: [...path, name], offset: key.range[0], message }, ...inner];
  });
}
