/**
 * Dockerfiles: the images that stages begin with. The last stage is what gets deployed.
 * Source: https://docs.docker.com/reference/dockerfile/#from
 */
import { type Argument, DockerfileParser, type From } from 'dockerfile-ast';
import { imagePython } from './images.ts';
import { placeAt, sourceOf, type Word } from './source.ts';
import type { PythonPlace, ReadPlaces, Role } from './types.ts';

/** Larger files are no Dockerfiles (UTF-16 units). */
const MAX_LENGTH = 200_000;

export const dockerfile: ReadPlaces = (path, text) => {
  if (text.length > MAX_LENGTH) {
    return { kind: 'unreadable', line: 1, reason: 'it is too long for a Dockerfile' };
  }
  return { kind: 'places', places: stagePlaces(path, text) };
};

interface Stage {
  readonly name: string | null;
  /** Another stage, or an image. */
  readonly base: string;
  readonly image: readonly Word[];
}

function stagePlaces(path: string, text: string): readonly PythonPlace[] {
  const source = sourceOf(path, text);
  const file = DockerfileParser.parse(text);
  const offsetAt = offsets(text);
  const global = new Map(
    file.getInitialARGs().flatMap((argument): readonly (readonly [string, Word])[] => {
      const property = argument.getProperty();
      const range = property?.getValueRange();
      const value = property?.getValue();
      if (!property || !range || value == null) return [];
      const start = offsetAt(range.start);
      const quote = /^["']/.test(text.slice(start)) ? 1 : 0;
      const at = start + quote;
      return [[property.getName(), { text: value, span: [at, at + value.length] }]];
    }),
  );
  const stages = file.getFROMs().flatMap((from) => stageOf(from, offsetAt, global));
  const deployed = deployedStage(stages);
  return stages.flatMap((stage): readonly PythonPlace[] => {
    const [whole, ...parts] = stage.image;
    const python = whole && pythonOf(whole, parts);
    if (python === undefined) return [];
    const role: Role = stage === deployed && isDeployed(path) ? 'deploy' : stageRole(path);
    const { span, versions } = python;
    return [placeAt(source, span, { label: 'Dockerfile FROM', role, versions })];
  });
}

/** The image with its arguments put in, and the arguments themselves. */
function stageOf(
  from: From,
  offsetAt: (position: Position) => number,
  global: ReadonlyMap<string, Word>,
): readonly Stage[] {
  const image: Argument | undefined = from
    .getArguments()
    .find((argument) => !argument.getValue().startsWith('--'));
  if (image === undefined) return [];
  const written = image.getValue();
  const start = offsetAt(image.getRange().start);
  const used: Word[] = [];
  const resolved = written.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole, braced?: string, fallback?: string, plain?: string) => {
      const word = global.get(braced ?? plain ?? '');
      if (word === undefined) return fallback ?? whole;
      used.push(word);
      return word.text;
    },
  );
  const span = [start, start + written.length] as const;
  return [
    { name: from.getBuildStage(), base: written, image: [{ text: resolved, span }, ...used] },
  ];
}

/** Where the version stands: in the reference itself, or in the argument that it came from. */
function pythonOf(whole: Word, parts: readonly Word[]): ReturnType<typeof imagePython> {
  const python = imagePython(whole);
  if (python === undefined || parts.length === 0) return python;
  for (const part of parts) {
    const inside = part.text.indexOf(python.text);
    if (python.text === '' || inside === -1) continue;
    const start = part.span[0] + inside;
    return { ...python, span: [start, start + python.text.length] };
  }
  return { ...python, span: whole.span };
}

/** The stage whose image the last one stands on. */
function deployedStage(stages: readonly Stage[]): Stage | undefined {
  let stage = stages.at(-1);
  for (let step = 0; stage && step < stages.length; step++) {
    const { base } = stage;
    const before = stages.slice(0, stages.indexOf(stage));
    const parent = before.findLast(({ name }) => name?.toLowerCase() === base.toLowerCase());
    if (parent === undefined) return stage;
    stage = parent;
  }
  return stage;
}

/** Images for development, for tests and for building are not what production runs. */
function isDeployed(path: string): boolean {
  return !/(?:^|[/._-])(?:dev|devel|development|devcontainer|local|test|tests|testing|ci|docs?|lint|build|builder|bench\w*|debug)(?:[/._-]|$)/i.test(
    path,
  );
}

function stageRole(path: string): Role {
  return /(?:^|\/)\.devcontainer\//.test(path) ? 'pin' : 'tooling';
}

interface Position {
  readonly line: number;
  readonly character: number;
}

function offsets(text: string): (position: Position) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return ({ line, character }) => (starts[line] ?? text.length) + character;
}
