/**
 * Places that repeat a version of the lock, and follow it: pre-commit configurations. Pure. Only what
 * said the same as the lock before is edited, and an edit counts only if its result reads as meant.
 */
import type { DocumentNode, ScalarNode } from '../../edits/nodes.ts';
import { spliced } from '../../edits/splice.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { textAt } from '../../gates/tree.ts';
import type { Edit, Tree } from '../../gates/types.ts';
import { baseName } from '../../locks/paths.ts';
import { compareVersions, parseVersion } from '../../python/version.ts';
import { asked, keepsOut } from './manifest.ts';
import { type Mention, mentionsIn } from './pre-commit.ts';
import { writtenRequirement } from './written.ts';

/** What became of a package in a lock. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

export type Moves = ReadonlyMap<string, Move>;

/** What becomes of bounds that keep a version out; exact versions follow the lock anyway. */
export type BoundPolicy = 'widen' | 'raise' | 'lock-only';

/** A file that follows. */
export interface Follower {
  readonly path: string;
  /** The packages for which it does. */
  readonly names: readonly string[];
  readonly text: string;
}

export function mirrorPaths(tree: Tree): readonly string[] {
  return [...tree.files.keys()].filter((path) =>
    /^\.pre-commit-config\.ya?ml$/.test(baseName(path)),
  );
}

/** `none` where nothing has to follow, or nothing can without harm. */
export function followed(
  path: string,
  tree: Tree,
  moves: Moves,
  policy: BoundPolicy,
): Follower | 'none' {
  const text = textAt(tree, path);
  const nodes = text === undefined ? undefined : readYamlNodes(text);
  if (text === undefined || nodes?.kind !== 'document') return 'none';
  const mentions = mentionsIn(nodes.root);
  const hasOtherUses = otherUses(nodes.root, mentions);
  const changes = mentions.map((mention) => {
    const { scalar } = mention;
    // With escapes or line ends in it, what is meant stands elsewhere than it seems.
    if (scalar.raw !== scalar.text || hasOtherUses(scalar)) return 'none';
    return mention.kind === 'rev' ? revChange(mention, moves) : boundChange(scalar, moves, policy);
  });
  const made = changes.filter((change) => change !== 'none');
  const after = spliced(text, made);
  const meant = mentions.map(({ scalar }, index) => {
    const change = changes[index] ?? 'none';
    return change === 'none' ? scalar.text : change.meant;
  });
  if (made.length === 0 || after === undefined || !readsAs(after, meant)) return 'none';
  return { path, names: [...new Set(made.map(({ name }) => name))].sort(), text: after };
}

interface Change extends Omit<Edit, 'path'> {
  readonly name: string;
  /** The whole scalar afterwards. */
  readonly meant: string;
}

/** Tags spell pre-releases and the like in their own way. */
const PLAIN = /^\d+(?:\.\d+)*$/;

function revChange(
  { scalar, names }: Extract<Mention, { readonly kind: 'rev' }>,
  moves: Moves,
): Change | 'none' {
  const { raw, isString, span } = scalar;
  const [, prefix = '', version = ''] = /^(v?)(.*)$/.exec(raw) ?? [];
  for (const name of names) {
    const { from, to } = moves.get(name) ?? {};
    if (to === undefined || from !== version || !PLAIN.test(from) || !PLAIN.test(to)) continue;
    const meant = `${prefix}${to}`;
    // YAML takes a bare `24.10` for a number.
    const isNumber = !isString && /^\d+(?:\.\d+)?$/.test(meant);
    const text = isNumber ? `'${meant}'` : meant;
    return { name, start: span[0], end: span[1], text, meant };
  }
  return 'none';
}

function boundChange(scalar: ScalarNode, moves: Moves, policy: BoundPolicy): Change | 'none' {
  const written = writtenRequirement(scalar.raw, scalar.span[0]);
  const move = moves.get(written?.name ?? '');
  if (written === undefined || move === undefined || written.constraint === '') return 'none';
  const { name } = written;
  const bound = asked({ ...written, path: '', isPoetry: false });
  const isFollowing = isPinOf(written.constraint, move.from) || policy !== 'lock-only';
  if (!isFollowing || !keepsOut({ ...bound, role: 'beside' }, move)) return 'none';
  const edit = bound.moved(move.to, policy === 'raise' ? 'raise' : 'widen');
  if (edit === 'cannot') return 'none';
  const { start, end, text } = edit;
  const at = start - scalar.span[0];
  const meant = scalar.raw.slice(0, at) + text + scalar.raw.slice(end - scalar.span[0]);
  return { name, start, end, text, meant };
}

/** `==1.0` and `===1.0`, without a wildcard. */
function isPinOf(constraint: string, version: string): boolean {
  const pin = parseVersion(/^===?\s*([^\s,]+)$/.exec(constraint)?.[1] ?? '');
  const locked = parseVersion(version);
  return pin !== undefined && locked !== undefined && compareVersions(pin, locked) === 0;
}

/** Whether something stands, through an alias, also where no package is named. */
function otherUses(
  root: DocumentNode,
  mentions: readonly Mention[],
): (scalar: ScalarNode) => boolean {
  const named = Map.groupBy(mentions, ({ scalar }) => scalar);
  const used = new Map<DocumentNode, number>();
  const open: DocumentNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    used.set(node, (used.get(node) ?? 0) + 1);
    if (node.kind === 'map') for (const entry of node.entries.values()) open.push(entry.node);
    if (node.kind === 'list') for (const item of node.items) open.push(item);
  }
  return (scalar) => used.get(scalar) !== named.get(scalar)?.length;
}

function readsAs(text: string, meant: readonly string[]): boolean {
  const nodes = readYamlNodes(text);
  if (nodes.kind !== 'document') return false;
  const read = mentionsIn(nodes.root).map(({ scalar }) => scalar.text);
  return read.length === meant.length && read.every((one, index) => one === meant[index]);
}
