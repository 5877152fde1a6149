/** `setup.cfg`: setuptools' metadata, and sections of the tools that read it. */
import { readIniNodes } from '../../edits/ini-nodes.ts';
import { nodeAt, scalarAt } from '../../edits/nodes.ts';
import { classifierPlace } from './classifiers.ts';
import { placeAt, reading, sourceOf, wordsIn } from './source.ts';
import { TARGETS, targetPlaces } from './targets.ts';
import { toxIniPlaces } from './tox.ts';
import type { ReadPlaces } from './types.ts';
import { rangeOf } from './versions.ts';

export const setupCfgFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readIniNodes(text), (root) => {
    const requires =
      scalarAt(root, 'options', 'python_requires') ?? scalarAt(root, 'options', 'python-requires');
    const classifiers = scalarAt(root, 'metadata', 'classifiers');
    return [
      ...(requires === undefined || requires.text === ''
        ? []
        : [
            placeAt(source, requires.span, {
              label: 'python_requires',
              role: 'range',
              versions: rangeOf(requires.text),
            }),
          ]),
      ...(classifiers === undefined
        ? []
        : wordsIn(classifiers.raw, classifiers.span[0], /[^\n\r]*\S/g).flatMap(trimmed)
      ).flatMap((word) => classifierPlace(source, word)),
      ...targetPlaces(source, nodeAt(root, 'mypy'), TARGETS.mypy ?? []),
      ...targetPlaces(source, nodeAt(root, 'isort'), TARGETS.isort ?? []),
      ...toxIniPlaces(source, text, 0, 'tox:'),
    ];
  });
};

function trimmed({
  text,
  span,
}: {
  readonly text: string;
  readonly span: readonly [number, number];
}) {
  const indent = text.search(/\S/);
  return { text: text.slice(indent), span: [span[0] + indent, span[1]] as const };
}
