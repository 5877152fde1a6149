/** pixi: `dependencies.python`. Source: https://pixi.sh/latest/reference/pixi_manifest/ */
import { type DocumentNode, nodeAt, scalarAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { condaPlace } from './conda-spec.ts';
import { reading, type Source, sourceOf } from './source.ts';
import type { PythonPlace, ReadPlaces } from './types.ts';

export const pixiFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readTomlNodes(text), (root) => pixiPlaces(source, root));
};

/** `dependencies.python`, in `pixi.toml` or below `[tool.pixi]`. */
export function pixiPlaces(source: Source, pixi: DocumentNode | undefined): readonly PythonPlace[] {
  const written = nodeAt(pixi, 'dependencies', 'python');
  const version = written?.kind === 'map' ? scalarAt(written, 'version') : scalarAt(written);
  return version === undefined ? [] : [condaPlace(source, version, 'pixi dependencies.python')];
}
