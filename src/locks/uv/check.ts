/**
 * The verdict of `uv lock --check`, from the files alone.
 *
 * uv checks a lock in two steps. First it compares what the lock recorded of its inputs with the
 * inputs of today; if all of that agrees the lock is fresh, whatever the index offers by now. Only
 * if something differs it resolves again, online, and calls the lock stale when the result is
 * another. Whatever is recorded in the lock makes the result another as soon as it differs, so the
 * first step decides, and it needs nothing but files:
 *
 * 1. Find the workspace: the manifest beside the lock, the root above it if that takes it in, the
 *    members that the root's globs match (`workspace.ts`). Read the settings in force
 *    (`settings.ts`). What uv refuses with an error is thrown as a `Refusal`.
 * 2. Read the lock and refuse what uv refuses (`lock-file.ts`, `edges.ts`).
 * 3. Lower every requirement of the manifests to what a lock records for it: sources, indexes,
 *    markers of extras and groups (`lowering.ts`, `project-metadata.ts`).
 * 4. Compare, in uv's order (`compare-*.ts`): options, coverage of environments, conflicts, Python
 *    range, pre-releases, members, groups' settings, kinds of members, the root's constraints and
 *    the like; then walk the source trees that the lock knows and compare what each asks for.
 *    Requirements are compared by meaning, not by text: markers as boolean functions within the
 *    lock's Python range, specifiers as sets of versions, declarations of one package merged
 *    (`python/requirement-set.ts`).
 *
 * Unlike uv, which stops at the first difference, all differences are reported. What the files
 * cannot decide – a dependency outside the repository, dependencies that a build backend makes up –
 * is left open and said; it never hides what is proven.
 */
import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { samePython } from '../../python/requires-python.ts';
import { fileIn } from '../paths.ts';
import type { Located, LockContext, LockJudgement, LockProject, RefusedReason } from '../types.ts';
import { stringAt } from '../values.ts';
import type { Check } from './check-context.ts';
import { compareConflicts } from './compare-conflicts.ts';
import { compareDependencyMetadata } from './compare-dependency-metadata.ts';
import {
  compareCoverage,
  compareEnvironments,
  refuseEnvironments,
} from './compare-environments.ts';
import { compareManifest } from './compare-manifest.ts';
import {
  compareGroupSettings,
  compareMemberSources,
  compareMembers,
  refuseDefaultGroups,
} from './compare-members.ts';
import { compareLibc, compareOptions, comparePrereleases } from './compare-options.ts';
import { comparePackages } from './compare-packages.ts';
import { edgesOf } from './edges.ts';
import { createFiles, type Files } from './files.ts';
import { compareHashAlgorithms } from './hash-algorithms.ts';
import { refuseMissingLinks } from './index-check.ts';
import { type Lock, readLock } from './lock-file.ts';
import { guarded, isOpen } from './open.ts';
import { Refusal } from './refusal.ts';
import { createReport, lockedThere } from './report.ts';
import { scriptPlace } from './script.ts';
import { findSemanticProblems } from './semantic.ts';
import { isScript, locate, type Target } from './target.ts';

/** Never throws. */
export function checkLock(project: LockProject, tree: Tree, context: LockContext): LockJudgement {
  return withPlaces(judgeSafely(project, createFiles(tree), context), project, tree);
}

function judgeSafely(project: LockProject, files: Files, context: LockContext): LockJudgement {
  try {
    return judgeLock(project, files, context);
  } catch (error) {
    if (error instanceof Refusal) return refused([error.located]);
    if (isOpen(error)) return unable(files, error.message);
    // A hostile file can exhaust the stack; that must not take other verdicts down.
    if (error instanceof RangeError) return unable(files, 'the files are nested too deeply');
    return unable(files, `this check failed: ${error instanceof Error ? error.message : error}`);
  }
}

function judgeLock(project: LockProject, files: Files, context: LockContext): LockJudgement {
  const target = locate(files, project);
  if (target.kind === 'unused') {
    const problem = { kind: 'unused-lock', root: target.root } as const;
    return {
      freshness: { status: 'fresh', note: 'not used by uv' },
      problems: [{ reason: problem, at: { path: project.lock } }],
    };
  }
  refuseDefaultGroups(target.workspace);
  refuseMissingLinks({ settings: target.settings, files });
  const lock = lockOf(files, project);
  edgesOf(lock);
  const report = createReport();
  const demand = target.demand ?? { range: lock.requiresPython, text: 'none' };
  const check: Check = { ...target, files, lock, report, context, python: demand };
  if (!target.isScript) refuseEnvironments(check);
  const root = target.declareRoot(check);
  const refusals = compareAll(check, target, root);
  if (refusals.length > 0) return refused(refusals.map((refusal) => refusal.located));
  const problems = semanticProblems(check);
  const { undecided } = files;
  const [first, ...others] = report.reasons;
  if (first !== undefined) {
    return { freshness: { status: 'stale', reasons: [first, ...others], undecided }, problems };
  }
  const [open, ...rest] = undecided;
  if (open !== undefined) {
    return { freshness: { status: 'unable', undecided: [open, ...rest] }, problems };
  }
  return { freshness: { status: 'fresh' }, problems };
}

/** In uv's order. Returns what uv refuses on the way. */
function compareAll(
  check: Check,
  target: Target,
  root: ReturnType<Target['declareRoot']>,
): readonly Refusal[] {
  const steps = [
    compareOptions,
    compareCoverage,
    ...(target.isScript ? [] : [compareEnvironments, compareLibc, compareConflicts]),
    () => comparePython(check, target),
    comparePrereleases,
    compareHashAlgorithms,
    ...(target.isScript ? [] : [compareMembers, compareGroupSettings, compareMemberSources]),
    () => compareManifest(check, root),
    compareDependencyMetadata,
  ];
  for (const step of steps) guarded(check.files, () => step(check));
  return comparePackages(check, root);
}

/** What is too complex to look into hides no verdict. */
function semanticProblems(check: Check): ReturnType<typeof findSemanticProblems> {
  try {
    return findSemanticProblems(check);
  } catch (error) {
    if (isOpen(error)) return [];
    throw error;
  }
}

function comparePython(check: Check, target: Target): void {
  const { lock, report, files } = check;
  const recorded = stringAt(lock.table, 'requires-python') ?? '';
  if (target.demand !== undefined) {
    if (samePython(target.demand.range, lock.requiresPython)) return;
    report.stale(
      { kind: 'python-changed', manifest: target.demand.text, lock: recorded },
      target.demand.at,
      lockedThere(lock.path, ['requires-python']),
    );
    return;
  }
  // Without a declaration uv records the minor version of its interpreter.
  if (!/^>=\s*\d+\.\d+$/.test(recorded)) {
    report.stale(
      { kind: 'python-changed', manifest: 'not set', lock: recorded },
      { path: target.workspace.manifest.path, key: ['project'] },
      lockedThere(lock.path, ['requires-python']),
    );
    return;
  }
  files.leaveOpen({
    reason: `no \`requires-python\` is declared, so uv compares the lock's \`${recorded}\` with the Python it runs on`,
    remedy: `declare \`requires-python\` in \`${target.workspace.manifest.path}\``,
  });
}

function lockOf(files: Files, project: LockProject): Lock {
  const file = readLock(files.tree, project.lock);
  if (file.kind === 'lock') return file.lock;
  throw new Refusal(
    { kind: 'lock-inconsistent', message: `unable to find a lockfile at \`${project.lock}\`` },
    { path: fileIn(project.directory, 'pyproject.toml') },
  );
}

/** Scripts have lines where other manifests have keys. */
function withPlaces(judgement: LockJudgement, project: LockProject, tree: Tree): LockJudgement {
  const text = isScript(project) ? textAt(tree, project.manifest) : undefined;
  if (text === undefined) return judgement;
  const { freshness } = judgement;
  const placed = <T>(item: Located<T>): Located<T> =>
    item.at.path === project.manifest ? { ...item, at: scriptPlace(text, item.at) } : item;
  switch (freshness.status) {
    case 'stale': {
      const [first, ...others] = freshness.reasons;
      return {
        ...judgement,
        freshness: { ...freshness, reasons: [placed(first), ...others.map(placed)] },
      };
    }
    case 'refused': {
      const [first, ...others] = freshness.reasons;
      return {
        ...judgement,
        freshness: { ...freshness, reasons: [placed(first), ...others.map(placed)] },
      };
    }
    default:
      return judgement;
  }
}

function refused(reasons: readonly Located<RefusedReason>[]): LockJudgement {
  const [first, ...others] = reasons;
  if (first === undefined) throw new RangeError('a refusal without a reason');
  return { freshness: { status: 'refused', reasons: [first, ...others] }, problems: [] };
}

function unable(files: Files, reason: string): LockJudgement {
  const own = { reason, remedy: 'simplify it, or check with uv itself' };
  return {
    freshness: { status: 'unable', undecided: [own, ...files.undecided] },
    problems: [],
  };
}
