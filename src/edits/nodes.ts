/**
 * A document as a tree that remembers where everything stands: what YAML, TOML, JSON and INI have
 * in common. Made for small files that people write; locks have faster readers (src/locks).
 */

/** UTF-16 offsets into the text, the end excluded. */
export type Span = readonly [start: number, end: number];

interface Standing {
  readonly span: Span;
  /** 1-based line of the beginning. */
  readonly line: number;
}

export interface MapNode extends Standing {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly node: DocumentNode;
  /** Where the key stands. */
  readonly keySpan: Span;
  readonly keyLine: number;
}

export interface ListNode extends Standing {
  readonly kind: 'list';
  readonly items: readonly DocumentNode[];
}

export interface ScalarNode extends Standing {
  readonly kind: 'scalar';
  /** What is meant, as text: without quotes and escapes. */
  readonly text: string;
  /** As it stands at `span`: inside the quotes, if there are any. */
  readonly raw: string;
  /** A string without doubt. YAML's `3.10`, TOML's `3.1` and JSON's `3.1` are none. */
  readonly isString: boolean;
}

export type DocumentNode = MapNode | ListNode | ScalarNode;

export type NodesOrProblem =
  | { readonly kind: 'document'; readonly root: DocumentNode }
  | { readonly kind: 'empty' }
  /** `line`: 1-based, of the first mistake. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string };

/** Larger texts are not what people write (UTF-16 units). */
const MAX_NODES_TEXT = 1_000_000;

/** The text is too long to be read as a tree, or `undefined`. */
export function tooLong(text: string): NodesOrProblem | undefined {
  if (text.length <= MAX_NODES_TEXT) return undefined;
  const reason = `it has ${text.length} characters, more than the limit of ${MAX_NODES_TEXT}`;
  return { kind: 'unreadable', line: 1, reason };
}

/** What stands at a path of keys and places in lists; `undefined` where it is not there. */
export function nodeAt(
  node: DocumentNode | undefined,
  ...keys: readonly (string | number)[]
): DocumentNode | undefined {
  return keys.reduce<DocumentNode | undefined>((inner, key) => {
    if (typeof key === 'number') return inner?.kind === 'list' ? inner.items[key] : undefined;
    return inner?.kind === 'map' ? inner.entries.get(key)?.node : undefined;
  }, node);
}

export function scalarAt(
  node: DocumentNode | undefined,
  ...keys: readonly string[]
): ScalarNode | undefined {
  const found = nodeAt(node, ...keys);
  return found?.kind === 'scalar' ? found : undefined;
}

/** Keys and values of a map; nothing for anything else. */
export function entriesAt(
  node: DocumentNode | undefined,
  ...keys: readonly string[]
): readonly (readonly [key: string, node: DocumentNode])[] {
  const found = nodeAt(node, ...keys);
  if (found?.kind !== 'map') return [];
  return [...found.entries].map(([key, entry]) => [key, entry.node]);
}

/** The items of a list, or the one thing that stands in the place of a list. */
export function itemsAt(
  node: DocumentNode | undefined,
  ...keys: readonly string[]
): readonly DocumentNode[] {
  const found = nodeAt(node, ...keys);
  if (found === undefined) return [];
  return found.kind === 'list' ? found.items : [found];
}

/** The scalars among {@link itemsAt}. */
export function scalarsAt(
  node: DocumentNode | undefined,
  ...keys: readonly string[]
): readonly ScalarNode[] {
  return itemsAt(node, ...keys).filter((item) => item.kind === 'scalar');
}
