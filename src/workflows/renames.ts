/**
 * Which of the names that appeared stands in the place of one that vanished. Own rules, made from
 * real renames: matrices whose values move on, jobs that get a matrix, jobs that change their name.
 */

/** What one change does to the names. */
export interface NameChange {
  readonly vanished: readonly string[];
  readonly appeared: readonly string[];
  /** In both states. */
  readonly kept: readonly string[];
}

/** The likely new names of `old`: one, several where a matrix was added, none where it just ended. */
export function likelyNames(old: string, change: NameChange): readonly string[] {
  for (const rule of RULES) {
    const found = rule(old, change);
    if (found !== 'go on') return found;
  }
  return [];
}

/** Names that have another value in one place: other cells of the matrix that `name` was of. */
export function siblingsOf(name: string, names: readonly string[]): readonly string[] {
  return wordsOf(name).length < 2
    ? []
    : names.filter((other) => differing(name, other)?.length === 1 && haveSameStem(name, other));
}

type Rule = (old: string, change: NameChange) => readonly string[] | 'go on';

const sameButCase: Rule = (old, { appeared }) => {
  const found = appeared.filter((name) => name.toLowerCase() === old.toLowerCase());
  return found.length > 0 ? found : 'go on';
};

/** The job moved into a reusable workflow. */
const nowCalled: Rule = (old, { appeared }) => {
  const found = appeared.filter((name) => name.startsWith(`${old} / `));
  return found.length > 0 ? found : 'go on';
};

/** One value of the name is another one: `test (3.9, macos)`, `test (3.10, macos)`. */
const oneValueMoved: Rule = (old, change) => {
  // Of a single word nothing would be left in common.
  if (wordsOf(old).length < 2) return 'go on';
  const near = change.appeared.filter((name) => differing(old, name)?.length === 1);
  const [found] = near;
  if (found === undefined) return 'go on';
  const open = near.filter((name) => !hasOneBetween(old, name, change));
  // The old version ended, and a new one came beside those that stay.
  if (open.length === 0) return [];
  const mine = open.filter((name) => isNearest(old, name, change));
  const same = mine.filter((name) => haveSameStem(old, name));
  const best = same.length > 0 ? same : mine;
  return best.length === 1 ? best : 'go on';
};

/** A matrix was added or taken away: `build (3.6)`, `build (ubuntu, 3.6)`. */
const moreValues: Rule = (old, { appeared }) => {
  const own = wordsOf(old);
  const wider = appeared.filter((name) => contains(wordsOf(name), own));
  if (wider.length > 0) return wider;
  const narrower = appeared.filter((name) => contains(own, wordsOf(name)));
  return narrower.length > 0 ? narrower.slice(0, 1) : 'go on';
};

/** Less alike than this, two names have nothing to do with each other. */
const MIN_LIKENESS = 0.45;

const mostAlike: Rule = (old, change) => {
  const likeness = change.appeared
    .map((name) => ({ name, value: alike(old, name) }))
    .filter(({ name, value }) => value >= MIN_LIKENESS && sameVersion(old, name))
    .sort((a, b) => b.value - a.value);
  const [best] = likeness;
  if (best === undefined) return [];
  return likeness.filter(({ value }) => value === best.value).map(({ name }) => name);
};

const RULES: readonly Rule[] = [sameButCase, nowCalled, oneValueMoved, moreValues, mostAlike];

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[\s,()/]+/)
    .filter((word) => word !== '');
}

/** Where two names of as many words differ. */
function differing(a: string, b: string): readonly (readonly [string, string])[] | undefined {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length !== right.length) return undefined;
  return left.flatMap((word, index) => {
    const other = right[index] ?? '';
    return word === other ? [] : [[word, other] as const];
  });
}

/** All words of `part` are in `whole`, in their order. */
function contains(whole: readonly string[], part: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (word === part[at]) at += 1;
  return at === part.length;
}

/** A version that stays lies between both: the lower end went, the upper end came. */
function hasOneBetween(old: string, name: string, { kept }: NameChange): boolean {
  const pair = differing(old, name)?.find(
    ([a, b]) => versionIn(a) !== undefined && versionIn(b) !== undefined,
  );
  const [from, to] = pair ?? [];
  const [low, high] = [versionIn(from), versionIn(to)];
  if (low === undefined || high === undefined) return false;
  return kept.some((one) => {
    const other = differing(old, one);
    const [, word] = other?.length === 1 ? (other[0] ?? []) : [];
    const version = versionIn(word);
    return version !== undefined && low < version && version < high;
  });
}

/** `3.10` of `python3.10-x64` as a number that can be compared. */
function versionIn(word: string | undefined): number | undefined {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(word ?? '') ?? [];
  return major === undefined || minor === undefined
    ? undefined
    : Number(major) * 1000 + Number(minor);
}

/** Names of other versions are other cells. */
function sameVersion(a: string, b: string): boolean {
  const [left, right] = [versionIn(a), versionIn(b)];
  return left === undefined || right === undefined || left === right;
}

/** No other name that vanished is nearer to the new one. */
function isNearest(old: string, name: string, { vanished }: NameChange): boolean {
  const own = alike(old, name);
  return vanished.every(
    (one) => one === old || differing(one, name)?.length !== 1 || alike(one, name) <= own,
  );
}

/** `macos-12` and `macos-14`, `f35` and `f37`, `3.9` and `3.10`. */
function haveSameStem(a: string, b: string): boolean {
  const stem = (word: string) =>
    word.replaceAll(/[\d.]+/g, '#').replace(/-(?:dev|alpha|beta|rc|#|latest).*$/, '');
  return (differing(a, b) ?? []).every(([left, right]) => stem(left) === stem(right));
}

/** `pre-commit` and `precommit` are one word, `test-linux` and `test linux` are two. */
function alike(a: string, b: string): number {
  return Math.max(dice(a, b), dice(a.replaceAll('-', ''), b.replaceAll('-', '')));
}

/** Dice's coefficient over words without their endings, between 0 and 1. */
function dice(a: string, b: string): number {
  const [left, right] = [stems(a), stems(b)];
  const common = [...left].filter((word) => right.has(word)).length;
  return left.size + right.size === 0 ? 0 : (2 * common) / (left.size + right.size);
}

function stems(name: string): ReadonlySet<string> {
  return new Set(
    name
      .toLowerCase()
      .split(/[^\p{L}\p{N}.]+/u)
      .filter((word) => word !== '')
      .map((word) => word.replace(/(?:s|er|ing|ed)$/, '')),
  );
}
