/** Dependency specifiers. Source: PEP 508. */
import { type Marker, parseMarker } from './markers/index.ts';
import { isValidName, normalizeName } from './names.ts';
import { parseSpecifiers, type SpecifierSet } from './specifiers.ts';

export interface Requirement {
  /** Normalised (PEP 503). */
  readonly name: string;
  /** Normalised, sorted; duplicates stay. */
  readonly extras: readonly string[];
  readonly specifiers: SpecifierSet;
  readonly url: string | undefined;
  readonly marker: Marker;
  /** The parts as written. */
  readonly written: {
    readonly name: string;
    readonly extras: readonly string[];
    readonly specifiers: string;
    readonly marker: string;
  };
}

const HEAD = /^\s*([A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?)\s*(?:\[([^\]]*)\])?\s*(.*)$/is;

/** Parses one requirement; `undefined` when it is none. */
export function parseRequirement(text: string): Requirement | undefined {
  const match = HEAD.exec(text);
  if (match === null) return undefined;
  const [, name = '', extrasText, rest = ''] = match;
  const extras = parseExtras(extrasText);
  if (extras === undefined) return undefined;
  const parts = rest.startsWith('@') ? splitUrl(rest.slice(1)) : splitSpecifiers(rest);
  if (parts === undefined) return undefined;
  const specifiers = parseSpecifiers(parts.specifiers);
  const marker = parts.marker === undefined ? parseMarker('') : parseGiven(parts.marker);
  if (specifiers === undefined || marker === undefined) return undefined;
  return {
    name: normalizeName(name),
    extras: extras.map(normalizeName).sort(),
    specifiers,
    url: parts.url,
    marker,
    written: {
      name,
      extras,
      specifiers: parts.specifiers,
      marker: parts.marker?.trim() ?? '',
    },
  };
}

/** A marker that is announced by `;` must be there. */
function parseGiven(text: string): Marker | undefined {
  return text.trim() === '' ? undefined : parseMarker(text);
}

function parseExtras(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || text.trim() === '') return [];
  const extras = text.split(',').map((extra) => extra.trim());
  return extras.every(isValidName) ? extras : undefined;
}

interface Parts {
  readonly specifiers: string;
  readonly url: string | undefined;
  readonly marker: string | undefined;
}

/** A URL ends at white space; only then can a marker follow. */
function splitUrl(text: string): Parts | undefined {
  const [, url, rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (url === undefined) return undefined;
  if (rest === '') return { specifiers: '', url, marker: undefined };
  return rest.startsWith(';') ? { specifiers: '', url, marker: rest.slice(1) } : undefined;
}

function splitSpecifiers(text: string): Parts | undefined {
  const at = text.indexOf(';');
  const head = (at < 0 ? text : text.slice(0, at)).trim();
  const marker = at < 0 ? undefined : text.slice(at + 1);
  const specifiers = (/^\((.*)\)$/s.exec(head)?.[1] ?? head).trim();
  // A lone list may have empty clauses, here only the last comma may be one too many.
  if (/^,|,\s*,/.test(specifiers)) return undefined;
  return { specifiers, url: undefined, marker };
}
