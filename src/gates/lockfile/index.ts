/**
 * The lockfile gate: is every lock in step with its manifest? The verdict on freshness is that of
 * the tool's own check; what the tools do not look at is found beside it, under rules of its own.
 */
import { compareModels } from '../../locks/changes.ts';
import { conflictMarkerLine } from '../../locks/documents.ts';
import { lockFormats } from '../../locks/index.ts';
import type {
  Located,
  LockFormat,
  LockJudgement,
  LockProject,
  NonEmpty,
  RefusedReason,
} from '../../locks/types.ts';
import { textAt } from '../tree.ts';
import type { Finding, Gate, GateContext, Judgement, Tree } from '../types.ts';
import { changeFinding, judgementOf, projectFacts, staleFinding } from './findings.ts';
import { rules } from './rules.ts';
import type { StaleFacts } from './sentences.ts';

export const lockfile: Gate = {
  id: 'lockfile',
  title: 'Lockfile',
  question: 'Is every lock in step with its manifest?',
  rules,
  inputs,
  judge,
  compare,
  explain,
};

interface FoundProject {
  readonly format: LockFormat;
  readonly project: LockProject;
}

function projectsOf(tree: Tree): readonly FoundProject[] {
  return lockFormats.flatMap((format) => format.find(tree).map((project) => ({ format, project })));
}

function inputs(tree: Tree): readonly string[] {
  return projectsOf(tree).flatMap(({ format, project }) => format.inputs(project, tree));
}

function judge(tree: Tree, context: GateContext): Judgement {
  const judgements = projectsOf(tree).map(({ format, project }) =>
    judgementOf(
      project,
      projectFacts(format, project, tree),
      judgeProject(format, project, tree, context),
    ),
  );
  return {
    subjects: judgements.flatMap(({ subjects }) => subjects),
    findings: judgements.flatMap(({ findings }) => findings),
    undecided: judgements.flatMap(({ undecided }) => undecided),
  };
}

function judgeProject(
  format: LockFormat,
  project: LockProject,
  tree: Tree,
  context: GateContext,
): LockJudgement {
  if (!tree.files.has(project.manifest)) {
    return refused([{ reason: { kind: 'manifest-missing' }, at: { path: project.lock } }]);
  }
  const judgement = format.judge(project, tree, context);
  if (judgement.freshness.status !== 'refused') return judgement;
  // A tool stops at the first broken file; people want to hear of both.
  const conflicts = [project.manifest, project.lock].flatMap((path) => conflictsIn(tree, path));
  return isNonEmpty(conflicts) ? refused(conflicts) : judgement;
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

function compare(base: Tree, head: Tree): readonly Finding[] {
  return projectsOf(head).flatMap(({ format, project }) => {
    if (base.files.get(project.lock)?.oid === head.files.get(project.lock)?.oid) return [];
    const before = format.model(project, base);
    const after = format.model(project, head);
    if (before === undefined || after === undefined) return [];
    // The repository's own packages go back and forth with their branches.
    const own = new Set(
      after.packages.filter(({ source }) => source.kind === 'path').map(({ name }) => name),
    );
    return compareModels(before, after, project.lock)
      .filter((change) => change.kind !== 'downgraded' || !own.has(change.name))
      .flatMap((change) => changeFinding(projectFacts(format, project, head), change));
  });
}

/** A differing hash says nothing: the manifests of base and head say what was edited. */
function explain(finding: Finding, base: Tree, head: Tree): readonly Finding[] {
  if (finding.rule !== 'lockfile/stale') return [];
  const facts = finding.facts as StaleFacts;
  if (facts.kind !== 'hash-differs') return [];
  return projectsOf(head)
    .filter(({ project }) => project.lock === facts.lockPath)
    .flatMap(({ format, project }) =>
      (format.explain?.(project, base, head) ?? []).map((reason) =>
        staleFinding(projectFacts(format, project, head), reason),
      ),
    );
}
