import type { LockDiff, LockDiffRow } from '../../gates/lock-diff.ts';
import type { Block } from '../blocks.ts';
import { code, literal } from '../escape.ts';
import { changeText, reasonText, totals, versionsText } from './words.ts';

/** Above the remarks, below what counts: when room is short, the last rows go first. */
const IMPORTANCE = 4;

/** A table for each lock, as blocks of a document that can be shortened. */
export function lockDiffBlocks(diffs: readonly LockDiff[]): readonly Block[] {
  return diffs.map((diff) => ({
    importance: IMPORTANCE,
    head: [
      `#### ${code(diff.lock)}: ${totals(diff)}`,
      ...(diff.rows.length === 0
        ? []
        : [
            '',
            '| Package | Version | Change | Why it is there | Look at |',
            '| --- | --- | --- | --- | --- |',
          ]),
    ],
    items: diff.rows.map(row),
    noun: ['package', 'packages'],
  }));
}

function row(item: LockDiffRow): string {
  const cells = [
    code(item.name),
    code(versionsText(item)),
    changeText(item),
    literal(reasonText(item)),
    literal(item.risks.join('; ')),
  ];
  return `| ${cells.join(' | ')} |`;
}
