import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { advisorySource, DEFAULT_OSV_URL, osvUrlProblem } from '../advisories/source.ts';
import { isOwnGroup, PYTHON, SECURITY, WEEKLY } from '../bumps/plan/groups.ts';
import { bumpAsking, otherBot } from '../bumps/plan/others.ts';
import { leftAlone, type Subject, subjectsOf } from '../bumps/subjects.ts';
import type { MadeBump, Proposal } from '../bumps/types.ts';
import type { BumpsConfiguration } from '../config/bumps.ts';
import { loadConfiguration } from '../config/load.ts';
import { liveContext } from '../gates/context.ts';
import { treeOf } from '../gates/tree.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import { shellWord } from '../locks/shell-word.ts';
import { renderProposals } from '../report/bumps/text.ts';
import { writeChanges } from './changes.ts';
import { userEngine } from './engine.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface BumpOptions {
  /** Only bumps of this group. */
  readonly group?: string;
  /** Only security updates. */
  readonly security?: true;
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
    const file = configuration === 'none' ? { text: 'none', path: '' } : configuration;
    const { configuration: loaded, problems } = await loadConfiguration(
      file.text,
      file.path,
      'base',
    );
    // Who names a folder means what is in it.
    const alone = leftAlone(loaded, folder === '' ? 'not' : 'too');
    const found = subjectsOf(tree, alone).filter(
      ({ directory: of }) => folder === '' || `${of}/`.startsWith(`${folder}/`),
    );
    if (found.length === 0) {
      throw new CannotRun(
        `There is nothing in ${path} that could be bumped.`,
        'Locks of uv, Poetry, PDM, Pipenv and pip-compile can be, and places that name a patch version of Python (3.12.4).',
      );
    }
    for (const { path: at, line, key, message } of problems) {
      remark(`${at}:${line}: ${key === '' ? '' : `${key}: `}${message}`);
    }
    demandGroup(options.group, Object.keys(loaded.bumps.groups));
    const now = new Date();
    const engine = userEngine(options.allowBuilds === true);
    const given = {
      tree,
      bumps: loaded.bumps,
      context: liveContext(),
      now,
      cacheKey: directory,
      // A major update that was asked for goes before those that have waited longer.
      open: new Map(options.group === undefined ? [] : [[options.group, []]]),
      closed: async () => [],
      advisories: advisorySource(osvUrl()),
      scope: options.security === true ? 'security' : 'all',
      mayEditWorkflows: async () => true,
    } as const;
    endProgress();
    endProgress = showProgress(`Looking for updates of ${namesOf(found)}`);
    // The engine has them wait for each other where they are too many.
    const proposals = await Promise.all(found.map((one) => one.propose(engine, given)));
    endProgress();
    const chosen = proposals.map((proposal) => ({
      ...proposal,
      bumps: proposal.bumps.filter(({ group }) => group === (options.group ?? group)),
    }));
    print(renderProposals(chosen, { color: options.color && useColor(process.stdout), now }));
    const unknown = new Set(proposals.map(({ unknownAdvisories }) => unknownAdvisories));
    unknown.delete('none');
    demandKnown(options, loaded.bumps.security, [...unknown]);
    for (const reason of unknown) {
      remark(`Known vulnerabilities were not looked up: ${reason} (OSV_URL=off asks nobody).`);
    }
    const other = otherBot(tree);
    if (loaded.bumps.mode === 'auto' && other !== 'none') {
      remark(
        `The app opens no pull requests here: ${other.path} has ${other.name} do it (bumps.mode: on would).`,
      );
    }
    if (options.group !== undefined && chosen.every(({ bumps }) => bumps.length === 0)) {
      remark(`Nothing of the group ${options.group} is due.`);
    }
    if (options.dryRun !== true) write(directory, path, chosen);
    return proposals.some(({ obstacles }) => obstacles.length > 0) ? 1 : 0;
  } finally {
    endProgress();
  }
}

function osvUrl(): string {
  const url = process.env.OSV_URL || DEFAULT_OSV_URL;
  const problem = osvUrlProblem(url);
  if (problem === 'none') return url;
  throw new CannotRun(`OSV_URL ${problem}.`, `It is a URL such as ${DEFAULT_OSV_URL}, or off.`);
}

/** A misspelt group would look like one that has nothing to move. */
function demandGroup(group: string | undefined, configured: readonly string[]): void {
  if (group === undefined || isOwnGroup(group) || configured.includes(group)) return;
  const names = [WEEKLY, SECURITY, PYTHON, 'major-NAME', ...configured];
  throw new CannotRun(
    `There is no group called ${group}.`,
    `Groups here are ${names.join(', ')}; the section \`bumps.groups\` makes others.`,
  );
}

/** "Nothing to bump" would sound like "nothing is vulnerable". */
function demandKnown(
  { security }: BumpOptions,
  mode: BumpsConfiguration['security'],
  [reason]: readonly string[],
): void {
  if (security !== true) return;
  const isOff = mode === 'off' || process.env.OSV_URL === 'off';
  if (!isOff && reason === undefined) return;
  throw new CannotRun(
    `Nobody knows what is vulnerable here: ${reason ?? 'known vulnerabilities are not looked up'}.`,
    isOff
      ? 'Switch it on: `bumps.security` in the configuration, OSV_URL in the environment.'
      : 'Try again later, or name another OSV server in OSV_URL.',
  );
}

/** `uv.lock`, `uv.lock and 2 more`. */
function namesOf([first, ...others]: readonly Subject[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${first?.title}${more}`;
}

/** Bumps that stand beside each other, of one lock or in one file: only one fits into a working tree. */
function write(directory: string, path: string, proposals: readonly Proposal[]): void {
  const written = new Set<string>();
  const folder = path === '.' ? '' : ` ${shellWord(path)}`;
  for (const { project, bumps } of proposals) {
    const isFree = ({ changes }: MadeBump) => !changes.some(({ path }) => written.has(path));
    const first = bumps.find(isFree);
    const others = bumps.filter((one) => one !== first);
    if (first !== undefined) {
      writeChanges(directory, first.changes);
      for (const { path } of first.changes) written.add(path);
      remark(
        `${listOf(first)} of ${first.group} ${first.changes.length === 1 ? 'was' : 'were'} written.`,
      );
    }
    for (const { group } of others) {
      remark(
        `${project.lock}: ${group} was not written; commit, then: lockkeeper bump${folder} --group ${group}`,
      );
    }
  }
}

function listOf({ changes }: MadeBump): string {
  return changes.map(({ path }) => path).join(', ');
}
