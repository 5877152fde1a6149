/** Lines of keys in a YAML text; loaded only when there is something to show. */
import { isMap, isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { type LineRange, readPlainYaml } from './plain-yaml.ts';

type Key = string | number;
type Locate = (key: readonly Key[]) => LineRange | undefined;

/** The same limit as for reading (yaml-documents.ts). */
const MAX_LENGTH = 250_000;

/**
 * Gives the lines of a key path, such as `['packages', 3, 'name']`; those of the nearest thing
 * around it where it is not there; `undefined` when the text is no YAML, or too much of it.
 */
export function createYamlLocator(text: string): Locate {
  const body = text.startsWith('\u{feff}') ? text.slice(1) : text;
  return plainLocator(body) ?? parsedLocator(body);
}

function plainLocator(text: string): Locate | undefined {
  const document = readPlainYaml(text, true);
  if (document === undefined) return undefined;
  const { value, places } = document;
  return (key) => {
    let range: LineRange | undefined;
    let inner: unknown = value;
    for (const part of key) {
      const place = places.get(inner)?.get(part);
      if (place === undefined) return range && { line: range.line, endLine: range.line };
      range = place;
      inner = new Map(Object.entries(Object(inner))).get(String(part));
    }
    return range;
  };
}

function parsedLocator(text: string): Locate {
  if (text.length > MAX_LENGTH) return () => undefined;
  const lines = new LineCounter();
  const options = { lineCounter: lines, logLevel: 'silent', uniqueKeys: false } as const;
  let document: ReturnType<typeof parseDocument>;
  try {
    document = parseDocument(text, { ...options, schema: 'failsafe', prettyErrors: false });
  } catch {
    return () => undefined;
  }
  return (key) => {
    for (let depth = key.length; depth > 0; depth--) {
      const node = document.getIn(key.slice(0, depth), true);
      if (!isNode(node) || !node.range) continue;
      const line = lines.linePos(node.range[0]).line;
      const isBlock = (isMap(node) || isSeq(node)) && !node.flow;
      const first = isBlock && typeof key[depth - 1] === 'string' ? Math.max(1, line - 1) : line;
      const last = depth < key.length ? first : lines.linePos(node.range[1]).line;
      return { line: first, endLine: Math.max(first, last) };
    }
    return undefined;
  };
}
