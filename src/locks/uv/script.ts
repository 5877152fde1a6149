/**
 * The metadata block of a PEP 723 script: a TOML document in comments, between `# /// script` and
 * `# ///`. Source: uv-scripts `lib.rs`, `ScriptTag::parse`.
 */
import type { Location, TomlPath } from '../../gates/types.ts';
import { parseToml, type TomlTable } from '../documents.ts';
import { Refusal, refuseManifest } from './refusal.ts';

export type ScriptBlock =
  | { readonly kind: 'block'; readonly table: TomlTable }
  /** uv then locks the script as if it had an empty block. */
  | { readonly kind: 'none' };

/** Throws a `Refusal` for a block that uv refuses. */
export function readScript(path: string, text: string): ScriptBlock {
  const lines = text.split(/\r?\n/);
  const start = lines.indexOf('# /// script');
  if (start < 0) return { kind: 'none' };
  const body: string[] = [];
  for (const line of lines.slice(start + 1)) {
    if (line === '#') body.push('');
    else if (line.startsWith('# ')) body.push(line.slice(2));
    else break;
  }
  const end = body.lastIndexOf('///');
  if (end < 0) {
    throw new Refusal(
      {
        kind: 'manifest-invalid',
        message: 'an opening tag (`# /// script`) was found without a closing tag (`# ///`)',
      },
      { path, line: start + 1 },
    );
  }
  if (hasSecondBlock(lines.slice(start + 1 + end + 1))) {
    throw refuseManifest(path, [], 'the script has more than one metadata block');
  }
  const document = parseToml(body.slice(0, end).join('\n'));
  if (document.kind === 'document') return { kind: 'block', table: document.value };
  const line = 'line' in document ? document.line + start + 1 : start + 1;
  const message = 'message' in document ? document.message : 'conflict markers';
  throw new Refusal({ kind: 'unparsable', what: 'manifest', message }, { path, line });
}

/**
 * Another complete block of the same kind. A block ends with the last closing tag of its comment,
 * so tags inside a block of another kind are content.
 */
function hasSecondBlock(lines: readonly string[]): boolean {
  for (let start = 0; start < lines.length; start += 1) {
    let end = start;
    while (/^#(?: |$)/.test(lines[end] ?? '')) end += 1;
    const comment = lines.slice(start, end);
    const close = comment.lastIndexOf('# ///');
    const open = comment.findIndex((line) => /^# \/\/\/ ./.test(line));
    if (open >= 0 && open < close && comment[open] === '# /// script') return true;
    start = end;
  }
  return false;
}

/** The same place with a line: a script is no TOML document, its block is one in comments. */
export function scriptPlace(text: string, location: Location): Location {
  if (!('key' in location)) return location;
  return { path: location.path, line: lineOf(text, location) };
}

/** Of an array's string, or else of the key itself; of the block when neither can be found. */
function lineOf(text: string, { path, key }: { path: string; key: TomlPath }): number {
  const lines = text.split(/\r?\n/);
  const start = Math.max(lines.indexOf('# /// script'), 0);
  const end = lines.indexOf('# ///', start);
  const block = lines.slice(start, end < 0 ? undefined : end);
  const value = valueAt(path, text, key);
  const name = key.findLast((part) => typeof part === 'string');
  const byValue =
    typeof value === 'string' && typeof key.at(-1) === 'number'
      ? block.findIndex((line) => line.includes(value))
      : -1;
  const byName =
    name === undefined ? -1 : block.findIndex((line) => line.slice(1).trim().startsWith(name));
  return start + 1 + Math.max(byValue >= 0 ? byValue : byName, 0);
}

function valueAt(path: string, text: string, key: TomlPath): unknown {
  try {
    const block = readScript(path, text);
    if (block.kind === 'none') return undefined;
    return key.reduce<unknown>(
      (at, part) => (typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined),
      block.table,
    );
  } catch {
    return undefined;
  }
}
