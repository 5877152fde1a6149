/**
 * Exact versions for tools that only take names: the tool is shown a manifest in which packages are
 * pinned. Splices of the constraints alone, so that every other byte stays. Pure.
 */
import {
  type DocumentNode,
  itemsAt,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../../edits/nodes.ts';
import { type Splice, spliced } from '../../edits/splice.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { textAt } from '../../gates/tree.ts';
import type { Declaration } from '../../locks/declarations.ts';
import { parseToml, type TomlTable, tomlDocument } from '../../locks/documents.ts';
import type { RelockRequest } from '../types.ts';

export interface Pin {
  /** PEP 503 name. */
  readonly name: string;
  readonly version: string;
}

/** How a tool's manifests are written. */
export interface PinSyntax {
  declarations(manifest: TomlTable): readonly Declaration[];
  admits(constraint: string, version: string): boolean;
  /** Asks for packages that the manifest does not name itself; nothing where that cannot be done. */
  added(pins: readonly Pin[], text: string, root: DocumentNode): readonly Splice[];
}

/** The manifest with every package pinned that is to get a version; as it is where none can be. */
export function pinnedManifest(
  { project, tree, upgrades }: RelockRequest,
  { declarations, admits, added }: PinSyntax,
): string {
  const text = textAt(tree, project.manifest) ?? '';
  const document = tomlDocument(tree, project.manifest);
  const nodes = readTomlNodes(text);
  if (document.kind !== 'document' || nodes.kind !== 'document') return text;
  const pins = pinsOf(upgrades);
  const declared = Map.groupBy(declarations(document.value), ({ name }) => name);
  const inPlace = pins.flatMap(({ name, version }) =>
    (declared.get(name) ?? []).flatMap((one) => pinSplices(nodes.root, one, version, admits)),
  );
  const others = pins.filter(({ name }) => !declared.has(name));
  const shown = spliced(text, [...inPlace, ...added(others, text, nodes.root)]);
  // Tables can be written in ways in which nothing can be added below.
  if (shown !== undefined && parseToml(shown).kind === 'document') return shown;
  return spliced(text, inPlace) ?? text;
}

function pinsOf(upgrades: RelockRequest['upgrades']): readonly Pin[] {
  if (upgrades === 'none' || upgrades === 'all') return [];
  return upgrades.flatMap(({ name, version }) =>
    version === undefined ? [] : [{ name, version }],
  );
}

/** Pins what a manifest asks for, wherever what it asks for admits the version. */
export function pinSplices(
  root: DocumentNode,
  { key, constraints }: Pick<Declaration, 'key' | 'constraints'>,
  version: string,
  admits: PinSyntax['admits'],
): readonly Splice[] {
  const node = nodeAt(root, ...key);
  if (typeof key.at(-1) === 'number') {
    const isAdmitted = constraints.every((one) => admits(one, version));
    return node?.kind === 'scalar' && isAdmitted ? requirementPin(node, version) : [];
  }
  // A list has a constraint for each of several environments.
  return itemsAt(node)
    .flatMap((one) => constraintIn(one))
    .filter(({ text, isString }) => isString && admits(text, version))
    .map(({ span: [start, end] }) => ({ start, end, text: `==${version}` }));
}

/** Where a place is given, no version decides. */
const LOCATED = ['git', 'path', 'url', 'file'];

function constraintIn(node: DocumentNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  const version = scalarAt(node, 'version');
  const isLocated = LOCATED.some((key) => nodeAt(node, key) !== undefined);
  return version === undefined || isLocated ? [] : [version];
}

/** Name and extras, then what is asked for; a URL stands behind an `@`. */
const REQUIREMENT = /^(\s*[\w.-]+\s*(?:\[[^\]]*\]\s*)?)([^;@]*?)\s*(?:;|$)/;

/** In a requirement of PEP 508. */
function requirementPin({ raw, span: [start] }: ScalarNode, version: string): readonly Splice[] {
  const [, head, specifiers = ''] = REQUIREMENT.exec(raw) ?? [];
  if (head === undefined) return [];
  const from = start + head.length;
  return [{ start: from, end: from + specifiers.length, text: `==${version}` }];
}
