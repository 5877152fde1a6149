import { isIgnored } from '../config/ignore.ts';
import { misnamedConfigurations } from '../config/misnamed.ts';
import { shellWord } from '../locks/shell-word.ts';
import { prepare } from './gather.ts';
import { beforeChange, judgeContext } from './judge-context.ts';
import { fingerprint, type OriginatedFinding, withOrigins } from './origins.ts';
import { createLocator, type Locator } from './places.ts';
import { treeOf } from './tree.ts';
import type {
  Before,
  Configuration,
  ConfigurationProblem,
  Finding,
  Gate,
  GateConfiguration,
  GateContext,
  GateReport,
  GateResult,
  JudgeContext,
  Judgement,
  Repaired,
  ReportedFinding,
  Rule,
  Snapshot,
  Tree,
  Undecided,
  Verdict,
} from './types.ts';
import { conclude, levelOf } from './verdict.ts';

export interface EvaluateOptions {
  readonly gates: readonly Gate[];
  readonly configuration: Configuration;
  readonly problems: readonly ConfigurationProblem[];
  readonly context: GateContext;
}

/**
 * Judges a snapshot with every gate that is not off. The same input gives the same verdict: in the
 * app, on the command line, tomorrow. Asynchronous only because line positions are found lazily.
 */
export async function evaluate(snapshot: Snapshot, options: EvaluateOptions): Promise<Verdict> {
  const head = treeOf(snapshot.head, snapshot.blobs);
  const base = snapshot.base === 'none' ? 'none' : treeOf(snapshot.base, snapshot.blobs);
  const before = beforeOf(snapshot);
  await prepare(
    options.gates,
    snapshot.base === 'none' ? [snapshot.head] : [snapshot.head, snapshot.base],
  );
  const problems = [...options.problems, ...misnamedConfigurations(snapshot)];
  const reports: GateReport[] = [];
  for (const gate of options.gates) {
    const configuration = options.configuration[gate.id];
    if (configuration.mode === 'off') continue;
    const active = { ...configuration, mode: configuration.mode };
    const context = judgeContext(snapshot, active, options.context);
    reports.push(await runGate(gate, { head, base, before }, active, context));
  }
  return {
    repository: snapshot.repository,
    base: snapshot.base === 'none' ? 'none' : snapshot.base.commit,
    head: snapshot.head.commit,
    conclusion: conclude(reports, problems),
    gates: reports,
    configuration: problems,
  };
}

type ActiveConfiguration = GateConfiguration & { readonly mode: GateReport['mode'] };

interface States {
  readonly head: Tree;
  readonly base: Tree | 'none';
  readonly before: Before;
}

async function runGate(
  gate: Gate,
  { head, base, before }: States,
  configuration: ActiveConfiguration,
  context: JudgeContext,
): Promise<GateReport> {
  const headState = without(gate.judge(head, context), configuration.ignore);
  const baseState =
    base === 'none'
      ? EMPTY
      : without(gate.judge(base, beforeChange(context)), configuration.ignore);
  const originated: readonly OriginatedFinding[] = [
    ...withOrigins(
      gate,
      { tree: head, findings: headState.findings },
      base === 'none' ? 'none' : { tree: base, findings: baseState.findings },
      context,
    ),
    ...changesOf(gate, head, base, configuration, context),
  ];
  const findings = await report(gate, head, before, originated, configuration);
  return {
    gate: gate.id,
    title: gate.title,
    mode: configuration.mode,
    scope: base === 'none' ? 'all' : configuration.scope,
    result: resultOf(
      findings.filter((finding) => finding.counts),
      headState,
    ),
    notices: findings.filter((finding) => !finding.counts).map(({ counts: _, ...rest }) => rest),
    subjects: headState.subjects,
    repaired: repairedOf(gate, headState.findings, baseState.findings),
    diffs: base === 'none' ? [] : diffsOf(gate, base, head, configuration),
    tables: findings.length === 0 ? [] : (gate.overview?.(head, context) ?? []),
  };
}

function diffsOf(
  gate: Gate,
  base: Tree,
  head: Tree,
  { ignore }: ActiveConfiguration,
): GateReport['diffs'] {
  return (gate.diff?.(base, head) ?? []).filter(({ lock }) => !isIgnored(lock, ignore));
}

const EMPTY: Judgement = { subjects: [], findings: [], undecided: [] };

function without(judgement: Judgement, ignore: readonly string[]): Judgement {
  if (ignore.length === 0) return judgement;
  const kept = (path: string) => !isIgnored(path, ignore);
  return {
    subjects: judgement.subjects.filter(({ path }) => kept(path)),
    findings: judgement.findings.filter(({ at }) => kept(at.path)),
    undecided: judgement.undecided.filter(({ path }) => kept(path)),
  };
}

function changesOf(
  gate: Gate,
  head: Tree,
  base: Tree | 'none',
  { ignore }: ActiveConfiguration,
  context: JudgeContext,
): readonly OriginatedFinding[] {
  if (base === 'none') return [];
  const changes = gate.compare?.(base, head, context) ?? [];
  return changes
    .filter(({ at }) => !isIgnored(at.path, ignore))
    .map((finding) => ({ finding, origin: 'introduced' }));
}

type Weighed = ReportedFinding & { readonly counts: boolean };

async function report(
  gate: Gate,
  head: Tree,
  before: Before,
  originated: readonly OriginatedFinding[],
  configuration: ActiveConfiguration,
): Promise<readonly Weighed[]> {
  const rules = new Map(gate.rules.map((rule) => [rule.id, rule]));
  const locations = originated.flatMap(({ finding }) => [
    finding.at,
    ...(finding.related ?? []).map(({ at }) => at),
  ]);
  const locate = await createLocator(head, locations);
  return originated
    .map(({ finding, origin }) => {
      const rule = ruleOf(rules, finding);
      const counts =
        severityOf(rule, finding) === 'violation' &&
        (origin !== 'preexisting' || configuration.scope === 'all');
      const level = counts ? levelOf(configuration.mode) : 'notice';
      return { ...words(rule, finding, before, locate), level, origin, counts };
    })
    .sort(byPlace);
}

function ruleOf(rules: ReadonlyMap<string, Rule>, finding: Finding): Rule {
  const rule = rules.get(finding.rule);
  if (rule === undefined) throw new Error(`No rule is called ${finding.rule}`);
  return rule;
}

function severityOf(rule: Rule, { severity }: Finding): Rule['severity'] {
  return severity ?? rule.severity;
}

/** Nothing to go back to is the answer where there is no base, as in a check of the state alone. */
function beforeOf({ base, head }: Snapshot): Before {
  return {
    restore(path) {
      if (base === 'none') return undefined;
      const [before, after] = [base, head].map(({ files }) =>
        files.find((one) => one.path === path),
      );
      if (before === undefined || before.oid === after?.oid) return undefined;
      return `git checkout ${base.commit.slice(0, 10)} -- ${shellWord(path)}`;
    },
  };
}

function words(
  rule: Rule,
  finding: Finding,
  before: Before,
  locate: Locator,
): Omit<ReportedFinding, 'level' | 'origin'> {
  return {
    rule: rule.id,
    title: rule.title,
    subject: finding.subject,
    place: locate(finding.at),
    message: rule.message(finding.facts),
    why: rule.why,
    repair: rule.repair(finding.facts, before),
    related: (finding.related ?? []).map(({ at, note }) => ({ ...locate(at), note })),
    ...(finding.fix === undefined ? {} : { fix: finding.fix }),
  };
}

function byPlace(a: ReportedFinding, b: ReportedFinding): number {
  if (a.place.path !== b.place.path) return a.place.path < b.place.path ? -1 : 1;
  return a.place.line - b.place.line;
}

function resultOf(counting: readonly Weighed[], judgement: Judgement): GateResult {
  const findings = counting.map(({ counts: _, ...finding }) => finding);
  const { undecided } = judgement;
  if (isNonEmpty(findings)) return { status: 'failed', findings, undecided };
  if (isNonEmpty(undecided)) return { status: 'unable', undecided };
  if (judgement.subjects.length === 0) {
    return { status: 'skipped', reason: 'nothing to judge here' };
  }
  return { status: 'passed' };
}

function isNonEmpty<T extends ReportedFinding | Undecided>(
  items: readonly T[],
): items is readonly [T, ...T[]] {
  return items.length > 0;
}

function repairedOf(
  gate: Gate,
  head: readonly Finding[],
  base: readonly Finding[],
): readonly Repaired[] {
  const after = new Set(head.map(fingerprint));
  const rules = new Map(gate.rules.map((rule) => [rule.id, rule]));
  const masked = new Set(
    head.filter((finding) => ruleOf(rules, finding).masks).map(({ about }) => about),
  );
  return base
    .filter((finding) => !after.has(fingerprint(finding)) && !masked.has(finding.about))
    .map((finding) => ({ finding, rule: ruleOf(rules, finding) }))
    .filter(({ finding, rule }) => severityOf(rule, finding) === 'violation')
    .map(({ finding, rule }) => {
      return {
        rule: rule.id,
        title: rule.title,
        path: finding.at.path,
        message: rule.message(finding.facts),
      };
    });
}
