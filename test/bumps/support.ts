/** Projects with something to bump, for every tool, on the local index. */

import { bumpable, type ProposeOptions, propose } from '../../src/bumps/propose.ts';
import type { Proposal } from '../../src/bumps/types.ts';
import { type BumpsConfiguration, defaultBumps } from '../../src/config/bumps.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { Bench, Files } from '../relock/support.ts';
import { CONTEXT } from '../support/context.ts';

/** The day on which the tests plan; releases of 2026-11-22 are two days old. */
export const NOW = new Date('2026-11-24T06:00:00Z');

export async function proposals(
  bench: Bench,
  files: Files,
  bumps: Partial<BumpsConfiguration> = {},
  more: Partial<ProposeOptions> = {},
): Promise<readonly Proposal[]> {
  const tree = treeOfTexts(files);
  const options: ProposeOptions = {
    tree,
    bumps: { ...defaultBumps, ...bumps },
    context: CONTEXT,
    now: NOW,
    cacheKey: 'bumps',
    open: new Set(),
    declined: async () => [],
    ...more,
  };
  const all: Proposal[] = [];
  for (const found of bumpable(tree)) all.push(await propose(bench.engine, found, options));
  return all;
}

/** A plan as lines that can be read. */
export function story(proposal: Proposal): readonly string[] {
  return [
    ...proposal.bumps.flatMap(({ branch, moves, diffs }) => [
      `${branch}: ${moves.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(', ')}`,
      ...diffs.map(({ lock, rows }) => {
        const versions = rows.map((row) => `${row.name} ${row.before} → ${row.after}`);
        return `  ${lock}: ${versions.join(', ')}`;
      }),
    ]),
    ...proposal.left.map(
      ({ name, from, to, because }) => `left ${name} ${from} → ${to}: ${because}`,
    ),
    ...proposal.obstacles.map(({ reason }) => `obstacle: ${reason}`),
  ];
}
