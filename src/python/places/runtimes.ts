/** Where functions and applications are deployed to: the runtime that their configuration names. */
import {
  type DocumentNode,
  entriesAt,
  itemsAt,
  type NodesOrProblem,
  type ScalarNode,
  scalarAt,
} from '../../edits/nodes.ts';
import { readTomlNodes } from '../../edits/toml-nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { placeAt, reading, sourceOf, wordIn } from './source.ts';
import type { PlaceReader } from './types.ts';
import { compactVersion, versionsOf } from './versions.ts';

interface RuntimeFile {
  readonly name: string;
  readonly path: RegExp;
  readonly read: (text: string) => NodesOrProblem;
  /** Where the runtime stands. */
  readonly find: (root: DocumentNode) => readonly (ScalarNode | undefined)[];
  /** The first group is the version. */
  readonly pattern: RegExp;
}

const PYTHON = /^python(\d\.\d+)$/;
const PLAIN = /^(?:python-)?(\d+\.\d+(?:\.\d+)?)$/;

const FILES: readonly RuntimeFile[] = [
  {
    name: 'Serverless Framework',
    path: /(?:^|\/)serverless\.ya?ml$/,
    read: readYamlNodes,
    find: (root) => [
      scalarAt(root, 'provider', 'runtime'),
      ...entriesAt(root, 'functions').map(([, one]) => scalarAt(one, 'runtime')),
    ],
    pattern: PYTHON,
  },
  {
    name: 'SAM template',
    path: /(?:^|\/)(?:[\w-]+[-.])?template\.ya?ml$/,
    read: readYamlNodes,
    find: (root) => [
      scalarAt(root, 'Globals', 'Function', 'Runtime'),
      ...entriesAt(root, 'Resources').map(([, one]) => scalarAt(one, 'Properties', 'Runtime')),
    ],
    pattern: PYTHON,
  },
  {
    name: 'App Engine',
    path: /(?:^|\/)app\.ya?ml$/,
    read: readYamlNodes,
    find: (root) => [
      scalarAt(root, 'runtime'),
      scalarAt(root, 'runtime_config', 'runtime_version'),
    ],
    pattern: /^(?:python)?(\d\.?\d{1,2})$/,
  },
  {
    name: 'Netlify',
    path: /(?:^|\/)netlify\.toml$/,
    read: readTomlNodes,
    find: (root) => [scalarAt(root, 'build', 'environment', 'PYTHON_VERSION')],
    pattern: PLAIN,
  },
  {
    name: 'Render',
    path: /(?:^|\/)render\.ya?ml$/,
    read: readYamlNodes,
    find: (root) =>
      itemsAt(root, 'services')
        .flatMap((service) => itemsAt(service, 'envVars'))
        .filter((variable) => scalarAt(variable, 'key')?.text === 'PYTHON_VERSION')
        .map((variable) => scalarAt(variable, 'value')),
    pattern: PLAIN,
  },
];

export const runtimeConfiguration: PlaceReader = {
  name: 'configuration of a deployment',
  matches: (path) => FILES.some((file) => file.path.test(path)),
  read(path, text) {
    const file = FILES.find((one) => one.path.test(path));
    if (file === undefined) return { kind: 'places', places: [] };
    const source = sourceOf(path, text);
    return reading(file.read(text), (root) =>
      file.find(root).flatMap((scalar) => {
        const word = scalar && wordIn(scalar, file.pattern);
        if (word === undefined) return [];
        const versions = word.text.includes('.')
          ? versionsOf(word.text)
          : compactVersion(word.text);
        return [placeAt(source, word.span, { label: file.name, role: 'deploy', versions })];
      }),
    );
  },
};
