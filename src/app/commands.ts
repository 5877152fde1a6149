/**
 * What people ask for in comments: a line of its own that starts with `@lockkeeper`. Quoted lines and
 * code are no commands, so that replies and documentation do nothing.
 */
import { isValidName, normalizeName } from '../python/names.ts';

export type Command =
  /** Make the stale locks of this pull request again. */
  | { readonly kind: 'fix' }
  /** Make this bump again, on the base as it is now. */
  | { readonly kind: 'rebase' }
  /** One pull request for each package of this bump. */
  | { readonly kind: 'split' }
  /** Look for bumps now, whatever the schedule says. */
  | { readonly kind: 'now' }
  /** Leave a package (normalised, PEP 503) alone through a day (ISO 8601), or for ever. */
  | { readonly kind: 'ignore'; readonly package: string; readonly until: string | 'none' };

const MENTION = /^ {0,3}@lockkeeper\b[ \t]*(?<words>.*)$/i;
const FENCE = /^ {0,3}(```|~~~)/;
const PLAIN = /^(?<kind>fix|rebase|split|now)[.!]?$/i;
const PLAIN_KINDS = ['fix', 'rebase', 'split', 'now'] as const;
const IGNORE = /^ignore[ \t]+(?<name>\S+?)(?:[ \t]+until[ \t]+(?<until>\d{4}-\d{2}-\d{2}))?[.!]?$/i;

/** The commands of a comment in order. What is no command of ours is left out. */
export function commandsIn(body: string): readonly Command[] {
  return mentionsIn(body).flatMap((words): readonly Command[] => {
    const plain = PLAIN.exec(words)?.groups?.kind?.toLowerCase();
    const kind = PLAIN_KINDS.find((one) => one === plain);
    if (kind !== undefined) return [{ kind }];
    const { name = '', until = 'none' } = IGNORE.exec(words)?.groups ?? {};
    const isDay = until === 'none' || !Number.isNaN(Date.parse(until));
    if (!isValidName(name) || !isDay) return [];
    return [{ kind: 'ignore', package: normalizeName(name), until }];
  });
}

function mentionsIn(body: string): readonly string[] {
  let isCode = false;
  return body.split(/\r?\n/).flatMap((line) => {
    if (FENCE.test(line)) isCode = !isCode;
    const words = isCode ? undefined : MENTION.exec(line)?.groups?.words;
    return words === undefined ? [] : [words.trim()];
  });
}
