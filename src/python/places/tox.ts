/**
 * tox: the environments of `tox.ini`, `setup.cfg`, `tox.toml` and `[tool.tox]`.
 * Source: https://tox.wiki/en/latest/config.html#generative-environment-list
 */
import { readIniNodes } from '../../edits/ini-nodes.ts';
import {
  type DocumentNode,
  entriesAt,
  itemsAt,
  nodeAt,
  type ScalarNode,
  scalarAt,
} from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { placeAt, reading, type Source, sourceOf, type Word, wordsIn } from './source.ts';
import type { PythonPlace, ReadPlaces } from './types.ts';
import { compactVersion, versionsOf } from './versions.ts';

export const toxFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  if (path.endsWith('.toml')) {
    return reading(readTomlNodes(text), (root) => toxTomlPlaces(source, root));
  }
  // Whatever cannot be read is said here; the places are found by the same reader.
  return reading(readIniNodes(text), () => toxIniPlaces(source, text, 0));
};

/** Places in the INI text `raw`, which begins at `start` of the file. */
export function toxIniPlaces(
  source: Source,
  raw: string,
  start: number,
  prefix = '',
): readonly PythonPlace[] {
  const document = readIniNodes(raw);
  if (document.kind !== 'document') return [];
  const { root } = document;
  const core = nodeAt(root, `${prefix}tox`);
  const list = scalarAt(core, 'envlist') ?? scalarAt(core, 'env_list');
  return [
    ...(list === undefined ? [] : environmentPlaces(source, list, start)),
    ...entriesAt(root).flatMap(([name, section]) => {
      if (!name.startsWith(`${prefix}testenv`)) return [];
      const base = scalarAt(section, 'basepython') ?? scalarAt(section, 'base_python');
      return base === undefined ? [] : basePlaces(source, base, start);
    }),
  ];
}

/** Places in a table as `tox.toml` has at its root. */
export function toxTomlPlaces(
  source: Source,
  root: DocumentNode | undefined,
): readonly PythonPlace[] {
  const environments = [root, ...entriesAt(root, 'env').map(([, node]) => node)];
  return [
    ...itemsAt(root, 'env_list')
      .flatMap(flattened)
      .flatMap((item) => environmentPlaces(source, item, 0)),
    ...itemsAt(root, 'env_list')
      .flatMap((item) => itemsAt(item, 'product'))
      .flatMap((item) => spelledOut(source, item)),
    ...[...environments, nodeAt(root, 'env_run_base')].flatMap((node) =>
      itemsAt(node, 'base_python')
        .flatMap(flattened)
        .flatMap((item) => basePlaces(source, item, 0)),
    ),
  ];
}

/** `{ prefix = "py3", start = 12, stop = 14 }`; without `stop` tox decides. */
function spelledOut(source: Source, item: DocumentNode): readonly PythonPlace[] {
  const prefix = scalarAt(item, 'prefix');
  const start = scalarAt(item, 'start');
  if (prefix === undefined || start === undefined) return [];
  const stop = scalarAt(item, 'stop');
  const said = { label: 'tox environment', role: 'tested' } as const;
  if (stop === undefined) {
    const versions = {
      kind: 'dynamic',
      reason: 'tox takes every version up to the newest',
    } as const;
    return [placeAt(source, start.span, { ...said, versions })];
  }
  const plain = prefix.text.replace(/^py/, '');
  return expanded(`${start.text}-${stop.text}`)
    .map((version) => plain + version)
    .filter((version) => EITHER.test(version))
    .map((version) => placeAt(source, start.span, { ...said, versions: compactVersion(version) }));
}

/** The texts of a list, of `{ product = [["3.12"], ["django42"]] }` too. */
function flattened(node: DocumentNode): readonly ScalarNode[] {
  if (node.kind === 'scalar') return [node];
  if (node.kind === 'list') return node.items.flatMap(flattened);
  return itemsAt(node, 'product').flatMap(flattened);
}

/** `py{310,311}`, `py3{10,11}`, `3.1{0-4}`, `py312`, `py3.12`, `3.12`. */
function environmentPlaces(
  source: Source,
  { raw, span }: ScalarNode,
  start: number,
): readonly PythonPlace[] {
  const at = start + span[0];
  const said = { label: 'tox environment', role: 'tested' } as const;
  const place = (word: Word, version: string) =>
    placeAt(source, word.span, { ...said, versions: compactVersion(version) });
  const braces = wordsIn(raw, at, /(?<![\w.])(?:py)?[\d.]*\{([^{}]*)\}/g).flatMap((group) => {
    const before = source.text.slice(Math.max(0, group.span[0] - 12), group.span[0]);
    const [, py = '', prefix = ''] = /(py)?([\d.]*)\{$/.exec(before) ?? [];
    return wordsIn(group.text, group.span[0], /(?<![\w.])(\d[\d.]*(?:-\d+)?)(?![\w.])/g).flatMap(
      (word) =>
        expanded(word.text)
          .map((version) => prefix + version)
          .filter((version) => (py === '' ? DOTTED : EITHER).test(version))
          .map((version) => place(word, version)),
    );
  });
  const single = wordsIn(raw, at, /(?<![\w.])py(\d{2,3}|\d\.\d+)(?![\w.{])/g);
  const bare = wordsIn(raw, at, /(?<![\w.-])(\d\.\d+)(?![\w.{])/g);
  return [...braces, ...[...single, ...bare].map((word) => place(word, word.text))];
}

/** Numbers without `py` are versions of Python only with their dot: `django42` has none. */
const DOTTED = /^[23]\.\d{1,2}$/;
const EITHER = /^[23]\.?\d{1,2}$/;

/** `8-10` is 8, 9, 10. */
function expanded(text: string): readonly string[] {
  const [low = 0, high = low] = text.split('-').map(Number);
  if (!text.includes('-') || high < low || high - low > 30) return [text];
  return Array.from({ length: high - low + 1 }, (_, index) => String(low + index));
}

function basePlaces(source: Source, scalar: ScalarNode, start: number): readonly PythonPlace[] {
  return wordsIn(scalar.raw, start + scalar.span[0], /(?:python|py)?(\d\.\d+(?:\.\d+)?)\b/g).map(
    ({ text, span }) =>
      placeAt(source, span, {
        label: 'tox base_python',
        role: 'tooling',
        versions: versionsOf(text),
      }),
  );
}
