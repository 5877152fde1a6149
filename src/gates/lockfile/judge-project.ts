/** One project's verdict: its format's own, behind what is the same for all formats. */
import { conflictMarkerLine } from '../../locks/documents.ts';
import type {
  Located,
  LockFormat,
  LockJudgement,
  LockProject,
  NonEmpty,
  RefusedReason,
  Undecidable,
} from '../../locks/types.ts';
import { textAt } from '../tree.ts';
import type { GateContext, Tree } from '../types.ts';

/** Never throws; what is missing, too large or full of conflict markers is told here. */
export function judgeProject(
  format: LockFormat,
  project: LockProject,
  tree: Tree,
  context: GateContext,
): LockJudgement {
  if (!format.standsAlone && !tree.files.has(project.manifest)) {
    return refused([{ reason: { kind: 'manifest-missing' }, at: { path: project.lock } }]);
  }
  const large = [project.manifest, project.lock].flatMap((path) => tooLarge(tree, path));
  if (isNonEmpty(large)) {
    return { freshness: { status: 'unable', undecided: large }, problems: [] };
  }
  const judgement = format.judge(project, tree, context);
  if (judgement.freshness.status !== 'refused') return judgement;
  // A tool stops at the first broken file; people want to hear of both.
  const conflicts = [project.manifest, project.lock].flatMap((path) => conflictsIn(tree, path));
  return isNonEmpty(conflicts) ? refused(conflicts) : judgement;
}

function tooLarge(tree: Tree, path: string): readonly Undecidable[] {
  const file = tree.read(path);
  if (file.kind !== 'too-large') return [];
  const [size, limit] = [file.size, file.limit].map((bytes) => (bytes / 1024 ** 2).toFixed(0));
  return [
    {
      reason: `${path} has ${size} MB, and nothing above ${limit} MB is read`,
      remedy: 'Is it really a lock or a manifest? If so, please tell us.',
    },
  ];
}

function conflictsIn(tree: Tree, path: string): readonly Located<RefusedReason>[] {
  const line = conflictMarkerLine(textAt(tree, path) ?? '');
  return line === undefined ? [] : [{ reason: { kind: 'conflict-markers' }, at: { path, line } }];
}

function isNonEmpty<T>(items: readonly T[]): items is NonEmpty<T> {
  return items.length > 0;
}

function refused(reasons: NonEmpty<Located<RefusedReason>>): LockJudgement {
  return { freshness: { status: 'refused', reasons }, problems: [] };
}
