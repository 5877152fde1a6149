/**
 * The required-checks gate: will every required check be reported on this pull request? GitHub
 * waits for a required check for ever, so one that is renamed, filtered away or skipped under
 * another name stops everybody.
 */
import { likelyNames } from '../../workflows/renames.ts';
import { isWorkflowPath } from '../../workflows/workflow.ts';
import type { RequiredCheck } from '../surroundings.ts';
import type {
  Finding,
  Gate,
  JudgeContext,
  Judgement,
  Subject,
  Table,
  Tree,
  Undecided,
} from '../types.ts';
import { finding, findingsOn, type JudgedCheck } from './findings.ts';
import { exactNames, type Production, productionOf } from './producers.ts';
import { rules } from './rules.ts';
import { producedTable, requiredTable } from './table.ts';
import { verdictOn } from './verdicts.ts';

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
  if (required.length === 0) return { subjects: [], findings: [], undecided: unasked };
  const production = productionIn(tree, context);
  const judged = required.map((check) => ({ check, verdict: verdictOn(check, production) }));
  return {
    subjects: judged.map((one) => subjectOf(one, findingsIn(one, production, context))),
    findings: judged.flatMap((one) => findingsIn(one, production, context)),
    undecided: [...judged.flatMap(undecidedOf), ...broken(production), ...unasked],
  };
}

function productionIn(
  tree: Tree,
  {
    repository,
    surroundings,
    changed,
  }: Pick<JudgeContext, 'repository' | 'surroundings' | 'changed'>,
): Production {
  return productionOf(tree, repository, surroundings, changed);
}

function findingsIn(one: JudgedCheck, production: Production, context: JudgeContext) {
  return findingsOn(one, production, context.surroundings, requiredBy(context));
}

/** What GitHub says, and what the configuration adds; each name once. */
function requiredBy({
  surroundings,
  settings,
}: Pick<JudgeContext, 'surroundings' | 'settings'>): readonly RequiredCheck[] {
  const configured = (settings.contexts ?? []).map(
    (context): RequiredCheck => ({ context, source: 'configuration' }),
  );
  const all = [...surroundings.required, ...configured];
  return [
    ...new Map(all.toReversed().map((check) => [check.context, check])).values(),
  ].toReversed();
}

function subjectOf({ check, verdict }: JudgedCheck, findings: readonly Finding[]): Subject {
  const path = check.context;
  const label = check.context;
  if (verdict.kind === 'unknown') return { path, label, status: 'unable' };
  if (verdict.kind === 'external') {
    return { path, label, status: 'passed', note: `by its name from ${verdict.system}` };
  }
  const counts = findings.some(({ severity }) => severity !== 'notice');
  return { path, label, status: counts ? 'failed' : 'passed' };
}

function undecidedOf({ check, verdict }: JudgedCheck): readonly Undecided[] {
  if (verdict.kind !== 'unknown') return [];
  return [
    {
      path: '.github/workflows',
      reason: `\`${check.context}\` is required (${check.source}), and no workflow here reports it.`,
      remedy: 'If no other system reports it, take it out of what is required.',
    },
  ];
}

function broken({ broken: files }: Production): readonly Undecided[] {
  return files.map(({ path, line, reason }) => ({
    path,
    reason: `What this workflow reports is not known: line ${line}, ${reason}.`,
    remedy: 'Correct the workflow; GitHub does not run it either.',
  }));
}

/** Checks that this change takes away, where nothing here has nearly their name. */
function compare(base: Tree, head: Tree, context: JudgeContext): readonly Finding[] {
  const [before, after] = [productionIn(base, context), productionIn(head, context)];
  return requiredBy(context)
    .filter((check) => reports(before, check) && verdictOn(check, after).kind === 'unknown')
    .map((check) => renamedHere(check, before, after));
}

/** A name that was reported before this change was renamed by it. */
function explain(
  { rule, subject }: Finding,
  base: Tree,
  head: Tree,
  context: JudgeContext,
): readonly Finding[] {
  if (rule !== 'required-checks/ghost') return [];
  const [before, after] = [productionIn(base, context), productionIn(head, context)];
  return requiredBy(context)
    .filter((check) => check.context === subject && reports(before, check))
    .map((check) => renamedHere(check, before, after));
}

function reports(production: Production, { context }: RequiredCheck): boolean {
  return namesIn(production).has(context);
}

function namesIn({ producers }: Production): ReadonlySet<string> {
  return new Set(producers.filter(({ started }) => started.runs !== false).flatMap(exactNames));
}

function renamedHere(check: RequiredCheck, before: Production, after: Production): Finding {
  const [old, now] = [namesIn(before), namesIn(after)];
  const likely = likelyNames(check.context, {
    vanished: [...old].filter((name) => !now.has(name)),
    appeared: [...now].filter((name) => !old.has(name)),
    kept: [...old].filter((name) => now.has(name)),
  });
  // The job that has the new name, else the file where the old one was.
  const job =
    after.producers.find((producer) =>
      exactNames(producer).some((name) => likely.includes(name)),
    ) ?? after.producers.find(({ workflow }) => workflow.path === pathOf(check, before));
  return finding(check, { kind: 'renamed-here', likely }, job);
}

function pathOf({ context }: RequiredCheck, { producers }: Production): string | undefined {
  return producers.find((producer) => exactNames(producer).includes(context))?.workflow.path;
}

/** What `lockkeeper checks` shows: what is required, and all that the workflows report. */
export function tablesOf(
  tree: Tree,
  context: Pick<JudgeContext, 'repository' | 'surroundings' | 'settings'>,
): readonly Table[] {
  const all = { ...context, changed: 'unknown' as const };
  const production = productionIn(tree, all);
  const required = requiredBy(all);
  return [
    ...(required.length === 0 ? [] : [requiredTable(required, production)]),
    producedTable(production),
  ];
}

function overview(tree: Tree, context: JudgeContext): readonly Table[] {
  const required = requiredBy(context);
  if (required.length === 0) return [];
  return [requiredTable(required, productionIn(tree, context))];
}
