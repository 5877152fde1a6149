/**
 * Checkboxes in the text of a bump pull request: ticking one is the same as a command in a comment.
 * What a box does stands in a comment behind it that nobody sees.
 */
import { type Command, commandsIn } from './commands.ts';

const BOX = /^- \[(?<mark>[ xX])\] <!-- @lockkeeper (?<words>[a-z]+) -->/gm;

/** Commands of the boxes that are ticked now and were not before. */
export function tickedIn(body: string, before: string): readonly Command[] {
  const old = new Set(tickedWords(before));
  const added = tickedWords(body).filter((words) => !old.has(words));
  return added.flatMap((words) => commandsIn(`@lockkeeper ${words}`));
}

/** The text with no box ticked. */
export function unticked(body: string): string {
  return body.replaceAll(BOX, (box) => box.replace(/\[[xX]\]/, '[ ]'));
}

function tickedWords(body: string): readonly string[] {
  return [...body.matchAll(BOX)].flatMap(({ groups }) =>
    groups?.mark === ' ' ? [] : [groups?.words ?? ''],
  );
}
