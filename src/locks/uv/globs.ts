/**
 * Globs of `[tool.uv.workspace]`, with the semantics of the `glob` crate that uv uses: `*`, `?` and
 * `[..]` within a name, `**` only as a whole component. Patterns come from strangers, so they are
 * matched by following all possibilities at once: time grows with pattern times path, never more.
 */

/** Where a `*` stops: at `/` for members, nowhere for excludes. */
export type Reach = 'component' | 'path';

/** A matcher for paths relative to the workspace root, or what is wrong with the pattern. */
export type Glob =
  | { readonly kind: 'glob'; readonly source: string; matches(path: string): boolean }
  | { readonly kind: 'invalid'; readonly message: string };

type Token =
  | { readonly kind: 'char'; readonly char: string }
  | { readonly kind: 'any' | 'star' | 'folders' | 'rest' }
  | {
      readonly kind: 'set';
      readonly isNegated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/**
 * Compiles `pattern`. `walk` follows the crate's directory walk, in which a final `**` stands for at
 * least one folder; as `text` it can also stand for nothing.
 */
export function compileGlob(pattern: string, reach: Reach, mode: 'walk' | 'text'): Glob {
  const source = cleanPattern(pattern);
  const tokens = tokenize(source);
  if (typeof tokens === 'string') return { kind: 'invalid', message: tokens };
  // The walk returns what lies below a final `**`, not the folder itself.
  const isBelow = mode === 'walk' && tokens.at(-1)?.kind === 'rest';
  const final = isBelow ? tokens.length - 1 : tokens.length;
  return {
    kind: 'glob',
    source,
    matches: (path) => !(isBelow && path === '') && accepts(tokens, path, reach, final),
  };
}

/** uv cleans `./`, `//` and `..` out of a pattern before it matches. */
function cleanPattern(pattern: string): string {
  const parts: string[] = [];
  for (const part of pattern.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The tokens of `source`, or what is wrong with it in the words of the `glob` crate. */
function tokenize(source: string): readonly Token[] | string {
  const tokens: Token[] = [];
  for (let index = 0; index < source.length; ) {
    const char = source.charAt(index);
    if (char === '*') {
      const stars = /^\*+/.exec(source.slice(index))?.[0].length ?? 1;
      if (stars > 2) return 'wildcards are either regular `*` or recursive `**`';
      if (stars === 2) {
        const after = source.charAt(index + 2);
        const isComponent =
          (index === 0 || source.charAt(index - 1) === '/') && (after === '' || after === '/');
        if (!isComponent) return 'recursive wildcards must form a single path component';
        tokens.push({ kind: after === '/' ? 'folders' : 'rest' });
        index += 3;
      } else {
        tokens.push({ kind: 'star' });
        index += 1;
      }
    } else if (char === '[') {
      const isNegated = source.charAt(index + 1) === '!';
      const first = index + (isNegated ? 2 : 1);
      const close = source.indexOf(']', first + 1);
      if (close < 0) return 'invalid range pattern';
      tokens.push({ kind: 'set', isNegated, ranges: rangesOf(source.slice(first, close)) });
      index = close + 1;
    } else {
      tokens.push(char === '?' ? { kind: 'any' } : { kind: 'char', char });
      index += 1;
    }
  }
  return tokens;
}

function rangesOf(body: string): readonly (readonly [string, string])[] {
  return [...body.matchAll(/([\s\S])-([\s\S])|([\s\S])/g)].map((match) => {
    const [, from = '', to = '', single] = match;
    return single === undefined ? [from, to] : [single, single];
  });
}

/** Whether `path` can lead to the state `final`. */
function accepts(tokens: readonly Token[], path: string, reach: Reach, final: number): boolean {
  let states = new Set<number>([0]);
  closeOver(tokens, states);
  for (let index = 0; index < path.length; index += 1) {
    const char = path.charAt(index);
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token === undefined) continue;
      if (token.kind === 'star') {
        if (char !== '/' || reach === 'path') next.add(state);
      } else if (token.kind === 'rest') {
        next.add(state);
      } else if (token.kind === 'folders') {
        // Half-way through a folder's name it can only go on; after its `/` the rest may start.
        next.add(-state - 1);
      } else if (consumes(token, char, reach)) {
        next.add(state + 1);
      }
    }
    for (const state of states) {
      if (state >= 0) continue;
      next.add(char === '/' ? -state - 1 : state);
    }
    closeOver(tokens, next);
    if (next.size === 0) return false;
    states = next;
  }
  return states.has(final);
}

function consumes(token: Token, char: string, reach: Reach): boolean {
  if (token.kind === 'char') return token.char === char;
  if (char === '/' && reach === 'component') return false;
  if (token.kind === 'any') return true;
  if (token.kind !== 'set') return false;
  const isInside = token.ranges.some(([from, to]) => from <= char && char <= to);
  return isInside !== token.isNegated;
}

/** Adds the states that can be reached without reading anything. */
function closeOver(tokens: readonly Token[], states: Set<number>): void {
  for (const state of states) {
    const kind = tokens[state]?.kind;
    if (kind === 'star' || kind === 'rest' || kind === 'folders') states.add(state + 1);
  }
}
