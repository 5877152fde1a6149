/**
 * The required-checks gate: will every required check be reported on this pull request? GitHub
 * waits for a required check for ever, so one that is renamed, filtered away or skipped under
 * another name stops everybody.
 */
import { isWorkflowPath } from '../../workflows/workflow.ts';
import type { Finding, Gate, JudgeContext, Judgement, Subject, Table, Tree } from '../types.ts';
import { findingsOn, type JudgedCheck } from './findings.ts';
import type { Production } from './producers.ts';
import { compare, explain } from './renamed.ts';
import { productionIn, requiredBy } from './required.ts';
import { requiredWorkflowSubjects } from './required-workflows.ts';
import { rules } from './rules.ts';
import { producedTable, requiredTable } from './table.ts';
import { undecidedIn } from './undecided.ts';
import { unrequired } from './unrequired.ts';
import { verdictOn } from './verdicts.ts';
import { noVerification } from './verification.ts';

export const requiredChecks: Gate = {
  id: 'required-checks',
  title: 'Required checks',
  question: 'Will every required check be reported on this pull request?',
  rules,
  inputs: (tree) => [...tree.files.keys()].filter(isWorkflowPath),
  judge,
  compare,
  explain,
  overview,
};

function judge(tree: Tree, context: JudgeContext): Judgement {
  const required = requiredBy(context);
  const { surroundings } = context;
  const unasked = surroundings.unasked.map((reason) => ({
    path: '.github',
    reason,
    remedy: 'Accept the permissions of the app, or list the checks in `required-checks.contexts`.',
  }));
  const workflows = requiredWorkflowSubjects(tree, surroundings);
  if (required.length === 0) {
    const findings = isAboutChecks(context) ? noVerification(tree) : [];
    return { subjects: workflows, findings, undecided: unasked };
  }
  const production = productionIn(tree, context);
  const judged = required.map((check): JudgedCheck => {
    return { check, verdict: verdictOn(check, production, surroundings) };
  });
  const findings = judged.map((one) => findingsOn(one, production, surroundings, required));
  const found = findings.flat();
  // First what is required has to be right.
  const remarks =
    found.length > 0 || !isAboutChecks(context)
      ? []
      : [...unrequired(required, production), ...noVerification(tree)];
  return {
    subjects: [...judged.map((one, index) => subjectOf(one, findings[index] ?? [])), ...workflows],
    findings: [...found, ...remarks],
    undecided: [...undecidedIn(judged, production, surroundings), ...unasked],
  };
}

/** What could be better is said where somebody works at it, and where all is judged: not each time. */
function isAboutChecks({ changed }: JudgeContext): boolean {
  return changed === 'unknown' || changed.some((path) => path.startsWith('.github/'));
}

function subjectOf({ check, verdict }: JudgedCheck, findings: readonly Finding[]): Subject {
  const path = check.context;
  const label = check.context;
  const counts = findings.some(({ severity }) => severity !== 'notice');
  if (counts) return { path, label, status: 'failed' };
  switch (verdict.kind) {
    case 'unknown':
    case 'dynamic':
      return { path, label, status: 'unable' };
    case 'present':
      return { path, label, status: 'passed', note: `reported by ${verdict.system}` };
    case 'external': {
      const how = verdict.known === 'by name' ? 'by its name' : 'as before';
      return { path, label, status: 'passed', note: `${how} from ${verdict.system}` };
    }
    default:
      return { path, label, status: 'passed' };
  }
}

/** What `lockkeeper checks` shows: what is required, and all that the workflows report. */
export function tablesOf(
  tree: Tree,
  context: Pick<JudgeContext, 'repository' | 'surroundings' | 'settings'>,
): readonly Table[] {
  const all = { ...context, changed: 'unknown' as const };
  const production = productionIn(tree, all);
  return [...tableOfRequired(production, all), producedTable(production)];
}

function overview(tree: Tree, context: JudgeContext): readonly Table[] {
  if (requiredBy(context).length === 0) return [];
  return tableOfRequired(productionIn(tree, context), context);
}

function tableOfRequired(
  production: Production,
  context: Pick<JudgeContext, 'surroundings' | 'settings'>,
): readonly Table[] {
  const required = requiredBy(context);
  return required.length === 0 ? [] : [requiredTable(required, production, context.surroundings)];
}
