import type { Verdict } from '../gates/types.ts';
import { annotationsOf } from './annotations.ts';
import type { Annotation } from './check-run.ts';
import { headline } from './headline.ts';
import { shownGates, undecidedOf } from './select.ts';
import { visible } from './visible.ts';

/**
 * The verdict as workflow commands: in the log of any GitHub Actions job they become annotations,
 * with no token. GitHub shows the first ten of each level per step, so what counts comes first.
 */
export function renderGithub(verdict: Verdict): string {
  const undecided = shownGates(verdict).flatMap(undecidedOf);
  const commands = [
    ...annotationsOf(verdict),
    ...undecided.map(({ path, reason, remedy }): Annotation => {
      const message = `${visible(reason)}\nWhat would help: ${visible(remedy)}`;
      return { path, startLine: 1, endLine: 1, level: 'notice', title: UNDECIDED, message };
    }),
  ].map(command);
  return `${[...commands, `Lockkeeper: ${visible(headline(verdict))}.`].join('\n')}\n`;
}

const UNDECIDED = 'Could not be decided';

const COMMANDS: Readonly<Record<Annotation['level'], string>> = {
  failure: 'error',
  warning: 'warning',
  notice: 'notice',
};

function command(annotation: Annotation): string {
  const { path, startLine, endLine, level, title, message, rawDetails } = annotation;
  const properties = { file: visible(path), line: startLine, endLine, title };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(`${value}`)}`);
  const text = rawDetails === undefined ? message : `${message}\nSee ${rawDetails}`;
  return `::${COMMANDS[level]} ${list.join(',')}::${data(text)}`;
}

/** As `@actions/core` escapes the text of a command. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** As `@actions/core` escapes a property of a command. */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
