/** Compose files: images, and build arguments. Source: https://docs.docker.com/reference/compose-file/ */
import { entriesAt, itemsAt, nodeAt, type ScalarNode, scalarAt } from '../../edits/nodes.ts';
import { readYamlNodes } from '../../edits/yaml-nodes.ts';
import { imagePlace } from './images.ts';
import { placeAt, reading, type Source, scalarVersions, sourceOf, wordIn } from './source.ts';
import type { PythonPlace, ReadPlaces, Role } from './types.ts';
import { versionsOf } from './versions.ts';

const PYTHON_ARGUMENT = /^PY(?:THON)?_?(?:BASE_?|IMAGE_?)?(?:VERSION|VER|TAG)$/i;

export const composeFile: ReadPlaces = (path, text) => {
  const source = sourceOf(path, text);
  const role: Role = /compose[.-](?:dev|test|ci|local|override|debug|docs?)/i.test(path)
    ? 'tooling'
    : 'deploy';
  return reading(readYamlNodes(text), (root) =>
    entriesAt(root, 'services').flatMap(([, service]) => {
      const image = scalarAt(service, 'image');
      // An image that is built here has the name that it gets, not the one that it begins with.
      const isBuilt = nodeAt(service, 'build') !== undefined;
      return [
        ...(image === undefined || isBuilt
          ? []
          : imagePlace(source, image, { label: 'image', role })),
        ...argumentsOf(nodeAt(service, 'build', 'args')).flatMap((argument) =>
          argumentPlace(source, argument, role),
        ),
      ];
    }),
  );
};

interface BuildArgument {
  readonly name: string;
  readonly value: ScalarNode;
}

/** A map, or a list of `NAME=value`. */
function argumentsOf(node: ReturnType<typeof nodeAt>): readonly BuildArgument[] {
  if (node?.kind === 'map') {
    return entriesAt(node).flatMap(([name, value]) =>
      value.kind === 'scalar' ? [{ name, value }] : [],
    );
  }
  return itemsAt(node).flatMap((item) => {
    if (item.kind !== 'scalar') return [];
    const [name = '', value] = item.text.split('=', 2);
    const word = value === undefined ? undefined : wordIn(item, /=(.*)$/);
    if (value === undefined || word === undefined) return [];
    return [{ name, value: { ...item, text: value, span: word.span, isString: true } }];
  });
}

function argumentPlace(
  source: Source,
  { name, value }: BuildArgument,
  role: Role,
): readonly PythonPlace[] {
  if (!PYTHON_ARGUMENT.test(name)) return [];
  const version = /^\d+(?:\.\d+){0,2}/.exec(value.text)?.[0];
  if (version === undefined) return [];
  const start = value.span[0];
  const span = [start, start + version.length] as const;
  const versions = scalarVersions(value, () => versionsOf(version));
  return [placeAt(source, span, { label: `build argument ${name}`, role, versions })];
}
