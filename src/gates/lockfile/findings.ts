/** Turns what a lock format says about a project into findings of the lockfile rules. */
import type { LockChange } from '../../locks/changes.ts';
import type {
  Freshness,
  Located,
  LockFormat,
  LockJudgement,
  LockProject,
  MissingLockReason,
  RefusedReason,
  SemanticProblem,
  StaleReason,
  Undecidable,
} from '../../locks/types.ts';
import type { Finding, Judgement, Subject, Tree, Undecided } from '../types.ts';
import type { LockfileRuleId } from './rules/index.ts';
import type { MissingFacts, ProjectFacts } from './sentences.ts';

export function projectFacts(format: LockFormat, project: LockProject, tree: Tree): ProjectFacts {
  return {
    lockPath: project.lock,
    manifestPath: project.manifest,
    ...format.commands(project, tree),
  };
}

export function judgementOf(
  project: LockProject,
  facts: ProjectFacts,
  { freshness, problems }: LockJudgement,
): Judgement {
  const findings = [
    ...freshnessFindings(freshness, facts),
    ...problems.map((problem) => problemFinding(facts, problem)),
  ];
  const undecided = undecidedOf(freshness).map(
    ({ reason, remedy }): Undecided => ({ path: project.lock, reason, remedy }),
  );
  const subject: Subject = {
    path: project.lock,
    label: `${project.lock} (${facts.tool})`,
    status: statusOf(freshness, problems),
    ...(freshness.status === 'fresh' && freshness.note !== undefined
      ? { note: freshness.note }
      : {}),
  };
  return { subjects: [subject], findings, undecided };
}

function undecidedOf(freshness: Freshness): readonly Undecidable[] {
  return 'undecided' in freshness ? freshness.undecided : [];
}

function statusOf(
  freshness: Freshness,
  problems: readonly Located<SemanticProblem>[],
): Subject['status'] {
  if (freshness.status === 'unable') return 'unable';
  if (freshness.status !== 'fresh') return 'failed';
  return problems.some(({ reason }) => VIOLATIONS.has(reason.kind)) ? 'failed' : 'passed';
}

function freshnessFindings(freshness: Freshness, facts: ProjectFacts): readonly Finding[] {
  if (freshness.status === 'stale') {
    return freshness.reasons.map((reason) => staleFinding(facts, reason));
  }
  if (freshness.status === 'refused') {
    return freshness.reasons.map((reason) => refusedFinding(facts, reason));
  }
  return [];
}

export function staleFinding(facts: ProjectFacts, located: Located<StaleReason>): Finding {
  return {
    ...finding('lockfile/stale', facts, located),
    fix: { kind: 'relock', tool: facts.tool, lock: facts.lockPath },
  };
}

/** A lock that is not there; it is about its manifest. */
export function missingFinding(
  facts: ProjectFacts,
  { reason, at }: Located<MissingLockReason>,
): Finding {
  return {
    rule: 'lockfile/missing',
    subject: facts.manifestPath,
    about: facts.manifestPath,
    at,
    facts: { ...reason, ...facts, path: at.path } satisfies MissingFacts,
    fix: { kind: 'relock', tool: facts.tool, lock: facts.lockPath },
  };
}

function refusedFinding(facts: ProjectFacts, located: Located<RefusedReason>): Finding {
  return finding(refusedRule(located.reason), facts, located);
}

function refusedRule(reason: RefusedReason): LockfileRuleId {
  switch (reason.kind) {
    case 'conflict-markers':
      return 'lockfile/conflict-markers';
    case 'unparsable':
      return reason.what === 'lock' ? 'lockfile/unparsable' : 'lockfile/manifest-invalid';
    case 'unknown-version':
      return 'lockfile/unknown-version';
    case 'manifest-missing':
      return 'lockfile/manifest-missing';
    case 'lock-inconsistent':
      return 'lockfile/inconsistent';
    case 'manifest-invalid':
      return 'lockfile/manifest-invalid';
  }
}

/** Problems that make a lock fail; the others are notices. */
const VIOLATIONS: ReadonlySet<SemanticProblem['kind']> = new Set([
  'outside-specifier',
  'orphan',
  'missing-dependency',
  'missing-hash',
]);

function problemFinding(facts: ProjectFacts, located: Located<SemanticProblem>): Finding {
  return finding(`lockfile/${located.reason.kind}`, facts, located);
}

/** The finding for a change between two locks; most changes are ordinary and give none. */
export function changeFinding(facts: ProjectFacts, change: LockChange): readonly Finding[] {
  const rule = changeRule(change);
  if (rule === 'ordinary') return [];
  const located = { reason: change, at: change.at };
  return [finding(rule, facts, located)];
}

function changeRule(change: LockChange): LockfileRuleId | 'ordinary' {
  switch (change.kind) {
    case 'hash-changed':
      return 'lockfile/hash-changed';
    case 'hashes-lost':
      return 'lockfile/hashes-lost';
    case 'moved':
      return 'lockfile/source-moved';
    case 'downgraded':
      return 'lockfile/downgrade';
    case 'format-regressed':
      return 'lockfile/format-regression';
    default:
      return 'ordinary';
  }
}

function finding(
  rule: LockfileRuleId,
  facts: ProjectFacts,
  { reason, at, related }: Located<StaleReason | RefusedReason | SemanticProblem | LockChange>,
): Finding {
  return {
    rule,
    subject: subjectOf(facts.lockPath, reason),
    about: facts.lockPath,
    at,
    facts: { ...reason, ...facts, path: at.path },
    ...(related === undefined ? {} : { related }),
  };
}

/** What the reason is about, without the values: they may change while the cause stays. */
function subjectOf(lockPath: string, reason: object): string {
  const values = new Map<string, unknown>(Object.entries(reason));
  const identity = ['kind', 'section', 'name', 'key', 'setting', 'requiredBy', 'what'];
  return [lockPath, ...identity.flatMap((key) => values.get(key) ?? [])].join(' ');
}
