/**
 * conda: `environment.yml` and recipes.
 * Source: https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
 */
import { itemsAt } from '../../edits/nodes.ts';
import { linesOf } from '../../edits/text-lines.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { condaPlace } from './conda-spec.ts';
import { reading, sourceOf, wordIn, wordsIn } from './source.ts';
import type { ReadPlaces } from './types.ts';

export const condaEnvironment: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) =>
    itemsAt(root, 'dependencies').flatMap((item) => {
      if (item.kind !== 'scalar') return [];
      // `conda-forge::python[version='>=3.9']` has an own syntax and is rare.
      const word = wordIn(item, /^(?:[\w-]+::)?python\s*([=<>!~\d].*)$/);
      return word === undefined ? [] : [condaPlace(source, word, 'conda environment')];
    }),
  );
};

/** A recipe is a template, not YAML: only its lines `- python >=3.9` are looked at. */
export const condaRecipe: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  const places = linesOf(text).flatMap(({ text: line, start }) =>
    wordsIn(line, start, /^\s*-\s*python\s+([=<>!~\d][^#{}]*[^#{}\s])\s*(?:#.*)?$/g).map((word) =>
      condaPlace(source, word, 'conda recipe'),
    ),
  );
  return { kind: 'places', places };
};
