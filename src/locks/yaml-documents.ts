/**
 * YAML documents, read once each. Every scalar is a text (YAML's failsafe schema): `3.10` is a
 * version, not a number. See documents.ts for TOML.
 */
import { parseDocument } from 'yaml';
import { readPlainYaml } from '../edits/plain-yaml.ts';
import type { FileText, Tree } from '../gates/types.ts';
import { conflictMarkerLine, type TomlDocument, type TomlTable } from './documents.ts';
import { isTable } from './values.ts';

/** The same outcomes as for TOML. */
type YamlDocument = TomlDocument;

/**
 * What the full parser is given at most (UTF-16 units): it needs a second for the worst of this.
 * Plain documents can be of any size; every lock that a tool wrote is one.
 */
const MAX_LENGTH = 250_000;
const MAX_ALIASES = 100;

/** By blob, as in documents.ts. */
const memory = new WeakMap<FileText, YamlDocument>();

/** The mapping at `path`, never throws. One byte order mark is accepted, as YAML does. */
export function yamlDocument(tree: Tree, path: string): YamlDocument {
  const file = tree.read(path);
  if (file.kind !== 'text') return file;
  const known = memory.get(file);
  if (known !== undefined) return known;
  const document = parseYaml(file.text);
  memory.set(file, document);
  return document;
}

/** Reads a YAML text whose root is a mapping. Never throws. */
export function parseYaml(text: string): YamlDocument {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const plain = readPlainYaml(body);
  if (plain !== undefined) return { kind: 'document', value: plain.value };
  const marker = conflictMarkerLine(body);
  if (marker !== undefined) return { kind: 'conflict-markers', line: marker };
  if (body.length > MAX_LENGTH) return { kind: 'too-large', size: body.length, limit: MAX_LENGTH };
  try {
    return parsed(body);
  } catch {
    // Too many aliases, or nesting so deep that the parser's stack overflows.
    return unparsable('it is nested too deeply, or has too many aliases');
  }
}

function parsed(text: string): YamlDocument {
  const document = parseDocument(text, {
    schema: 'failsafe',
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const before = text.slice(0, error.pos[0]).split('\n');
    const isDeep = error.code === 'RESOURCE_EXHAUSTION';
    const message = isDeep ? 'it is nested too deeply' : error.message.replace(/\.$/, '');
    return unparsable(message, before.length, before.at(-1)?.length);
  }
  const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
  return isTable(value)
    ? { kind: 'document', value: value as TomlTable }
    : unparsable('it is no mapping');
}

function unparsable(message: string, line = 1, before = 0): YamlDocument {
  return { kind: 'unparsable', message, line, column: before + 1 };
}
