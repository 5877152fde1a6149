/**
 * Own packages whose version is dynamic. To learn it uv runs their build backend, also with
 * `--no-build`, which does not count for what is editable; then its lock records no version. So uv is
 * shown manifests and a lock in which they have one, and it is taken out of what uv makes. Pure.
 * Source: uv 0.13 `crates/uv-distribution/src/source/mod.rs` (`is_editable`),
 * `crates/uv-resolver/src/lock/mod.rs` (`is_dynamic`)
 */
import { itemsAt, nodeAt, scalarAt } from '../../edits/nodes.ts';
import { spliced } from '../../edits/splice.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { parseToml } from '../../locks/documents.ts';
import { baseName } from '../../locks/paths.ts';
import { stringAt, tableAt } from '../../locks/values.ts';
import { normalizeName } from '../../python/names.ts';

export interface Shown {
  /** Texts in the place of manifests, by path. */
  readonly manifests: Readonly<Record<string, string>>;
  /** The lock as uv is shown it. */
  lock(real: string): string;
  /** The reverse. */
  realLock(shown: string): string;
}

/** What others ask for of it is nearly always a lower bound. */
const VERSION = '9999';

/** @param inputs paths of all manifests that the lock is made from */
export function withVersions(inputs: readonly string[], tree: Tree, lock: string): Shown {
  const shown = inputs.filter(isManifest).flatMap((path) => {
    const one = withVersion(textAt(tree, path) ?? '');
    // Where an index has it, too, versions stand wherever one of both is meant.
    return one === 'static' || isTwice(one.name, lock) ? [] : [{ path, ...one }];
  });
  const names = new Set(shown.map(({ name }) => name));
  return {
    manifests: Object.fromEntries(shown.map(({ path, text }) => [path, text])),
    lock: (real) =>
      real.replaceAll(ENTRY, (entry, head: string, name: string, source: string) =>
        names.has(name) ? `${head}version = "${VERSION}"\n${source}` : entry,
      ),
    realLock: (made) =>
      made.replaceAll(MADE_ENTRY, (entry, head: string, name: string, source: string) =>
        names.has(name) ? head + source : entry,
      ),
  };
}

function isTwice(name: string, lock: string): boolean {
  return lock.split(`\n[[package]]\nname = "${name}"\n`).length > 2;
}

function isManifest(path: string): boolean {
  return baseName(path) === 'pyproject.toml';
}

const HEAD = String.raw`^(\[\[package\]\]\nname = "([^"\n]*)"\n)`;
const SOURCE = String.raw`(source = \{ (?:editable|virtual|directory) = )`;
const ENTRY = new RegExp(HEAD + SOURCE, 'gm');
const MADE_ENTRY = new RegExp(`${HEAD}version = "${VERSION}"\\n${SOURCE}`, 'gm');

/** A manifest with a version of its own, and the name (PEP 503) of its package. */
function withVersion(text: string): { readonly name: string; readonly text: string } | 'static' {
  const nodes = readTomlNodes(text);
  if (nodes.kind !== 'document') return 'static';
  const dynamic = nodeAt(nodes.root, 'project', 'dynamic');
  const fields = itemsAt(dynamic).flatMap((one) => (one.kind === 'scalar' ? [one.text] : []));
  const name = scalarAt(nodes.root, 'project', 'name')?.text;
  if (dynamic === undefined || name === undefined || !fields.includes('version')) return 'static';
  const [start, end] = dynamic.span;
  const others = fields.filter((field) => field !== 'version');
  const version = `${JSON.stringify(others)}\nversion = "${VERSION}"`;
  const made = spliced(text, [{ start, end, text: version }]);
  const parsed = parseToml(made ?? '');
  // Tables can be written in ways in which nothing can be added.
  const isAdded =
    parsed.kind === 'document' && stringAt(tableAt(parsed.value, 'project'), 'version') === VERSION;
  return made === undefined || !isAdded ? 'static' : { name: normalizeName(name), text: made };
}
