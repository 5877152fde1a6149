/** The text of a pull request that bumps the patch version of Python, as GitHub's Markdown. */
import type { MovedPlace } from '../../bumps/types.ts';
import { type Block, renderBlocks } from '../blocks.ts';
import { code, prose } from '../escape.ts';
import { MAX_COMMENT_BYTES } from '../limits.ts';
import { lockDiffBlocks } from '../lockdiff/blocks.ts';
import { choicesBlock, footer, leftBlock, line, type PullTextInput } from './pull-request.ts';

const COMMANDS = ['rebase', 'ignore python', 'ignore python until 2027-01-31', 'now'] as const;

export function renderPythonText(
  input: Omit<PullTextInput, 'lock' | 'link' | 'changelogs'>,
  places: readonly MovedPlace[],
): string {
  const { bump, verdict, marker } = input;
  const { name, version } = bump.tool;
  const blocks: readonly Block[] = [
    line(
      'This moves Python to the newest patch of the same minor version, in all places together.',
    ),
    placesBlock(places),
    line(
      `${code(`${name} ${version}`)} knows these releases; whether images have been published for them was not looked up. Lockkeeper's own verdict: ${prose(verdict)}.`,
    ),
    ...bump.notes.map((note) => line(prose(note))),
    ...lockDiffBlocks(bump.diffs),
    leftBlock(input.left),
    line(footer(input.schedule, COMMANDS)),
    choicesBlock('whole'),
  ];
  const room = MAX_COMMENT_BYTES - Buffer.byteLength(marker) - 2;
  const shown = blocks.filter(({ head, items }) => items.length > 0 || head.length === 1);
  return `${renderBlocks(shown, room)}\n\n${marker}`;
}

function placesBlock(places: readonly MovedPlace[]): Block {
  return {
    importance: 8,
    head: ['| Place | What it is | From | To |', '| --- | --- | --- | --- |'],
    items: places.map(
      ({ path, line: number, label, from, to }) =>
        `| ${code(`${path}:${number}`)} | ${prose(label)} | ${code(from)} | ${code(to)} |`,
    ),
    noun: ['place', 'places'],
  };
}
