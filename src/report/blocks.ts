/** A document out of blocks that can be shortened: the least important items go first. */
import { byteLength, clampBytes } from './limits.ts';
import { count, type Noun } from './words.ts';

export interface Block {
  /** Higher is dropped later. */
  readonly importance: number;
  /** Before the items: a heading, the head of a table. */
  readonly head: readonly string[];
  readonly items: readonly string[];
  /** After the items: the end of a fence. */
  readonly tail?: readonly string[];
  /** What an item is, for "3 more locks are not shown". */
  readonly noun: Noun;
}

/** The blocks as Markdown of at most `limit` bytes; what is left out is counted in its place. */
export function renderBlocks(blocks: readonly Block[], limit: number): string {
  const shown = blocks.map(({ items }) => items.length);
  const leastFirst = [...blocks.keys()].sort(
    (a, b) => (blocks[a]?.importance ?? 0) - (blocks[b]?.importance ?? 0),
  );
  const fits = () => byteLength(joined(blocks, shown)) <= limit;
  for (const index of leastFirst) {
    if (fits()) break;
    shown[index] = mostThatFits(shown[index] ?? 0, (amount) => {
      shown[index] = amount;
      return fits();
    });
  }
  return clampBytes(joined(blocks, shown), limit);
}

/** The largest amount below `all` that fits; 0 if none does. */
function mostThatFits(all: number, fits: (amount: number) => boolean): number {
  let low = 0;
  let high = Math.max(0, all - 1);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function joined(blocks: readonly Block[], shown: readonly number[]): string {
  return blocks
    .map((block, index) => renderBlock(block, shown[index] ?? 0))
    .filter((text) => text !== '')
    .join('\n\n');
}

function renderBlock({ head, items, tail = [], noun }: Block, shown: number): string {
  const omitted = items.length - shown;
  const note = omitted > 0 ? `_${omittedNote(omitted, shown, noun)}_` : '';
  if (shown === 0 && items.length > 0) return note;
  const body = [...head, ...items.slice(0, shown), ...tail].join('\n');
  return note === '' ? body : `${body}\n\n${note}`;
}

function omittedNote(omitted: number, shown: number, noun: Noun): string {
  const more =
    shown === 0 ? count(omitted, noun) : count(omitted, [`more ${noun[0]}`, `more ${noun[1]}`]);
  return `${more} not shown, for lack of room.`;
}
