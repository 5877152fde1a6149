/** One pdm.lock, from its files to the verdict. */
import type { Tree } from '../../gates/types.ts';
import { MarkerTooComplex } from '../../python/markers/index.ts';
import { readDocument } from '../read-document.ts';
import type {
  Freshness,
  Located,
  LockJudgement,
  LockProject,
  SemanticProblem,
  Undecidable,
} from '../types.ts';
import { OpenQuestion, Refusal } from '../uv/refusal.ts';
import { type Body, bodyReasons } from './body.ts';
import { bodyProblems } from './body-problems.ts';
import { type Checked, hashFreshness } from './freshness.ts';
import { isOldFormat } from './generations.ts';
import { type PdmLock, readLock } from './lock-file.ts';
import { inputsFreshness } from './lock-inputs/index.ts';
import { NO_MARK, readManifest } from './manifest.ts';
import { usesPylock } from './settings.ts';
import { membersOf, workspaceAbove } from './workspace.ts';

export function judge(project: LockProject, tree: Tree): LockJudgement {
  try {
    return judgeLock(project, tree);
  } catch (error) {
    if (error instanceof Refusal) {
      return { freshness: { status: 'refused', reasons: [error.located] }, problems: [] };
    }
    if (error instanceof OpenQuestion || error instanceof MarkerTooComplex) {
      return { freshness: unable({ reason: error.message, remedy: ASK_PDM }), problems: [] };
    }
    throw error;
  }
}

const ASK_PDM = 'Check it with `pdm lock --check` itself.';

function unable(undecided: Undecidable): Freshness {
  return { status: 'unable', undecided: [undecided] };
}

function judgeLock(project: LockProject, tree: Tree): LockJudgement {
  if (!tree.files.has(project.manifest)) {
    const message = `there is no pyproject.toml beside ${project.lock}`;
    throw new Refusal({ kind: 'manifest-invalid', message }, { path: project.lock });
  }
  const unused = unusedBy(project, tree);
  if (unused !== undefined) return unused;
  const document = readDocument(tree, project.lock, 'lock', NO_MARK);
  if (document.kind === 'refused') throw new Refusal(document.reason.reason, document.reason.at);
  const lock = readLock(project, document.value);
  const root = readManifest(tree, project.manifest);
  const members = membersOf(root, tree);
  const tables = (members ?? []).map(({ manifest: { path, table } }) => ({ path, table }));
  const body: Body = { project, lock, manifest: root.table, members: tables };
  const checked = { project, lock, root, members, bodyReasons: () => bodyReasons(body) };
  const freshness = freshnessOf(checked);
  // A stale lock is made again anyway: what its body lacks follows from that.
  const problems = freshness.status === 'fresh' ? bodyProblems(body) : [];
  return { freshness, problems: [...problems, ...formatProblems(project, lock)] };
}

/** PDM asks whether the key is there, whatever it holds. */
function freshnessOf(checked: Checked): Freshness {
  const recordsInputs = Object.hasOwn(checked.lock.metadata, 'lock_inputs');
  return recordsInputs ? inputsFreshness(checked) : hashFreshness(checked);
}

/** What is checked in its stead, or nothing at all. */
function unusedBy(project: LockProject, tree: Tree): LockJudgement | undefined {
  const root = workspaceAbove(project.directory, tree);
  if (root !== undefined) {
    return {
      freshness: { status: 'fresh', note: 'not used by PDM' },
      problems: [
        { reason: { kind: 'unused-lock', root: root || '.' }, at: { path: project.lock } },
      ],
    };
  }
  if (!usesPylock(project.directory, tree)) return undefined;
  const undecided = {
    reason:
      'pdm.toml sets lock.format to pylock: PDM checks pylock.toml and does not look at this lock',
    remedy: `Remove ${project.lock}, or the setting.`,
  };
  return { freshness: unable(undecided), problems: [] };
}

function formatProblems(
  project: LockProject,
  { version }: PdmLock,
): readonly Located<SemanticProblem>[] {
  if (!isOldFormat(version)) return [];
  const message = 'PDM writes 4.5 since 2.17, which also records what the lock was made for.';
  const at = { path: project.lock, key: ['metadata', 'lock_version'] };
  return [{ reason: { kind: 'old-format', found: version, message }, at }];
}
