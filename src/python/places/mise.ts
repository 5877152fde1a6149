/** mise: `[tools] python = "3.12"`. Source: https://mise.jdx.dev/configuration.html */
import { itemsAt, nodeAt, type ScalarNode, scalarAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { placeAt, reading, sourceOf } from './source.ts';
import type { ReadPlaces } from './types.ts';
import { toolVersion } from './version-files.ts';

export const miseFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readTomlNodes(text), (root) => {
    const written = nodeAt(root, 'tools', 'python');
    return itemsAt(written)
      .flatMap((item): readonly ScalarNode[] => {
        if (item.kind === 'scalar') return [item];
        const version = scalarAt(item, 'version');
        return version === undefined ? [] : [version];
      })
      .map(({ span, text: word }, index) =>
        placeAt(source, span, {
          label: 'mise tools.python',
          role: index === 0 ? 'pin' : 'tooling',
          versions: toolVersion(word),
        }),
      );
  });
};
