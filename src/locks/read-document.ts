/** Reading a TOML or YAML file of a project, or saying why its tool could not. */
import { textAt } from '../gates/tree.ts';
import type { Tree } from '../gates/types.ts';
import { type TomlDocument, type TomlTable, tomlDocument } from './documents.ts';
import type { Located, RefusedReason, Undecidable } from './types.ts';
import { yamlDocument } from './yaml-documents.ts';

export type ReadDocument =
  | { readonly kind: 'document'; readonly value: TomlTable; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: Located<RefusedReason> };

/** What the tool does with a byte order mark at the start of the file. */
export type ByteOrderMark = 'accepted' | { readonly refusedBy: string };

export function readDocument(
  tree: Tree,
  path: string,
  what: 'lock' | 'manifest',
  mark: ByteOrderMark,
): ReadDocument {
  return settle(tomlDocument(tree, path), tree, path, what, mark);
}

/** A YAML file, in which a byte order mark is allowed. */
export function readYamlDocument(
  tree: Tree,
  path: string,
  what: 'lock' | 'manifest',
): ReadDocument {
  return settle(yamlDocument(tree, path), tree, path, what, 'accepted');
}

/**
 * Why a YAML file is not read although its tool could: it is large, and not in the plain form for
 * which there is a fast reader. `undefined` for all others.
 */
export function unreadYaml(tree: Tree, path: string): Undecidable | undefined {
  const document = yamlDocument(tree, path);
  if (document.kind !== 'too-large' || tree.read(path).kind === 'too-large') return undefined;
  return {
    reason: `${path} has more than ${document.limit} characters and is not in the plain form that tools write, so it is not read`,
    remedy: 'Let its tool write it again.',
  };
}

function settle(
  document: TomlDocument,
  tree: Tree,
  path: string,
  what: 'lock' | 'manifest',
  mark: ByteOrderMark,
): ReadDocument {
  const text = textAt(tree, path) ?? '';
  const refused = (message: string, line = 1): ReadDocument => ({
    kind: 'refused',
    reason: { reason: { kind: 'unparsable', what, message }, at: { path, line } },
  });
  if (mark !== 'accepted' && text.startsWith('\u{feff}')) {
    return refused(
      `it starts with a byte order mark (BOM), which ${mark.refusedBy} does not accept; save it as UTF-8 without BOM.`,
    );
  }
  switch (document.kind) {
    case 'document':
      return { kind: 'document', value: document.value, text };
    case 'conflict-markers': {
      const at = { path, line: document.line };
      return { kind: 'refused', reason: { reason: { kind: 'conflict-markers' }, at } };
    }
    case 'unparsable':
      return refused(document.message, document.line);
    case 'not-utf8':
      return refused('it is not UTF-8');
    case 'too-large':
      return refused(`it is larger than ${document.limit} bytes`);
    case 'absent':
    case 'unfetched':
      return refused('it is not in the repository');
  }
}
