import type { Verdict } from '../gates/types.ts';
import { countingFindings, preexisting, remarks, shownGates, undecidedOf } from './select.ts';
import { count, type Noun } from './words.ts';

/** The numbers behind the headline: `2 warnings, 1 not decided, 3 from before`; empty if all are 0. */
export function tally(verdict: Verdict): string {
  const reports = shownGates(verdict);
  const findings = reports.flatMap(countingFindings);
  const atLevel = (wanted: string) => findings.filter(({ level }) => level === wanted).length;
  const numbers: readonly (readonly [number, Noun])[] = [
    [atLevel('failure'), ['failure', 'failures']],
    [atLevel('warning'), ['warning', 'warnings']],
    [reports.flatMap(undecidedOf).length, ['not decided', 'not decided']],
    [reports.flatMap(remarks).length, ['remark', 'remarks']],
    [reports.flatMap(preexisting).length, ['from before', 'from before']],
    [reports.flatMap(({ repaired }) => repaired).length, ['repaired', 'repaired']],
  ];
  return numbers
    .filter(([amount]) => amount > 0)
    .map(([amount, noun]) => count(amount, noun))
    .join(', ');
}
