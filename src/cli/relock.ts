import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { liveContext } from '../gates/context.ts';
import { lockDiffs } from '../gates/lockfile/diff.ts';
import { treeOf } from '../gates/tree.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import { isValidName, normalizeName } from '../python/names.ts';
import { parseVersion } from '../python/version.ts';
import { type Outcome, relockAll, relockAsking } from '../relock/repository.ts';
import type { Upgrade } from '../relock/types.ts';
import { renderDiffText } from '../report/lockdiff/render.ts';
import { writeChanges } from './changes.ts';
import { userEngine } from './engine.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';
import { sentences } from './relock-words.ts';

export interface RelockOptions {
  /** `X` or `X==V`. */
  readonly package?: readonly string[];
  readonly dryRun?: true;
  readonly allowBuilds?: true;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Makes the locks again that are not in step, or moves packages in them. The exit code is 1 where a
 * lock could not be made.
 *
 * @throws {CannotRun} with what to do about it
 */
export async function relock(path: string, options: RelockOptions): Promise<number> {
  const upgrades = (options.package ?? []).map(upgradeCalled);
  let endProgress = showProgress('Reading the repository');
  try {
    const gates = async () => [relockAsking];
    const { snapshot, directory } = await gatherLocal({ path, all: true, gates });
    if (directory === 'none') {
      throw new CannotRun('There are no files here to change.', 'Run it in a clone with files.');
    }
    const folder = relative(realpathSync(directory), realpathSync(path));
    const before = treeOf(snapshot.head, snapshot.blobs);
    const { outcomes, tree } = await relockAll(userEngine(options.allowBuilds === true), {
      tree: before,
      isMeant: (lock) => folder === '' || lock.startsWith(`${folder}/`),
      upgrades,
      undecided: 'relock',
      context: liveContext(),
      cacheKey: directory,
      onStart(lock) {
        endProgress();
        endProgress = showProgress(`Locking ${lock}`);
      },
    });
    endProgress();
    refuseNothing(outcomes, upgrades, path);
    const changes = outcomes.flatMap(({ result }) =>
      result.kind === 'relocked' ? result.changes : [],
    );
    if (changes.length > 0) {
      const color = options.color && useColor(process.stdout);
      print(renderDiffText(lockDiffs(before, tree), { color }));
      if (!options.dryRun) writeChanges(directory, changes);
    }
    const wish = { upgrades, tree: before, isDryRun: options.dryRun ?? false };
    for (const outcome of outcomes) {
      for (const line of sentences(outcome, wish)) remark(line);
    }
    return outcomes.some(({ result }) => isFailure(result)) ? 1 : 0;
  } finally {
    endProgress();
  }
}

/** @throws {CannotRun} for what is no package with an exact version */
function upgradeCalled(text: string): Upgrade {
  const [name = '', version, ...rest] = text.split('==').map((part) => part.trim());
  const isVersion = version === undefined || parseVersion(version) !== undefined;
  if (!isValidName(name) || !isVersion || rest.length > 0) {
    throw new CannotRun(
      `\`${text}\` names no package.`,
      'Give it as in: lockkeeper relock --package httpx, or --package httpx==0.28.1',
    );
  }
  return { name: normalizeName(name), ...(version === undefined ? {} : { version }) };
}

/** @throws {CannotRun} where there is no lock to make, or none that holds the package */
function refuseNothing(
  outcomes: readonly Outcome[],
  upgrades: readonly Upgrade[],
  path: string,
): void {
  if (outcomes.length > 0) return;
  if (upgrades.length === 0) {
    throw new CannotRun(
      `There is no lock in ${path}.`,
      'Give the folder of a project that has one.',
    );
  }
  const names = upgrades.map(({ name }) => name).join(', ');
  throw new CannotRun(
    `No lock in ${path} holds ${names}.`,
    'Only what is locked can be moved; a new dependency is written into the manifest first.',
  );
}

function isFailure({ kind }: Outcome['result']): boolean {
  return kind === 'failed' || kind === 'refused';
}
