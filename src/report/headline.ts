import type { GateReport, ReportedFinding, Verdict } from '../gates/types.ts';
import { listed } from '../gates/words.ts';
import {
  byRule,
  countingFindings,
  isCommand,
  repairsOf,
  shownGates,
  undecidedOf,
} from './select.ts';
import { visible } from './visible.ts';
import { count, type Noun, wordsOf } from './words.ts';

/**
 * The verdict in one sentence, without a full stop, for the pull request's list of checks and the
 * last line of the terminal: "2 locks are stale: run `uv lock`".
 */
export function headline(verdict: Verdict): string {
  const reports = shownGates(verdict);
  // Next to what has to be repaired nobody reads what is right.
  const loud = reports.filter((report) => countingFindings(report).length > 0);
  const sentences = (loud.length > 0 ? loud : reports)
    .map(gateSentence)
    .filter((sentence) => sentence !== '');
  const parts = sentences.length > 0 ? sentences : [nothing(reports)];
  const problems = verdict.configuration.length;
  if (problems > 0) parts.push(`${count(problems, MISTAKES)} in the configuration`);
  return parts.join('; ');
}

const MISTAKES: Noun = ['mistake', 'mistakes'];

function nothing(reports: readonly GateReport[]): string {
  if (reports.length === 0) return 'No gate reports: each is off, or only observes';
  return `Nothing to judge: no ${listed(reports.map((report) => wordsOf(report).subject[0]))} found`;
}

/** Empty for a gate that had nothing to judge. */
function gateSentence(report: GateReport): string {
  const findings = countingFindings(report);
  if (findings.length > 0) return `${what(report, findings)}${howToRepair(findings)}`;
  return calm(report);
}

function what(report: GateReport, findings: readonly ReportedFinding[]): string {
  const { stale, subject } = wordsOf(report);
  if (stale !== undefined && findings.every(({ rule }) => rule === stale.rule)) {
    const locks = new Set(findings.map(({ fix, place }) => repairedPath(fix) ?? place.path)).size;
    return `${count(locks, subject)} ${stale.words[locks === 1 ? 0 : 1]}`;
  }
  const rules = byRule(findings);
  const titles = rules.slice(0, 2).map(({ title }) => title);
  const more = rules.length > titles.length ? ' …' : '';
  if (findings.length === 1) return `${titles.join()} (${visible(findings[0]?.place.path ?? '')})`;
  return `${count(findings.length, ['finding', 'findings'])} (${titles.join('; ')}${more})`;
}

function repairedPath(fix: ReportedFinding['fix']): string | undefined {
  return fix?.kind === 'relock' ? fix.lock : undefined;
}

const MAX_COMMANDS = 2;
const MAX_COMMAND_CHARACTERS = 100;

function howToRepair(findings: readonly ReportedFinding[]): string {
  const repairs = repairsOf(findings);
  const runs = listed(repairs.map((command) => `\`${visible(command)}\``));
  const short = repairs.length <= MAX_COMMANDS && runs.length <= MAX_COMMAND_CHARACTERS;
  return short && repairs.every(isCommand) ? `: run ${runs}` : '';
}

/** A gate that has nothing to complain about. */
function calm(report: GateReport): string {
  const { subject, status } = wordsOf(report);
  const passed = report.subjects.filter((one) => one.status === 'passed').length;
  const failed = report.subjects.filter((one) => one.status === 'failed').length;
  const undecided = new Set(undecidedOf(report).map(({ path }) => path)).size;
  return [
    passed > 0 ? `${count(passed, subject)} ${status.passed}` : '',
    undecided > 0 ? `${count(undecided, subject)} ${status.unable}` : '',
    failed > 0 ? `${count(failed, subject)} already needed repair before` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
