/**
 * The lockfile gate: is every lock in step with its manifest? The verdict on freshness is that of
 * the tool's own check; what the tools do not look at is found beside it, under rules of its own.
 */
import { compareModels } from '../../locks/changes.ts';
import { lockFormats } from '../../locks/index.ts';
import type { LockFormat, LockKind, LockProject } from '../../locks/types.ts';
import type { Finding, Gate, GateContext, Judgement, Tree } from '../types.ts';
import { lockDiffs } from './diff.ts';
import {
  changeFinding,
  judgementOf,
  missingFinding,
  projectFacts,
  staleFinding,
} from './findings.ts';
import { judgeProject } from './judge-project.ts';
import { type MissingLock, missingInputs, missingLocks } from './missing.ts';
import { rules } from './rules/index.ts';
import type { StaleFacts } from './sentences.ts';
import { surroundingInputs, surroundingProblems } from './surroundings.ts';

export const lockfile: Gate = {
  id: 'lockfile',
  title: 'Lockfile',
  question: 'Is every lock in step with its manifest?',
  rules,
  inputs,
  judge,
  compare,
  explain,
  diff: lockDiffs,
};

interface FoundProject {
  readonly format: LockFormat;
  readonly project: LockProject;
}

function projectsOf(tree: Tree): readonly FoundProject[] {
  return lockFormats.flatMap((format) => format.find(tree).map((project) => ({ format, project })));
}

function inputs(tree: Tree): readonly string[] {
  const found = projectsOf(tree);
  const projects = found.map(({ project }) => project);
  return [
    ...lockFormats.flatMap((format) => format.candidates?.(tree) ?? []),
    ...found.flatMap(({ format, project }) => format.inputs(project, tree)),
    ...surroundingInputs(projects),
    ...missingInputs(tree, projects),
  ];
}

function judge(tree: Tree, context: GateContext): Judgement {
  const found = projectsOf(tree);
  const projects = found.map(({ project }) => project);
  const judgements = [
    ...found.map(({ format, project }) => {
      const { freshness, problems } = judgeProject(format, project, tree, context);
      const around = surroundingProblems(project, projects, tree);
      const facts = projectFacts(format, project, tree);
      return judgementOf(project, facts, { freshness, problems: [...problems, ...around] });
    }),
    ...missingLocks(tree, projects).map((missing) => missingJudgement(missing, tree)),
  ];
  return {
    subjects: judgements.flatMap(({ subjects }) => subjects),
    findings: judgements.flatMap(({ findings }) => findings),
    undecided: judgements.flatMap(({ undecided }) => undecided),
  };
}

function missingJudgement(missing: MissingLock, tree: Tree): Judgement {
  const facts = projectFacts(formatOf(missing.kind), missing, tree);
  return {
    subjects: [{ path: missing.manifest, label: missing.manifest, status: 'failed' }],
    findings: [missingFinding(facts, missing.found)],
    undecided: [],
  };
}

function formatOf(kind: LockKind): LockFormat {
  const format = lockFormats.find((one) => one.kind === kind);
  if (format === undefined) throw new Error(`No lock format is called ${kind}`);
  return format;
}

function compare(base: Tree, head: Tree): readonly Finding[] {
  return [...removedLocks(base, head), ...packageChanges(base, head)];
}

/** A lock that this change took away, unless another one took its place or `judge` misses it. */
function removedLocks(base: Tree, head: Tree): readonly Finding[] {
  const projects = projectsOf(head).map(({ project }) => project);
  const missing = missingLocks(head, projects);
  const known = new Set([...projects, ...missing].map(({ manifest }) => manifest));
  return projectsOf(base)
    .filter(({ project: { lock, manifest } }) => {
      return !head.files.has(lock) && head.files.has(manifest) && !known.has(manifest);
    })
    .map(({ format, project }) =>
      missingFinding(projectFacts(format, project, base), {
        reason: { kind: 'removed' },
        at: { path: project.manifest },
      }),
    );
}

function packageChanges(base: Tree, head: Tree): readonly Finding[] {
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
