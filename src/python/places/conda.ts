/**
 * conda: `environment.yml`, recipes, and `pixi.toml`.
 * Source: https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
 */
import { type DocumentNode, itemsAt, nodeAt, scalarAt } from '../../edits/nodes.ts';
import { linesOf } from '../../edits/text-lines.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { placeAt, reading, type Source, sourceOf, type Word, wordIn, wordsIn } from './source.ts';
import type { PlaceReader, PythonPlace, Versions } from './types.ts';
import { rangeOf, versionsOf } from './versions.ts';

export const condaEnvironment: PlaceReader = {
  name: 'conda environment',
  matches: (path) =>
    /(?:^|\/)(?:[\w.-]*[-_.])?(?:environment|conda-env)(?:[-_.][\w.-]+)?\.ya?ml$/.test(path),
  read(path, text) {
    const source = sourceOf(path, text);
    return reading(readYamlNodes(text), (root) =>
      itemsAt(root, 'dependencies').flatMap((item) => {
        if (item.kind !== 'scalar') return [];
        // `conda-forge::python[version='>=3.9']` has an own syntax and is rare.
        const word = wordIn(item, /^(?:[\w-]+::)?python\s*([=<>!~\d].*)$/);
        return word === undefined ? [] : [specPlace(source, word, 'conda environment')];
      }),
    );
  },
};

/** A recipe is a template, not YAML: only its lines `- python >=3.9` are looked at. */
export const condaRecipe: PlaceReader = {
  name: 'conda recipe',
  matches: (path) => /(?:^|\/)(?:conda(?:-recipe)?|recipe)\/(?:[^/]+\/)?meta\.yaml$/.test(path),
  read(path, text) {
    const source = sourceOf(path, text);
    const places = linesOf(text).flatMap(({ text: line, start }) =>
      wordsIn(line, start, /^\s*-\s*python\s+([=<>!~\d][^#{}]*[^#{}\s])\s*(?:#.*)?$/g).map((word) =>
        specPlace(source, word, 'conda recipe'),
      ),
    );
    return { kind: 'places', places };
  },
};

export const pixiFile: PlaceReader = {
  name: 'pixi.toml',
  matches: (path) => /(?:^|\/)pixi\.toml$/.test(path),
  read(path, text) {
    const source = sourceOf(path, text);
    return reading(readTomlNodes(text), (root) => pixiPlaces(source, root));
  },
};

/** `dependencies.python`, in `pixi.toml` or below `[tool.pixi]`. */
export function pixiPlaces(source: Source, pixi: DocumentNode | undefined): readonly PythonPlace[] {
  const written = nodeAt(pixi, 'dependencies', 'python');
  const version = written?.kind === 'map' ? scalarAt(written, 'version') : scalarAt(written);
  return version === undefined ? [] : [specPlace(source, version, 'pixi dependencies.python')];
}

function specPlace(source: Source, { text, span }: Word, label: string): PythonPlace {
  const versions = condaVersions(text);
  const role = 'environment';
  // Only the version of `=3.12.*` is replaced by an edit.
  const version = /\d+(?:\.\d+)*/.exec(text);
  if (versions.kind !== 'version' || version === null) {
    return placeAt(source, span, { label, role, versions });
  }
  const start = span[0] + version.index;
  return placeAt(source, [start, start + version[0].length], { label, role, versions });
}

/** `3.12`, `=3.12`, `3.12.*`, `==3.12.4`, `>=3.10,<3.13`; builds and unions are no PEP 440. */
function condaVersions(spec: string): Versions {
  const text = spec.replace(/\s+/g, '');
  const plain = text.replace(/^={1,2}/, '').replace(/(?:\.\*)+$|\*$/, '');
  const single = /^\d+(?:\.\d+){0,2}$/.test(plain) ? versionsOf(plain) : rangeOf(text);
  return single.kind === 'invalid'
    ? { kind: 'dynamic', reason: `\`${spec}\` says more than a list of specifiers can` }
    : single;
}
