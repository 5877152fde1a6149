/**
 * Other CI systems: the versions that their jobs run on. Which of those jobs run the tests is not
 * looked at, so their versions count as tested and are never out of place.
 */
import type { DocumentNode, ScalarNode } from '../../edits/nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { imagePlace } from './images.ts';
import { placeAt, reading, type Source, scalarVersions, sourceOf } from './source.ts';
import type { PythonPlace, ReadPlaces } from './types.ts';
import { versionsOf } from './versions.ts';

/** Keys whose values are versions, and keys whose values are images. */
const VERSION_KEY = /^(?:python|python[._-]?version|versionspec|py|pyver)$/i;
const IMAGE_KEY = /^(?:image|name)$/;

export const otherCiFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) => placesIn(source, root, ''));
};

function placesIn(source: Source, node: DocumentNode, key: string): readonly PythonPlace[] {
  if (node.kind === 'scalar') return scalarPlaces(source, node, key);
  const children: readonly (readonly [string, DocumentNode])[] =
    node.kind === 'list'
      ? node.items.map((item) => [key, item] as const)
      : [...node.entries].map(([name, entry]) => [name, entry.node] as const);
  return children.flatMap(([name, child]) => placesIn(source, child, name));
}

function scalarPlaces(source: Source, scalar: ScalarNode, key: string): readonly PythonPlace[] {
  if (IMAGE_KEY.test(key)) {
    return imagePlace(source, scalar, { label: 'CI image', role: 'tested', isTolerated: true });
  }
  if (!VERSION_KEY.test(key)) return [];
  const versions = scalarVersions(scalar, versionsOf);
  if (versions.kind === 'invalid' || versions.kind === 'dynamic') return [];
  const said = { label: `CI ${key}`, role: 'tested', isTolerated: true } as const;
  return [placeAt(source, scalar.span, { ...said, versions })];
}
