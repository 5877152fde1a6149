import type { GateReport, Verdict } from '../gates/types.ts';
import { listed } from '../gates/words.ts';
import { headline } from './headline.ts';
import { countingFindings, observedGates, shownGates, undecidedOf } from './select.ts';
import { tally } from './tally.ts';
import type { Paint } from './terminal.ts';
import { visible } from './visible.ts';
import { count, wordsOf } from './words.ts';

/** What the eye falls on last: remarks on what passed, then one sentence with the numbers. */
export function closing(verdict: Verdict, paint: Paint): readonly string[] {
  const reports = shownGates(verdict);
  const counts = tally(verdict);
  const failed = reports.some((report) => countingFindings(report).length > 0);
  const labels = failed ? '' : passedLabels(reports);
  const clear = counts === '' && verdict.configuration.length === 0;
  const details = clear ? labels : counts === '' ? '' : ` (${counts})`;
  return [
    ...notes(reports, paint),
    ...observedGates(verdict).map((report) => paint.quiet(observed(report))),
    ...(clear || labels === '' ? [] : [paint.quiet(`Judged and right${labels}.`)]),
    paint.verdict(mood(verdict), `${headline(verdict)}${details}.`),
  ];
}

function mood(verdict: Verdict): Parameters<Paint['verdict']>[0] {
  const reports = shownGates(verdict);
  const [finding] = reports.flatMap(countingFindings);
  if (finding !== undefined) return finding.level;
  if (verdict.configuration.length > 0) return 'warning';
  return reports.some((report) => undecidedOf(report).length > 0) ? 'notice' : 'none';
}

const MAX_LISTED = 5;

/** `: uv.lock (uv) and api/poetry.lock (Poetry)`; empty if nothing passed. */
function passedLabels(reports: readonly GateReport[]): string {
  const labels = reports
    .flatMap(({ subjects }) => subjects)
    .filter(({ status }) => status === 'passed')
    .map(({ label }) => visible(label));
  const more = labels.length - MAX_LISTED;
  if (more > 0) labels.splice(MAX_LISTED, more, `${more} more`);
  return labels.length === 0 ? '' : `: ${listed(labels)}`;
}

function notes(reports: readonly GateReport[], paint: Paint): readonly string[] {
  return reports
    .flatMap(({ subjects }) => subjects)
    .flatMap(({ label, note }) =>
      note === undefined ? [] : [paint.quiet(`Note on ${visible(label)}: ${visible(note)}`)],
    );
}

function observed(report: GateReport): string {
  const found = countingFindings(report).length;
  const [, plural] = wordsOf(report).subject;
  return `The gate for ${plural} only observes: ${count(found, ['finding', 'findings'])}, not shown (--format json shows them).`;
}
