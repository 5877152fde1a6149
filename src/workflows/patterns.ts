/**
 * Filter patterns of branches, tags and paths.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */

/** What one position of a pattern takes. */
type Token =
  | { readonly kind: 'one'; readonly takes: (character: string) => boolean }
  /** `*`, `**`: any number; `**` also of slashes. */
  | { readonly kind: 'many'; readonly takes: (character: string) => boolean }
  /** Of `?`: once or not at all; of `+`: once or more. */
  | { readonly kind: 'optional' | 'repeated'; readonly takes: (character: string) => boolean }
  /** Of `**` and a slash: nothing, or whole folders. */
  | { readonly kind: 'folders' };

export interface FilterPattern {
  readonly negates: boolean;
  readonly tokens: readonly Token[];
}

export function parsePattern(text: string): FilterPattern {
  const negates = text.startsWith('!');
  const characters = [...(negates ? text.slice(1) : text)];
  const tokens: Token[] = [];
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? '';
    if (character === '*') {
      const isDeep = characters[at + 1] === '*';
      if (isDeep) at += 1;
      const isFolders = isDeep && characters[at + 1] === '/' && isAtStart(characters, at - 2);
      if (isFolders) at += 1;
      tokens.push(
        isFolders ? { kind: 'folders' } : { kind: 'many', takes: isDeep ? any : notSlash },
      );
    } else if (character === '?' || character === '+') {
      quantify(tokens, character);
    } else if (character === '[') {
      const end = characters.indexOf(']', at + 1);
      tokens.push(end === -1 ? literal('[') : characterClass(characters.slice(at + 1, end)));
      if (end !== -1) at = end;
    } else if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      tokens.push(literal(characters[at] ?? ''));
    } else {
      tokens.push(literal(character));
    }
  }
  return { negates, tokens };
}

/** True if `**` stands where a folder can begin. */
function isAtStart(characters: readonly string[], before: number): boolean {
  return before < 0 || characters[before] === '/';
}

const any = () => true;
const notSlash = (character: string) => character !== '/';

function literal(wanted: string): Token {
  return { kind: 'one', takes: (character) => character === wanted };
}

/** `?` and `+` act on the character before them; in front they stand for themselves. */
function quantify(tokens: Token[], quantifier: '?' | '+'): void {
  const before = tokens.at(-1);
  if (before?.kind !== 'one') {
    tokens.push(literal(quantifier));
    return;
  }
  tokens[tokens.length - 1] = {
    kind: quantifier === '?' ? 'optional' : 'repeated',
    takes: before.takes,
  };
}

function characterClass(inside: readonly string[]): Token {
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < inside.length; at++) {
    const low = inside[at] ?? '';
    const isRange = inside[at + 1] === '-' && at + 2 < inside.length;
    ranges.push([low, isRange ? (inside[at + 2] ?? low) : low]);
    if (isRange) at += 2;
  }
  return {
    kind: 'one',
    takes: (character) => ranges.some(([low, high]) => low <= character && character <= high),
  };
}

/** True if the whole text fits the pattern, its `!` aside. Time is linear in text × pattern. */
export function fits({ tokens }: Pick<FilterPattern, 'tokens'>, text: string): boolean {
  let states = closed(tokens, new Set([0]));
  let isFolderStart = true;
  for (const character of text) {
    const next = new Set<number>();
    for (const state of states) step(tokens, state, character, isFolderStart, next);
    states = closed(tokens, next);
    isFolderStart = character === '/';
    if (states.size === 0) return false;
  }
  return states.has(tokens.length);
}

/** A state is the number of the token that comes next; half-read ones stand behind the end. */
function step(
  tokens: readonly Token[],
  state: number,
  character: string,
  isFolderStart: boolean,
  next: Set<number>,
): void {
  const inside = state > tokens.length;
  const index = inside ? state - tokens.length - 1 : state;
  const token = tokens[index];
  if (token === undefined) return;
  if (token.kind === 'folders') {
    // Only whole folders: it may end behind a slash.
    if (!inside && !isFolderStart) return;
    next.add(tokens.length + 1 + index);
    if (character === '/') next.add(index + 1);
    return;
  }
  if (!token.takes(character)) return;
  if (token.kind === 'many') next.add(index);
  if (token.kind === 'repeated') next.add(index);
  next.add(token.kind === 'many' ? index : index + 1);
}

/** With all states that need no character. */
function closed(tokens: readonly Token[], states: ReadonlySet<number>): Set<number> {
  const all = new Set(states);
  for (const state of all) {
    const kind = tokens[state]?.kind;
    if (kind === 'many' || kind === 'optional' || kind === 'folders') all.add(state + 1);
  }
  return all;
}

/** True if the last pattern that fits does not negate. Patterns that only negate match nothing. */
export function lastMatch(patterns: readonly FilterPattern[], text: string): boolean {
  const last = patterns.findLast((pattern) => fits(pattern, text));
  return last !== undefined && !last.negates;
}
