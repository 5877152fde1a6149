/** Read the Docs: `build.tools.python`. Source: https://docs.readthedocs.com/platform/stable/config-file/v2.html */
import { scalarAt } from '../../edits/nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { placeAt, reading, scalarVersions, sourceOf } from './source.ts';
import type { ReadPlaces, Versions } from './types.ts';
import { versionsOf } from './versions.ts';

export const readthedocsFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) => {
    const version =
      scalarAt(root, 'build', 'tools', 'python') ?? scalarAt(root, 'python', 'version');
    if (version === undefined) return [];
    const versions = scalarVersions(version, docsVersions);
    return [placeAt(source, version.span, { label: 'Read the Docs', role: 'docs', versions })];
  });
};

function docsVersions(text: string): Versions {
  return /^(?:mamba|mini)/.test(text) ? { kind: 'other', name: text } : versionsOf(text);
}
