/** The long part of a check run: every finding with its reason, and what stands beside. */
import type { GateReport, ReportedFinding, Table, Verdict } from '../gates/types.ts';
import type { Block } from './blocks.ts';
import { cell, code, literal, prose } from './escape.ts';
import { clampCharacters } from './limits.ts';
import { lockDiffBlocks } from './lockdiff/blocks.ts';
import {
  byRule,
  countingFindings,
  preexisting,
  type RuleGroup,
  remarks,
  shownGates,
  undecidedOf,
} from './select.ts';
import type { Noun } from './words.ts';

/** Blocks of the details, in order; the findings are dropped last. */
export function detailBlocks(verdict: Verdict): readonly Block[] {
  const reports = shownGates(verdict);
  return [
    ...byRule(reports.flatMap(countingFindings)).map(ruleBlock),
    configurationBlock(verdict),
    ...reports.flatMap(({ tables }) => tables).map(tableBlock),
    ...lockDiffBlocks(reports.flatMap(({ diffs }) => diffs)),
    undecidedBlock(reports),
    findingsBlock('Worth a look (does not count)', reports.flatMap(remarks), 3),
    findingsBlock('There before this change', reports.flatMap(preexisting), 2),
    repairedBlock(reports),
  ].filter(({ items, head }) => items.length > 0 || head.length === 1);
}

const FINDINGS: Noun = ['finding', 'findings'];

function ruleBlock({ rule, title, why, findings }: RuleGroup): Block {
  return {
    importance: 9,
    head: [`#### ${literal(title)} (${code(rule)})`, '', prose(why), ''],
    items: findings.map(findingItem),
    noun: FINDINGS,
  };
}

function findingsBlock(
  heading: string,
  findings: readonly ReportedFinding[],
  importance: number,
): Block {
  const items = findings.map(findingItem);
  return { importance, head: [`#### ${heading}`, ''], items, noun: FINDINGS };
}

/** One message can quote a whole line of a file; nobody reads more than this (characters). */
const MAX_MESSAGE = 2_000;

function findingItem({ place, message, related, origin, level }: ReportedFinding): string {
  const before = origin === 'preexisting' && level !== 'notice' ? ' (not from this change)' : '';
  return [
    `- ${at(place.path, place.line)} ${sentence(message)}${before}`,
    ...related.map(({ path, line, note }) => `  - see ${at(path, line)} ${sentence(note)}`),
  ].join('\n');
}

/** What the findings are about, at one glance. */
function tableBlock({ title, columns, rows }: Table): Block {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return {
    importance: 4,
    head: [`#### ${literal(title)}`, '', row(columns), row(columns.map(() => '---'))],
    items: rows.map((cells) => row(cells.map(cell))),
    noun: ['row', 'rows'],
  };
}

function at(path: string, line: number): string {
  return `${code(`${path}:${line}`)}:`;
}

function sentence(text: string): string {
  return prose(clampCharacters(text, MAX_MESSAGE));
}

function configurationBlock({ configuration }: Verdict): Block {
  return {
    importance: 7,
    head: ['#### Mistakes in the configuration', ''],
    items: configuration.map(({ path, line, key, message, state }) => {
      const about = key === '' ? '' : `${code(key)}: `;
      const when = state === 'head' ? ' (with this change)' : '';
      return `- ${at(path, line)} ${about}${sentence(message)}${when}`;
    }),
    noun: ['mistake', 'mistakes'],
  };
}

function undecidedBlock(reports: readonly GateReport[]): Block {
  return {
    importance: 8,
    head: ['#### Could not be decided (blocks nothing)', ''],
    items: reports
      .flatMap(undecidedOf)
      .map(
        ({ path, reason, remedy }) =>
          `- ${code(path)}: ${sentence(reason)} What would help: ${sentence(remedy)}`,
      ),
    noun: ['undecided question', 'undecided questions'],
  };
}

function repairedBlock(reports: readonly GateReport[]): Block {
  return {
    importance: 1,
    head: ['#### Repaired by this change', ''],
    items: reports
      .flatMap(({ repaired }) => repaired)
      .map(({ path, title, rule }) => `- ${code(path)}: ${literal(title)} (${code(rule)})`),
    noun: ['repair', 'repairs'],
  };
}
