/** pre-commit: interpreters of hooks, and what their arguments assume. Source: https://pre-commit.com */
import { itemsAt, type ScalarNode, scalarAt, scalarsAt } from '../../edits/nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { placeAt, reading, type Source, sourceOf, wordIn } from './source.ts';
import type { PythonPlace, ReadPlaces, Role } from './types.ts';
import { compactVersion, versionsOf } from './versions.ts';

interface Argument {
  readonly pattern: RegExp;
  readonly label: string;
  readonly role: Role;
}

const ARGUMENTS: readonly Argument[] = [
  { pattern: /^--py(\d{2,3})-plus$/, label: 'pyupgrade', role: 'floor-target' },
  { pattern: /^--target-version=?\s*py(\d{2,3})$/, label: 'target-version', role: 'floor-target' },
  { pattern: /^--python-version=(\d\.\d+)$/, label: 'mypy --python-version', role: 'range-target' },
];

export const preCommitFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  return reading(readYamlNodes(text), (root) => {
    const hooks = itemsAt(root, 'repos').flatMap((repository) => itemsAt(repository, 'hooks'));
    const interpreters = [
      scalarAt(root, 'default_language_version', 'python'),
      ...hooks.map((hook) => scalarAt(hook, 'language_version')),
    ];
    return [
      ...interpreters.flatMap((scalar) => interpreterPlace(source, scalar)),
      ...hooks
        .flatMap((hook) => scalarsAt(hook, 'args'))
        .flatMap((argument) => argumentPlaces(source, argument)),
    ];
  });
};

/** `python3.12`; `system`, `default` and `python3` name none. */
function interpreterPlace(source: Source, scalar: ScalarNode | undefined): readonly PythonPlace[] {
  const word = scalar && wordIn(scalar, /^(?:python)?(\d\.\d+(?:\.\d+)?)$/);
  if (word === undefined) return [];
  const said = { label: 'pre-commit python', role: 'tooling' } as const;
  return [placeAt(source, word.span, { ...said, versions: versionsOf(word.text) })];
}

function argumentPlaces(source: Source, scalar: ScalarNode): readonly PythonPlace[] {
  return ARGUMENTS.flatMap(({ pattern, label, role }) => {
    const word = wordIn(scalar, pattern);
    if (word === undefined) return [];
    return [placeAt(source, word.span, { label, role, versions: compactVersion(word.text) })];
  });
}
