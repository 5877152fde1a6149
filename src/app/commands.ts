/**
 * What people ask for in comments: a line of its own that starts with `@lockkeeper`. Quoted lines and
 * code are no commands, so that replies and documentation do nothing.
 */

export type Command = { readonly kind: 'fix' };

const MENTION = /^ {0,3}@lockkeeper\b[ \t]*(?<words>.*)$/i;
const FENCE = /^ {0,3}(```|~~~)/;

/** The commands of a comment in order, each once. What is no command of ours is left out. */
export function commandsIn(body: string): readonly Command[] {
  return mentionsIn(body).some((words) => /^fix[.!]?$/i.test(words)) ? [{ kind: 'fix' }] : [];
}

function mentionsIn(body: string): readonly string[] {
  let isCode = false;
  return body.split(/\r?\n/).flatMap((line) => {
    if (FENCE.test(line)) isCode = !isCode;
    const words = isCode ? undefined : MENTION.exec(line)?.groups?.words;
    return words === undefined ? [] : [words.trim()];
  });
}
