import type { ConfigurationProblem, ReportedFinding, Verdict } from '../gates/types.ts';
import type { Annotation } from './check-run.ts';
import { clampBytes, clampCharacters, MAX_MESSAGE_BYTES, MAX_TITLE_CHARACTERS } from './limits.ts';
import { countingFindings, remarks, shownGates } from './select.ts';
import { visible, visibleLines } from './visible.ts';

/**
 * What is shown on the lines of a change: what counts first, then the configuration, then remarks.
 * What the base had already and does not count is left out: it would stand on every pull request.
 */
export function annotationsOf(verdict: Verdict): readonly Annotation[] {
  const reports = shownGates(verdict);
  return [
    ...reports.flatMap(countingFindings).map(ofFinding),
    ...withoutRepeats(verdict.configuration).map(ofProblem),
    ...reports.flatMap(remarks).map(ofFinding),
  ];
}

function ofFinding(finding: ReportedFinding): Annotation {
  const { place, level, title, message, repair, rule, related } = finding;
  const seen = related.map(({ path, line, note }) => `${visible(path)}:${line} ${visible(note)}`);
  return {
    ...linesOf(place),
    level,
    title: titled(title),
    message: clamped([
      ...visibleLines(message),
      ...(repair === '' ? [] : [`To repair: ${visible(repair)}`]),
      `Rule: ${rule}`,
    ]),
    ...(seen.length === 0 ? {} : { rawDetails: clamped(seen) }),
  };
}

const TITLES: Readonly<Record<ConfigurationProblem['state'], string>> = {
  base: 'Mistake in the configuration',
  head: 'This change would make the configuration invalid',
};

function ofProblem({ path, line, key, message, state }: ConfigurationProblem): Annotation {
  return {
    ...linesOf({ path, line, endLine: line }),
    level: 'warning',
    title: TITLES[state],
    message: clamped(visibleLines(key === '' ? message : `${key}: ${message}`)),
  };
}

/** A change that leaves a mistake of the base as it is has not made it. */
function withoutRepeats(problems: readonly ConfigurationProblem[]): typeof problems {
  const words = ({ key, message }: ConfigurationProblem) => JSON.stringify([key, message]);
  const known = new Set(problems.filter(({ state }) => state === 'base').map(words));
  return problems.filter((problem) => problem.state === 'base' || !known.has(words(problem)));
}

function linesOf({ path, line, endLine }: ReportedFinding['place']) {
  return { path, startLine: line, endLine: Math.max(line, endLine) };
}

function titled(title: string): string {
  return clampCharacters(visible(title), MAX_TITLE_CHARACTERS);
}

function clamped(lines: readonly string[]): string {
  return clampBytes(lines.join('\n'), MAX_MESSAGE_BYTES);
}
