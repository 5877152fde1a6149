/** What to tell people when a tool did not make a lock. */
import { stripVTControlCharacters } from 'node:util';
import type { LockTool } from './commands/types.ts';
import type { Ended } from './sandbox/process.ts';
import type { Failure } from './types.ts';

interface Circumstances {
  /** `host:port` that the tool asked for in vain. */
  readonly denied: ReadonlySet<string>;
  readonly builds: boolean;
}

/** Of a long message the end says what went wrong. */
const SHOWN_LINES = 30;

export function explainFailure(
  ended: Ended,
  { name, title }: LockTool,
  { denied, builds }: Circumstances,
): Failure {
  const diagnosis = shown(`${ended.stdout}\n${ended.stderr}`);
  const failed = (reason: string, remedy: string): Failure => {
    return { kind: 'failed', tool: name, reason, diagnosis, remedy };
  };
  if (ended.how === 'time') {
    const seconds = ended.seconds.toFixed(0);
    return failed(
      `${title} was stopped after ${seconds} s`,
      'Run it by hand to see where it hangs.',
    );
  }
  if (ended.how === 'memory') {
    const megabytes = Math.round(ended.peakBytes / 1024 ** 2);
    return failed(`${title} was stopped at ${megabytes} MB of memory`, 'Run it by hand.');
  }
  if (!builds && /builds nothing|building source distributions is disabled/i.test(diagnosis)) {
    return failed(
      `${title} needs to build a package, which would run its code`,
      'Depend on a release with a wheel, or lock by hand.',
    );
  }
  if (denied.size > 0) {
    return failed(
      `${title} asked for ${[...denied].sort().join(', ')}, which is not among the hosts that the project names in public`,
      'An index in your own network has to be allowed by who runs Lockkeeper: RELOCK_INDEXES.',
    );
  }
  return failed(`${title} could not lock`, 'Its own message says why.');
}

/** Without the scratch folder's name, colours and empty lines. */
function shown(text: string): string {
  const lines = stripVTControlCharacters(text)
    .replaceAll(/[^\s"'`]*lockkeeper-relock-[^/\s]*\/project\/?/g, '')
    .split(/[\r\n]+/)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
  return lines.slice(-SHOWN_LINES).join('\n');
}
