/** What of a verdict is shown where: the questions that every output asks. */
import type { GateReport, ReportedFinding, Undecided, Verdict } from '../gates/types.ts';

/** Gates in mode `observe` are stored and never shown on a pull request. */
export function shownGates({ gates }: Verdict): readonly GateReport[] {
  return gates.filter(({ mode }) => mode !== 'observe');
}

export function observedGates({ gates }: Verdict): readonly GateReport[] {
  return gates.filter(({ mode }) => mode === 'observe');
}

/** Findings that count, what this change caused first, then by level. */
export function countingFindings({ result }: GateReport): readonly ReportedFinding[] {
  if (result.status !== 'failed') return [];
  return result.findings.toSorted((a, b) => rank(a) - rank(b));
}

const LEVELS = { failure: 0, warning: 1, notice: 2 } as const;

function rank({ origin, level }: ReportedFinding): number {
  return (origin === 'preexisting' ? 3 : 0) + LEVELS[level];
}

export function undecidedOf({ result }: GateReport): readonly Undecided[] {
  return 'undecided' in result ? result.undecided : [];
}

/** What the base had already and so does not count. */
export function preexisting({ notices }: GateReport): readonly ReportedFinding[] {
  return notices.filter(({ origin }) => origin === 'preexisting');
}

/** Remarks on what this change does; they never count. */
export function remarks({ notices }: GateReport): readonly ReportedFinding[] {
  return notices.filter(({ origin }) => origin !== 'preexisting');
}

/** Findings of one rule, with the words that they share. */
export interface RuleGroup {
  readonly rule: string;
  readonly title: string;
  readonly why: string;
  readonly findings: readonly ReportedFinding[];
}

/** Groups by rule, in order of first appearance. */
export function byRule(findings: readonly ReportedFinding[]): readonly RuleGroup[] {
  return [...Map.groupBy(findings, ({ rule }) => rule)].flatMap(([rule, group]) => {
    const [first] = group;
    return first === undefined
      ? []
      : [{ rule, title: first.title, why: first.why, findings: group }];
  });
}

/** Every way to repair, said once however many findings it repairs. */
export function repairsOf(findings: readonly ReportedFinding[]): readonly string[] {
  return [...new Set(findings.map(({ repair }) => repair).filter((repair) => repair !== ''))];
}

/** A bare command (`uv lock`), as opposed to a sentence (`Correct the manifest, then …`). */
export function isCommand(repair: string): boolean {
  return /^[a-z][\w.-]*( |$)/.test(repair) && !repair.endsWith('.');
}
