import type { GateReport, ReportedFinding, Verdict } from '../gates/types.ts';
import {
  byRule,
  countingFindings,
  preexisting,
  type RuleGroup,
  remarks,
  repairsOf,
  shownGates,
  undecidedOf,
} from './select.ts';
import { type Paint, painter } from './terminal.ts';
import { closing } from './text-closing.ts';
import { visible, visibleLines } from './visible.ts';

export interface TextOptions {
  readonly color: boolean;
}

/**
 * The verdict for a terminal: what is wrong and where (`path:line`, which terminals make
 * clickable), why it matters, and as the last thing on the screen what to run and one sentence.
 */
export function renderText(verdict: Verdict, { color }: TextOptions): string {
  const paint = painter(color);
  const reports = shownGates(verdict);
  const findings = reports.flatMap(countingFindings);
  const sections = [
    ...byRule(findings).map((group) => ruleSection(group, paint)),
    undecidedSection(reports, paint),
    remarksSection(reports.flatMap(remarks), paint),
    preexistingSection(reports.flatMap(preexisting), paint),
    repairedSection(reports, paint),
    configurationSection(verdict, paint),
    repairSection(findings, paint),
    closing(verdict, paint),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map(join)
    .join('\n\n')}\n`;
}

type Section = readonly string[];

function join(lines: Section): string {
  return lines.join('\n');
}

function ruleSection({ rule, title, why, findings }: RuleGroup, paint: Paint): Section {
  const level = findings[0]?.level ?? 'notice';
  return [
    `${paint.level(level, visible(title))}  ${paint.quiet(`${rule}  ${level}`)}`,
    ...findings.flatMap((finding) => findingLines(finding, paint)),
    ...(why === '' ? [] : [`  ${paint.quiet('Why:')} ${paint.words(why)}`]),
  ];
}

function findingLines(finding: ReportedFinding, paint: Paint): Section {
  const { place, message, origin, related, level } = finding;
  const counts = level !== 'notice';
  const before = counts && origin === 'preexisting' ? paint.quiet(' (not from this change)') : '';
  return [
    ...placed(paint.place(place), message, paint).map((line, index) =>
      index === 0 ? `${line}${before}` : line,
    ),
    ...related.map(
      ({ note, ...at }) => `      ${paint.quiet('see')} ${paint.place(at)}  ${paint.words(note)}`,
    ),
  ];
}

/** A place and what is said about it. Further lines get a mark, so that none can pose as ours. */
function placed(place: string, message: string, paint: Paint): Section {
  const [first = '', ...rest] = visibleLines(message);
  return [`  ${place}  ${paint.words(first)}`, ...rest.map((line) => `      | ${line}`)];
}

function undecidedSection(reports: readonly GateReport[], paint: Paint): Section {
  const undecided = reports.flatMap(undecidedOf);
  if (undecided.length === 0) return [];
  return [
    paint.heading('Could not be decided (blocks nothing)'),
    ...undecided.flatMap(({ path, reason, remedy }) => [
      ...placed(paint.path(path), reason, paint),
      `      ${paint.quiet('What would help:')} ${paint.words(remedy)}`,
    ]),
  ];
}

function remarksSection(findings: readonly ReportedFinding[], paint: Paint): Section {
  if (findings.length === 0) return [];
  return [
    paint.heading('Worth a look (does not count)'),
    ...findings.flatMap((finding) => findingLines(finding, paint)),
  ];
}

/** What does not count is listed in short. */
const MAX_BRIEF = 5;

function more(amount: number, paint: Paint): Section {
  return amount > 0 ? [paint.quiet(`  and ${amount} more`)] : [];
}

function preexistingSection(findings: readonly ReportedFinding[], paint: Paint): Section {
  if (findings.length === 0) return [];
  return [
    paint.quiet('There before this change (does not count)'),
    ...findings
      .slice(0, MAX_BRIEF)
      .flatMap(({ place, message }) => placed(paint.place(place), message, paint)),
    ...more(findings.length - MAX_BRIEF, paint),
    paint.quiet('  How to repair it: lockkeeper check --all'),
  ];
}

function repairedSection(reports: readonly GateReport[], paint: Paint): Section {
  const repaired = reports.flatMap((report) => report.repaired);
  if (repaired.length === 0) return [];
  return [
    paint.good('Repaired by this change'),
    ...repaired
      .slice(0, MAX_BRIEF)
      .flatMap(({ path, title }) => placed(paint.path(path), title, paint)),
    ...more(repaired.length - MAX_BRIEF, paint),
  ];
}

function configurationSection({ configuration }: Verdict, paint: Paint): Section {
  if (configuration.length === 0) return [];
  return [
    paint.level('warning', 'Mistakes in the configuration'),
    ...configuration.flatMap(({ path, line, key, message, state }) => {
      const at = paint.place({ path, line });
      const subject = key === '' ? '' : `\`${key}\`: `;
      const when = state === 'head' ? paint.quiet(' (with this change)') : '';
      const [first = '', ...rest] = placed(at, `${subject}${message}`, paint);
      return [`${first}${when}`, ...rest];
    }),
  ];
}

function repairSection(findings: readonly ReportedFinding[], paint: Paint): Section {
  const repairs = repairsOf(findings);
  if (repairs.length === 0) return [];
  const rules = byRule(findings);
  const [only] = rules;
  const which = rules.length === 1 && only !== undefined ? only.rule : 'RULE';
  return [
    paint.heading('To repair, at the root of the repository'),
    ...repairs.map((repair) => `  ${paint.command(visible(repair))}`),
    paint.quiet(`  More about ${which === 'RULE' ? 'a rule' : 'it'}: lockkeeper explain ${which}`),
  ];
}
