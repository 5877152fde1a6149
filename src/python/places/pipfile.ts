/** `Pipfile`: `[requires] python_version = "3.12"`. Source: https://pipenv.pypa.io/en/latest/pipfile.html */
import { scalarAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { placeAt, reading, sourceOf } from './source.ts';
import type { ReadPlaces } from './types.ts';
import { versionsOf } from './versions.ts';

export const pipfile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readTomlNodes(text), (root) =>
    ['python_version', 'python_full_version'].flatMap((key) => {
      const scalar = scalarAt(root, 'requires', key);
      if (scalar === undefined) return [];
      const { span, text: version, isString } = scalar;
      const versions = isString
        ? versionsOf(version)
        : ({ kind: 'float', written: version, read: String(Number(version)) } as const);
      return [placeAt(source, span, { label: `Pipfile ${key}`, role: 'pin', versions })];
    }),
  );
};
