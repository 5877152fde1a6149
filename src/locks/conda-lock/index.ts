/**
 * `conda-lock.yml`. conda-lock has no check, and its hash cannot be computed offline (it covers
 * downloaded tables), so this is a consistency verdict: does the lock contradict its environment
 * files, or itself?
 */
import type { Tree } from '../../gates/types.ts';
import { MarkerTooComplex } from '../../python/markers/index.ts';
import { baseName, directoryOf, fileIn, isOutside } from '../paths.ts';
import { readYamlDocument, unreadYaml } from '../read-document.ts';
import { shellWord } from '../shell-word.ts';
import type {
  Located,
  LockFormat,
  LockJudgement,
  LockModel,
  LockProject,
  RefusedReason,
  Undecidable,
} from '../types.ts';
import { stringAt } from '../values.ts';
import { consistencyOf } from './consistency.ts';
import { specsFor } from './environment.ts';
import { type CondaLock, condaLock } from './lock-file.ts';
import { condaLockProblems, unreadablePart } from './problems.ts';
import { readSources, sourcePaths } from './sources.ts';

export const condaLockFormat: LockFormat = {
  kind: 'conda-lock',
  standsAlone: true,
  commands: (project, tree) => ({
    tool: 'conda-lock',
    check: 'consistency',
    relock: relock(project, tree),
  }),
  find,
  inputs: (project, tree) => {
    const lock = lockOf(project, tree);
    const sources = lock === undefined ? [] : sourcePaths(project, lock);
    return [project.lock, project.manifest, ...sources.filter((path) => !isOutside(path))];
  },
  judge,
  model,
};

/** The manifest is the first source; until the lock is read, the usual one. */
function find(tree: Tree): readonly LockProject[] {
  return [...tree.files.keys()]
    .filter((path) => /^(?:.+\.)?conda-lock\.ya?ml$/.test(baseName(path)))
    .filter((path) => tree.read(path).kind !== 'absent')
    .map((path) => {
      const directory = directoryOf(path);
      const usual = fileIn(directory, 'environment.yml');
      const project: LockProject = { kind: 'conda-lock', lock: path, manifest: usual, directory };
      const lock = lockOf(project, tree);
      const [first] = lock === undefined ? [] : sourcePaths(project, lock);
      return first === undefined || isOutside(first) ? project : { ...project, manifest: first };
    });
}

function relock(project: LockProject, tree: Tree): string {
  const sources = lockOf(project, tree)?.sources ?? [];
  const files = sources.map((source) => ` -f ${shellWord(source)}`).join('');
  const command = `conda-lock lock${files} --lockfile ${shellWord(baseName(project.lock))}`;
  return project.directory === '' ? command : `cd ${shellWord(project.directory)} && ${command}`;
}

function lockOf(project: LockProject, tree: Tree): CondaLock | undefined {
  const document = readYamlDocument(tree, project.lock, 'lock');
  return document.kind === 'refused' ? undefined : condaLock(project.lock, document.value);
}

function judge(project: LockProject, tree: Tree): LockJudgement {
  const unread = unreadYaml(tree, project.lock);
  if (unread !== undefined) return unable([unread], []);
  const document = readYamlDocument(tree, project.lock, 'lock');
  if (document.kind === 'refused') return refused(document.reason);
  const found = stringAt(document.value, 'version') ?? 'none';
  if (found !== '1') {
    const reason = { kind: 'unknown-version', found, known: '1' } as const;
    return refused({ reason, at: { path: project.lock, key: ['version'] } });
  }
  const lock = condaLock(project.lock, document.value);
  const unreadable = unreadablePart(lock, document.value);
  if (unreadable !== undefined) return refused(unreadable);
  const sources = readSources(project, lock, tree);
  const [bad] = sources.refused;
  if (bad !== undefined) return refused(bad);
  const problems = condaLockProblems(lock);
  try {
    const { reasons, undecided } = consistencyOf(lock, sources.environments);
    const [first, ...others] = reasons;
    const open = [...sources.undecided, ...undecided];
    if (first !== undefined) {
      const stale = { status: 'stale', reasons: [first, ...others], undecided: open } as const;
      return { freshness: stale, problems };
    }
    return unable(open, problems);
  } catch (error) {
    if (!(error instanceof MarkerTooComplex)) throw error;
    return unable([{ reason: error.message, remedy: 'Simplify the markers.' }], problems);
  }
}

function refused(reason: Located<RefusedReason>): LockJudgement {
  return { freshness: { status: 'refused', reasons: [reason] }, problems: [] };
}

function unable(
  [open, ...more]: readonly Undecidable[],
  problems: LockJudgement['problems'],
): LockJudgement {
  const note = 'consistent: the hash of conda-lock cannot be computed offline';
  if (open === undefined) return { freshness: { status: 'fresh', note }, problems };
  return { freshness: { status: 'unable', undecided: [open, ...more] }, problems };
}

function model(project: LockProject, tree: Tree): LockModel | undefined {
  const lock = lockOf(project, tree);
  if (lock === undefined) return undefined;
  const names = new Set<string>();
  for (const { text } of readSources(project, lock, tree).environments) {
    for (const platform of lock.platforms) {
      for (const { name } of specsFor(text, platform) ?? []) names.add(name);
    }
  }
  return { format: [1], packages: lock.packages, direct: [...names].sort() };
}
