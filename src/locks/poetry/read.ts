/** Reading the two files of a project as Poetry would, or saying why it would not. */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { type TomlTable, tomlDocument } from '../documents.ts';
import type { Located, RefusedReason } from '../types.ts';

export type ReadDocument =
  | { readonly kind: 'document'; readonly value: TomlTable; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: Located<RefusedReason> };

/** Poetry 2.5.1 says "Empty key at line 1" of a manifest, "Invalid statement" of a lock. */
const BYTE_ORDER_MARK =
  'it starts with a byte order mark (BOM), which Poetry does not accept; save it as UTF-8 without BOM.';

export function readDocument(tree: Tree, path: string, what: 'lock' | 'manifest'): ReadDocument {
  const document = tomlDocument(tree, path);
  const text = textAt(tree, path) ?? '';
  const refused = (message: string, line = 1): ReadDocument => ({
    kind: 'refused',
    reason: { reason: { kind: 'unparsable', what, message }, at: { path, line } },
  });
  if (text.startsWith('\u{feff}')) return refused(BYTE_ORDER_MARK);
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
