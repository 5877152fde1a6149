/**
 * A newer uv rewrites entries of `uv.lock` that nobody touched: it adds upload times and sizes,
 * raises the revision. Here they are put back, so that a pull request shows what really changed.
 * Whether the result still stands is proven by the caller: by our gate, and by `uv lock --check`.
 */
import { parseToml, type TomlTable } from '../../locks/documents.ts';
import { isTable, stringAt, tableAt, tablesAt } from '../../locks/values.ts';
import { MarkerTooComplex, parseMarker } from '../../python/markers/index.ts';

const PACKAGE = '[[package]]\n';

/** `after` with all that says the same as in `before` written as it was there. */
export function minimalUvLock(before: string, after: string): string {
  const [old, made] = [blocksOf(before), blocksOf(after)];
  if (old === undefined || made === undefined) return after;
  const known = Map.groupBy(old.packages, keyOf);
  const packages = made.packages.map((block) => {
    const same = known.get(keyOf(block))?.find((one) => saysSame(one.table, block.table));
    return same?.text ?? block.text;
  });
  return [headOf(old, made), ...withSameEnds(packages)].join('');
}

interface Block {
  readonly text: string;
  readonly table: TomlTable;
}

interface Blocks {
  readonly head: Block;
  readonly packages: readonly Block[];
}

function blocksOf(text: string): Blocks | undefined {
  const [head = '', ...rest] = text.split(PACKAGE);
  const parts = [head, ...rest.map((one) => PACKAGE + one)].map((part) => {
    const document = parseToml(part);
    return { text: part, table: document.kind === 'document' ? document.value : undefined };
  });
  const [first, ...packages] = parts.flatMap(({ text: part, table }) => {
    const inner = table === undefined ? undefined : (tablesAt(table, 'package')[0] ?? table);
    return inner === undefined ? [] : [{ text: part, table: inner }];
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

/** Facts about files that older revisions do not record; what revision 5 repeats of manifests. */
const ADDED: ReadonlySet<string> = new Set([
  'upload-time',
  'size',
  'default-groups',
  'group-requires-python',
]);

function saysSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((one, at) => saysSame(one, right[at]));
  }
  if (!isTable(left) || !isTable(right)) return left === right;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .filter((key) => !ADDED.has(key))
    .every((key) => {
      const [own, other] = [left[key], right[key]];
      if (isEmpty(own) && isEmpty(other)) return true;
      return key === 'marker' ? isSameMarker(own, other) : saysSame(own, other);
    });
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

/** Versions of uv simplify markers in different ways. */
function isSameMarker(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  try {
    const [own, other] = [left, right].map((text) => parseMarker(String(text ?? '')));
    return own !== undefined && other !== undefined && own.equals(other);
  } catch (error) {
    if (error instanceof MarkerTooComplex) return false;
    throw error;
  }
}
