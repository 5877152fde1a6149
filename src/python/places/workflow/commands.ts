/** Versions that the commands of a step name: `uv python install 3.12`, `conda create python=3.12`. */
import type { ScalarNode } from '../../../edits/nodes.ts';
import { type Word, wordsIn } from '../source.ts';

const VERSION = String.raw`["']?(\d\.\d+(?:\.\d+)?)(?![\w.*])`;

const COMMANDS: readonly RegExp[] = [
  String.raw`\buv python (?:install|pin) ${VERSION}`,
  String.raw`\b(?:uv|uvx|pdm|rye)\b[^\n|;&]*?\s(?:--python|-p)[= ]${VERSION}`,
  String.raw`\bpyenv (?:install|global|local)(?: -\S+)* ${VERSION}`,
  String.raw`\b(?:conda|mamba|micromamba) [^\n]*?\bpython=+${VERSION}`,
  String.raw`\b(?:poetry env use|pdm use|pipenv --python)[ ](?:-\S+ )*(?:python)?${VERSION}`,
].map((pattern) => new RegExp(pattern, 'g'));

/** The versions in a `run`, with their positions. */
export function versionsInCommands({ raw, span }: ScalarNode): readonly Word[] {
  return COMMANDS.flatMap((pattern) => wordsIn(raw, span[0], pattern));
}
