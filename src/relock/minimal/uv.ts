/**
 * A newer uv rewrites entries of `uv.lock` that nobody touched: it adds upload times and sizes,
 * raises the revision, simplifies markers by where a package is installed, takes up files that
 * appeared meanwhile. Here they are put back, so that a pull request shows what really changed.
 * Whether the result still stands is proven by the caller: by our gate, and by `uv lock --check`.
 */
import { parseToml, type TomlTable } from '../../locks/documents.ts';
import { stringAt, tableAt, tablesAt } from '../../locks/values.ts';
import { joined, partsOf } from './parts.ts';
import { type Reach, reachOf } from './reach.ts';
import { saysSame } from './same.ts';
import { changedParts, type Place } from './same-parts.ts';

const PACKAGE = '[[package]]\n';

/** `after` with all that says the same as in `before` written as it was there. */
export function minimalUvLock(before: string, after: string): string {
  const [old, made] = [blocksOf(before), blocksOf(after)];
  if (old === undefined || made === undefined) return after;
  const known = new Map(old.packages.map((block) => [keyOf(block), block]));
  const places = placesOf(before, after, hasSameTargets(old, made));
  const packages = made.packages.map((block) => {
    const own = known.get(keyOf(block));
    return own === undefined ? block.text : merged(own, block, places);
  });
  return [headOf(old, made), ...withSameEnds(packages)].join('');
}

function merged(old: Block, made: Block, places: ReturnType<typeof placesOf>): string {
  const changed = changedParts(old.table, made.table, () => places(old.index, made.index));
  if (changed.size === 0) return old.text;
  const own = partsOf(old.text);
  const parts = [...partsOf(made.text)].map(([part, text]) => {
    return changed.has(part) ? text : (own.get(part) ?? '');
  });
  return joined(parts);
}

/** Asked by positions in both locks; walks through them for the first question. */
function placesOf(before: string, after: string, sameTargets: boolean) {
  let reaches: readonly [Reach, Reach] | undefined;
  return (old: number, made: number): Place | 'unknown' => {
    reaches ??= [reachOf(before), reachOf(after)];
    const [own, other] = reaches;
    if (own === 'unknown' || other === 'unknown') return 'unknown';
    const [first, then] = [own[old], other[made]];
    if (first === undefined || then === undefined) return 'unknown';
    return { before: first, after: then, sameTargets };
  };
}

/** What uv goes by when it chooses files, beside where a package is installed. */
const TARGETS = ['requires-python', 'supported-markers', 'required-markers'];

function hasSameTargets(old: Blocks, made: Blocks): boolean {
  return TARGETS.every((key) => saysSame(old.head.table[key] ?? [], made.head.table[key] ?? []));
}

interface Block {
  /** Position among the packages. */
  readonly index: number;
  readonly text: string;
  readonly table: TomlTable;
}

interface Blocks {
  readonly head: Block;
  readonly packages: readonly Block[];
}

function blocksOf(text: string): Blocks | undefined {
  const [head = '', ...rest] = text.split(PACKAGE);
  const parts = [head, ...rest.map((one) => PACKAGE + one)].map((part, at) => {
    const document = parseToml(part);
    const table = document.kind === 'document' ? document.value : undefined;
    return { index: at - 1, text: part, table };
  });
  const [first, ...packages] = parts.flatMap(({ table, ...part }) => {
    const inner = table === undefined ? undefined : (tablesAt(table, 'package')[0] ?? table);
    return inner === undefined ? [] : [{ ...part, table: inner }];
  });
  return first === undefined || packages.length !== rest.length
    ? undefined
    : { head: first, packages };
}

function keyOf({ table }: Block): string {
  const source = Object.entries(tableAt(table, 'source')).map(String).join(' ');
  return `${stringAt(table, 'name')} ${stringAt(table, 'version')} ${source}`;
}

/** The last block ends the file, every other one has an empty line behind it. */
function withSameEnds(packages: readonly string[]): readonly string[] {
  return packages.map((text, index) => {
    return `${text.trimEnd()}\n${index === packages.length - 1 ? '' : '\n'}`;
  });
}

/** The revision of the old lock: what newer ones add is optional, and checked only in them. */
function headOf(old: Blocks, made: Blocks): string {
  if (old.head.table.version !== made.head.table.version) return made.head.text;
  if (saysSame(withoutRevision(old.head.table), withoutRevision(made.head.table))) {
    return old.head.text;
  }
  const revision = /^revision = \d+\n/m;
  const [before] = revision.exec(old.head.text) ?? [''];
  return made.head.text.replace(revision, before);
}

function withoutRevision({ revision: _, ...table }: TomlTable): TomlTable {
  return table;
}
