/** Hatch: environments and their matrices. Source: https://hatch.pypa.io/latest/config/environment/ */
import {
  type DocumentNode,
  entriesAt,
  itemsAt,
  type ScalarNode,
  scalarAt,
  scalarsAt,
} from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { placeAt, reading, type Source, sourceOf } from './source.ts';
import type { PythonPlace, ReadPlaces, Role } from './types.ts';
import { versionsOf } from './versions.ts';

export const hatchFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readTomlNodes(text), (root) => hatchPlaces(source, root));
};

/** Places in the table `[tool.hatch]`, or in the whole of `hatch.toml`. */
export function hatchPlaces(
  source: Source,
  hatch: DocumentNode | undefined,
): readonly PythonPlace[] {
  return entriesAt(hatch, 'envs').flatMap(([name, environment]) => {
    const isTest = /test/i.test(name);
    const own = scalarAt(environment, 'python');
    const cells = itemsAt(environment, 'matrix').flatMap((cell) => [
      ...scalarsAt(cell, 'python'),
      ...scalarsAt(cell, 'py'),
    ]);
    return [
      ...(own === undefined ? [] : [place(source, own, isTest ? 'tested' : 'tooling')]),
      ...cells.map((cell) => place(source, cell, 'tested')),
    ];
  });
}

function place(source: Source, { text, span }: ScalarNode, role: Role): PythonPlace {
  const prefix = /^(?:python|py)(?=\d)/.exec(text)?.[0].length ?? 0;
  const versions = versionsOf(text.slice(prefix));
  return placeAt(source, [span[0] + prefix, span[1]], {
    label: 'hatch environment',
    role,
    versions,
  });
}
