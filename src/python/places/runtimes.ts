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
import type { ReadPlaces } from './types.ts';
import { compactVersion, versionsOf } from './versions.ts';

interface RuntimeFile {
  readonly label: string;
  readonly nodes: (text: string) => NodesOrProblem;
  /** Where the runtime stands. */
  readonly find: (root: DocumentNode) => readonly (ScalarNode | undefined)[];
  /** The first group is the version. */
  readonly pattern: RegExp;
}

function runtimeFile({ label, nodes, find, pattern }: RuntimeFile): ReadPlaces {
  return (path, text) => {
    const source = sourceOf(path, text);
    return reading(nodes(text), (root) =>
      find(root).flatMap((scalar) => {
        const word = scalar && wordIn(scalar, pattern);
        if (word === undefined) return [];
        const versions = word.text.includes('.')
          ? versionsOf(word.text)
          : compactVersion(word.text);
        return [placeAt(source, word.span, { label, role: 'deploy', versions })];
      }),
    );
  };
}

const PYTHON = /^python(\d\.\d+)$/;
const PLAIN = /^(?:python-)?(\d+\.\d+(?:\.\d+)?)$/;

/** Source: https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml */
export const serverlessFile = runtimeFile({
  label: 'Serverless Framework',
  nodes: readYamlNodes,
  find: (root) => [
    scalarAt(root, 'provider', 'runtime'),
    ...entriesAt(root, 'functions').map(([, one]) => scalarAt(one, 'runtime')),
  ],
  pattern: PYTHON,
});

/** AWS SAM. Source: https://docs.aws.amazon.com/serverless-application-model */
export const samTemplate = runtimeFile({
  label: 'SAM template',
  nodes: readYamlNodes,
  find: (root) => [
    scalarAt(root, 'Globals', 'Function', 'Runtime'),
    ...entriesAt(root, 'Resources').map(([, one]) => scalarAt(one, 'Properties', 'Runtime')),
  ],
  pattern: PYTHON,
});

/** Source: https://cloud.google.com/appengine/docs/standard/reference/app-yaml */
export const appEngineFile = runtimeFile({
  label: 'App Engine',
  nodes: readYamlNodes,
  find: (root) => [scalarAt(root, 'runtime'), scalarAt(root, 'runtime_config', 'runtime_version')],
  pattern: /^(?:python)?(\d\.?\d{1,2})$/,
});

export const netlifyFile = runtimeFile({
  label: 'Netlify',
  nodes: readTomlNodes,
  find: (root) => [scalarAt(root, 'build', 'environment', 'PYTHON_VERSION')],
  pattern: PLAIN,
});

export const renderFile = runtimeFile({
  label: 'Render',
  nodes: readYamlNodes,
  find: (root) =>
    itemsAt(root, 'services')
      .flatMap((service) => itemsAt(service, 'envVars'))
      .filter((variable) => scalarAt(variable, 'key')?.text === 'PYTHON_VERSION')
      .map((variable) => scalarAt(variable, 'value')),
  pattern: PLAIN,
});
