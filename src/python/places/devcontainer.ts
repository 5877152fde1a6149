/** Dev containers: the image, and the Python feature. Source: https://containers.dev/implementors/json_reference/ */
import { readJsonNodes } from '../../edits/json-nodes.ts';
import { entriesAt, scalarAt } from '../../edits/nodes.ts';
import { imagePlace } from './images.ts';
import { placeAt, reading, sourceOf } from './source.ts';
import type { ReadPlaces } from './types.ts';
import { versionsOf } from './versions.ts';

const PYTHON_FEATURE = /(?:^|\/)features\/python(?::|$)/;

export const devcontainerFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readJsonNodes(text), (root) => {
    const image = scalarAt(root, 'image');
    return [
      ...(image === undefined
        ? []
        : imagePlace(source, image, { label: 'dev container image', role: 'pin' })),
      ...entriesAt(root, 'features').flatMap(([name, options]) => {
        const version = scalarAt(options, 'version');
        if (!PYTHON_FEATURE.test(name) || version === undefined) return [];
        // The interpreter of the operating system is there in any case.
        if (/^(?:none|os-provided)$/.test(version.text)) return [];
        return [
          placeAt(source, version.span, {
            label: 'dev container feature',
            role: 'pin',
            versions: versionsOf(version.text),
          }),
        ];
      }),
    ];
  });
};
