/** The short part of a check run: per gate what was judged, and what to run. */
import type { GateReport, Subject, Verdict } from '../gates/types.ts';
import { listed } from '../gates/words.ts';
import type { Block } from './blocks.ts';
import { fence, literal, prose } from './escape.ts';
import { headline } from './headline.ts';
import {
  countingFindings,
  isCommand,
  preexisting,
  repairsOf,
  shownGates,
  undecidedOf,
} from './select.ts';
import { visible } from './visible.ts';
import { count, wordsOf } from './words.ts';

/** Blocks of the summary, in order; what to run is dropped last, what passed first. */
export function summaryBlocks(verdict: Verdict): readonly Block[] {
  const blocks = shownGates(verdict).flatMap((report) => [
    gateLine(report),
    ...commandBlock(report),
    ...instructionBlock(report),
    ...subjectTable(report),
  ]);
  const notes = configurationNote(verdict);
  // GitHub refuses an empty summary.
  return blocks.length + notes.length === 0
    ? [line(`${headline(verdict)}.`)]
    : [...blocks, ...notes];
}

/** A line of its own, which is dropped last. */
function line(text: string): Block {
  return { importance: IMPORTANCE.line, head: [text], items: [], noun: ['line', 'lines'] };
}

const IMPORTANCE = { line: 9, repair: 8, subjects: 1 } as const;

function gateLine(report: GateReport): Block {
  const { title, mode, result } = report;
  const numbers = [
    findingsLine(report),
    undecidedOf(report).length > 0 ? `${undecidedOf(report).length} not decided` : '',
    preexisting(report).length > 0 ? `${preexisting(report).length} from before this change` : '',
    report.repaired.length > 0 ? `${report.repaired.length} repaired` : '',
  ].filter((number) => number !== '');
  const says = result.status === 'skipped' ? result.reason : listed(numbers) || 'nothing to say';
  const text = `**${literal(title)}** (mode \`${mode}\`): ${literal(says)}.`;
  return line(text);
}

function findingsLine(report: GateReport): string {
  const findings = countingFindings(report);
  if (findings.length === 0) return passedLine(report);
  const effect = report.mode === 'enforce' ? 'failing this check' : 'blocking nothing';
  return `${count(findings.length, ['finding', 'findings'])} (${effect})`;
}

function passedLine({ subjects, gate }: GateReport): string {
  const { subject, status } = wordsOf({ gate });
  const passed = subjects.filter((one) => one.status === 'passed').length;
  return passed === 0 ? '' : `${count(passed, subject)} ${status.passed}`;
}

function commandBlock(report: GateReport): readonly Block[] {
  const commands = repairsOf(countingFindings(report)).filter(isCommand).map(visible);
  if (commands.length === 0) return [];
  const marks = fence(commands);
  return [
    {
      importance: IMPORTANCE.repair,
      head: ['To repair, run', '', `${marks}sh`],
      items: commands,
      tail: [marks],
      noun: ['command', 'commands'],
    },
  ];
}

function instructionBlock(report: GateReport): readonly Block[] {
  const instructions = repairsOf(countingFindings(report)).filter((one) => !isCommand(one));
  if (instructions.length === 0) return [];
  return [
    {
      importance: IMPORTANCE.repair,
      head: ['To repair:', ''],
      items: instructions.map((instruction) => `- ${prose(instruction)}`),
      noun: ['instruction', 'instructions'],
    },
  ];
}

const ORDER: Readonly<Record<Subject['status'], number>> = { failed: 0, unable: 1, passed: 2 };

function subjectTable(report: GateReport): readonly Block[] {
  const { subject, status } = wordsOf(report);
  if (report.subjects.length === 0) return [];
  const noted = report.subjects.some(({ note }) => note !== undefined);
  const row = (cells: readonly string[]) => `| ${cells.slice(0, noted ? 3 : 2).join(' | ')} |`;
  const rows = report.subjects
    .toSorted((a, b) => ORDER[a.status] - ORDER[b.status])
    .map((one) => row([literal(one.label), status[one.status], prose(one.note ?? '')]));
  const [singular] = subject;
  return [
    {
      importance: IMPORTANCE.subjects,
      head: [row([singular, 'verdict', 'note']), row(['---', '---', '---'])],
      items: rows,
      noun: subject,
    },
  ];
}

function configurationNote({ configuration }: Verdict): readonly Block[] {
  if (configuration.length === 0) return [];
  const mistakes = count(configuration.length, ['mistake', 'mistakes']);
  const text = `**Configuration**: ${mistakes}; what is wrong is replaced by its default.`;
  return [line(text)];
}
