import type { ObjectId } from '../gates/types.ts';
import { commitCalled, defaultBranch, mergeBase, type NamedCommit } from './refs.ts';
import type { Repository } from './repository.ts';

/** Then only what is not committed yet is new. */
const SAME_COMMIT =
  ', which is the head itself: only what is not committed yet counts (--base HEAD~1 compares with the commit before, --all judges everything)';

export interface Comparison {
  /** `none`: the head is judged alone. */
  readonly base: Base | 'none';
  /** For people: what it is compared with, and why that is so where it may surprise. */
  readonly words: string;
}

interface Base {
  /** The commit whose state the head is compared with. */
  readonly commit: ObjectId;
  /** The tip of the base branch: its configuration decides. */
  readonly tip: ObjectId;
}

/**
 * Where a change started, as on GitHub: the merge base of `head` with `base`, or with the default
 * branch where `base` is not given.
 *
 * @throws {CannotRun} when there is no commit called `base`
 */
export async function compareWith(
  base: string | undefined,
  head: ObjectId | 'none',
  repository: Repository,
): Promise<Comparison> {
  if (base !== undefined) return compareTo(await commitCalled(base, repository), head, repository);
  if (head === 'none') return alone('There are no commits yet');
  const branch = await defaultBranch(repository);
  if (branch === 'none') return alone(`No default branch was found${shallowWords(repository)}`);
  return compareTo(branch, head, repository);
}

async function compareTo(
  { name, commit: tip }: NamedCommit,
  head: ObjectId | 'none',
  repository: Repository,
): Promise<Comparison> {
  const common = head === 'none' ? 'none' : await mergeBase(repository, head, tip);
  if (common !== 'none') {
    const same = common === head ? SAME_COMMIT : '';
    return comparison(common, tip, `${name}${at(common)}${same}`);
  }
  const why = `no common history was found${shallowWords(repository)}`;
  return comparison(tip, tip, `${name}${at(tip)} itself: ${why}`);
}

function comparison(commit: ObjectId, tip: ObjectId, what: string): Comparison {
  return { base: { commit, tip }, words: `Compared with ${what}.` };
}

function alone(why: string): Comparison {
  return { base: 'none', words: `${why}: everything is judged, as with --all.` };
}

function shallowWords({ shallow }: Repository): string {
  return shallow
    ? ' in this shallow clone (git fetch --unshallow gets the rest; in GitHub Actions: fetch-depth: 0)'
    : '';
}

function at(commit: ObjectId): string {
  return ` (${commit.slice(0, 10)})`;
}
