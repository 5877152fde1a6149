/** Projects with something to bump, for every tool, on the local index. */

import { advisorySource } from '../../src/advisories/source.ts';
import { bumpable, type ProposeOptions, propose } from '../../src/bumps/propose.ts';
import type { PythonOptions } from '../../src/bumps/python/propose.ts';
import type { Proposal } from '../../src/bumps/types.ts';
import { type BumpsConfiguration, defaultBumps } from '../../src/config/bumps.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { Tree } from '../../src/gates/types.ts';
import type { PackageIndex } from '../index/server.ts';
import {
  type Bench,
  type Files,
  manifestFor,
  PROJECTS,
  type ToolKind,
} from '../relock/projects.ts';
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
  const given = { ...options(tree), bumps: { ...defaultBumps, ...bumps }, ...more };
  const all: Proposal[] = [];
  for (const found of bumpable(tree)) all.push(await propose(bench.engine, found, given));
  return all;
}

/** Nothing is open, nothing was declined, everything may be edited. */
export function options(tree: Tree): PythonOptions {
  return {
    tree,
    bumps: defaultBumps,
    context: CONTEXT,
    now: NOW,
    cacheKey: 'bumps',
    open: new Map(),
    closed: async () => [],
    advisories: advisorySource('off'),
    scope: 'all',
    mayEditWorkflows: async () => true,
  };
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
    ...(proposal.unknownAdvisories === 'none' ? [] : [`unknown: ${proposal.unknownAdvisories}`]),
  ];
}

/** A project that was locked when only 1.0 of everything was there; `range` is that of `alpha`. */
export async function oldProject(
  { bench, index }: { readonly bench: Bench; readonly index: PackageIndex },
  kind: ToolKind,
  range: string,
): Promise<Files> {
  const first = withOldVersions(manifestFor(kind, index, '==1.0'));
  const pinned = await bench.relock(kind, first, 'none');
  const plain = manifestFor(kind, index, range);
  const { lock } = PROJECTS[kind];
  const loosened = { ...pinned.files, ...plain, [lock]: pinned.files[lock] ?? '' };
  return (await bench.relock(kind, loosened, 'none')).files;
}

/** `beta` is pulled in by `alpha`; naming it keeps it at 1.0. */
function withOldVersions(files: Files): Files {
  const older = (text: string) =>
    text
      .replace('"gamma>=1"', '"gamma==1.0", "beta==1.0"')
      .replace('"gamma (>=1)"', '"gamma (==1.0)", "beta (==1.0)"')
      .replace('gamma = ">=1"', 'gamma = "==1.0"\nbeta = "==1.0"')
      .replace('\ngamma>=1', '\ngamma==1.0\nbeta==1.0');
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, older(text)]));
}
