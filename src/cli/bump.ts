import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { bumpAsking, otherBot } from '../bumps/others.ts';
import { bumpable, propose } from '../bumps/propose.ts';
import type { MadeBump, Proposal } from '../bumps/types.ts';
import { loadConfiguration } from '../config/load.ts';
import { liveContext } from '../gates/context.ts';
import { treeOf } from '../gates/tree.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import { renderProposals } from '../report/bumps/text.ts';
import { writeChanges } from './changes.ts';
import { userEngine } from './engine.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface BumpOptions {
  /** Only bumps of this group. */
  readonly group?: string;
  readonly dryRun?: true;
  readonly allowBuilds?: true;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Shows what the next bump pull requests would hold, and writes the first of each lock into the
 * working tree. The exit code is 1 where something could not be made.
 *
 * @throws {CannotRun} with what to do about it
 */
export async function bump(path: string, options: BumpOptions): Promise<number> {
  let endProgress = showProgress('Reading the repository');
  try {
    const gates = async () => [bumpAsking];
    const { snapshot, directory, configuration } = await gatherLocal({ path, all: true, gates });
    if (directory === 'none') {
      throw new CannotRun('There are no files here to change.', 'Run it in a clone with files.');
    }
    const tree = treeOf(snapshot.head, snapshot.blobs);
    const folder = relative(realpathSync(directory), realpathSync(path));
    const found = bumpable(tree).filter(
      ({ project: { lock } }) => folder === '' || lock.startsWith(`${folder}/`),
    );
    if (found.length === 0) {
      throw new CannotRun(
        `There is no lock in ${path} that could be bumped.`,
        'Locks of uv, Poetry, PDM, Pipenv and pip-compile can be.',
      );
    }
    const file = configuration === 'none' ? { text: 'none', path: '' } : configuration;
    const { configuration: loaded } = await loadConfiguration(file.text, file.path, 'base');
    const now = new Date();
    const engine = userEngine(options.allowBuilds === true);
    const proposals: Proposal[] = [];
    for (const one of found) {
      endProgress();
      endProgress = showProgress(`Looking for updates of ${one.project.lock}`);
      proposals.push(
        await propose(engine, one, {
          tree,
          bumps: loaded.bumps,
          context: liveContext(),
          now,
          cacheKey: directory,
          // A major update that was asked for goes before those that have waited longer.
          open: new Set(options.group === undefined ? [] : [options.group]),
          declined: async () => [],
        }),
      );
    }
    endProgress();
    const chosen = proposals.map((proposal) => ({
      ...proposal,
      bumps: proposal.bumps.filter(({ group }) => group === (options.group ?? group)),
    }));
    print(renderProposals(chosen, { color: options.color && useColor(process.stdout), now }));
    const other = otherBot(tree);
    if (loaded.bumps.mode === 'auto' && other !== 'none') {
      remark(
        `The app opens no pull requests here: ${other.path} has ${other.name} do it (bumps.mode: on would).`,
      );
    }
    if (options.dryRun !== true) write(directory, chosen);
    return proposals.some(({ obstacles }) => obstacles.length > 0) ? 1 : 0;
  } finally {
    endProgress();
  }
}

/** Bumps of one lock stand beside each other, so that only one fits into a working tree. */
function write(directory: string, proposals: readonly Proposal[]): void {
  for (const { project, bumps } of proposals) {
    const [first, ...others] = bumps;
    if (first === undefined) continue;
    writeChanges(directory, first.changes);
    remark(
      `${listOf(first)} of ${first.group} ${first.changes.length === 1 ? 'was' : 'were'} written.`,
    );
    for (const { group } of others) {
      remark(
        `${project.lock}: ${group} was not written; commit, then: lockkeeper bump --group ${group}`,
      );
    }
  }
}

function listOf({ changes }: MadeBump): string {
  return changes.map(({ path }) => path).join(', ');
}
