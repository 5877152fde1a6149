/**
 * `pyproject.toml`: what the project supports and claims, and what its tools assume.
 * Sources: https://packaging.python.org/en/latest/specifications/pyproject-toml/, the tools' docs.
 */
import { type DocumentNode, nodeAt, scalarAt, scalarsAt } from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { classifierPlace } from './classifiers.ts';
import { hatchPlaces } from './hatch.ts';
import { pixiPlaces } from './pixi.ts';
import { poetryRange } from './poetry-constraint.ts';
import { placeAt, reading, type Source, sourceOf } from './source.ts';
import { TARGETS, targetPlaces } from './targets.ts';
import { toxIniPlaces, toxTomlPlaces } from './tox.ts';
import type { PythonPlace, ReadPlaces } from './types.ts';
import { rangeOf } from './versions.ts';

export const pyprojectFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readTomlNodes(text), (root) => {
    const tool = nodeAt(root, 'tool');
    return [
      ...projectPlaces(source, root),
      ...poetryPlaces(source, nodeAt(tool, 'poetry')),
      ...Object.entries(TARGETS).flatMap(([name, targets]) =>
        targetPlaces(source, nodeAt(tool, name), targets),
      ),
      ...hatchPlaces(source, nodeAt(tool, 'hatch')),
      ...toxPlaces(source, nodeAt(tool, 'tox')),
      ...pixiPlaces(source, nodeAt(tool, 'pixi')),
    ];
  });
};

function projectPlaces(source: Source, root: DocumentNode): readonly PythonPlace[] {
  const requires = scalarAt(root, 'project', 'requires-python');
  const classifiers = scalarsAt(root, 'project', 'classifiers');
  return [
    ...(requires === undefined
      ? []
      : [
          placeAt(source, requires.span, {
            label: 'requires-python',
            role: 'range',
            versions: rangeOf(requires.text),
          }),
        ]),
    ...classifiers.flatMap((one) => classifierPlace(source, one)),
  ];
}

function poetryPlaces(source: Source, poetry: DocumentNode | undefined): readonly PythonPlace[] {
  const written = nodeAt(poetry, 'dependencies', 'python');
  const constraint = written?.kind === 'map' ? scalarAt(written, 'version') : scalarAt(written);
  const classifiers = scalarsAt(poetry, 'classifiers');
  return [
    ...(constraint === undefined
      ? []
      : [
          placeAt(source, constraint.span, {
            label: 'tool.poetry.dependencies.python',
            role: 'range',
            versions: poetryRange(constraint.text),
          }),
        ]),
    ...classifiers.flatMap((one) => classifierPlace(source, one)),
  ];
}

/** `[tool.tox]` in TOML, or a whole `tox.ini` in a string. */
function toxPlaces(source: Source, tox: DocumentNode | undefined): readonly PythonPlace[] {
  const legacy = scalarAt(tox, 'legacy_tox_ini');
  return legacy === undefined
    ? toxTomlPlaces(source, tox)
    : toxIniPlaces(source, legacy.raw, legacy.span[0]);
}
