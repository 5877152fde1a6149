/** The text of an entry in `uv.lock`, by the keys of its table; as uv writes it. Pure. */

/** What a package is installed from: `sdist` and `wheels`, which stand beside each other. */
export const FILES = 'files';

export type Parts = ReadonlyMap<string, string>;

/** A key or a table at the start of a line: arrays are indented, and end with a bracket. */
const START = /^(?=[\w-]+ = |\[)/m;
const NAME = /^(?:\[+package\.?)?([\w-]*)/;

/** The first part, without a name, is the header `[[package]]`. */
export function partsOf(entry: string): Parts {
  const parts = new Map<string, string>();
  let table = '';
  for (const text of entry.split(START)) {
    const name = NAME.exec(text)?.[1] ?? '';
    if (text.startsWith('[')) table = name;
    const part = partCalled(table === '' ? name : table);
    parts.set(part, (parts.get(part) ?? '') + text);
  }
  return parts;
}

export function partCalled(key: string): string {
  return key === 'sdist' || key === 'wheels' ? FILES : key;
}

/** An empty line stands before each table. */
export function joined(parts: readonly string[]): string {
  const lines = parts.map((text) => text.trimEnd()).filter((text) => text !== '');
  return lines.map((text) => (text.startsWith('[package.') ? `\n${text}\n` : `${text}\n`)).join('');
}
