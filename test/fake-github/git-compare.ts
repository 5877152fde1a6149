import type { GitRepository } from './git.ts';
import { git, tryGit } from './git-process.ts';

export interface FileChange {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed';
  /** The blob at the head, or at the base for a removed file. */
  readonly oid: string;
  readonly additions: number;
  readonly deletions: number;
  /** Without the `diff --git` head; `undefined` for binary files and pure renames. */
  readonly patch: string | undefined;
}

/** A three-dot comparison. */
export interface Comparison {
  readonly mergeBase: string;
  /** Commits that the head has and the base has not, oldest first. */
  readonly commits: readonly string[];
  readonly behindBy: number;
  readonly files: readonly FileChange[];
}

/** Compares two commit ids; `undefined` when they have no common ancestor. Cached. */
export function compareCommits(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<Comparison | undefined> {
  const key = `${base}...${head}`;
  const known = repository.comparisons.get(key) ?? compare(repository, base, head);
  repository.comparisons.set(key, known);
  return known;
}

async function compare(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<Comparison | undefined> {
  const line = await straightLine(repository, base, head);
  if (line !== undefined) {
    const files = await changedFiles(repository, base, head);
    return { mergeBase: base, commits: line, behindBy: 0, files };
  }
  const ancestor = await tryGit(repository.dir, ['merge-base', base, head]);
  if (ancestor.code !== 0) return undefined;
  const mergeBase = ancestor.stdout.toString().trim();
  const range = ['rev-list', '--left-right', '--topo-order', '--reverse', `${base}...${head}`];
  const [revisions, files] = await Promise.all([
    git(repository.dir, range),
    changedFiles(repository, mergeBase, head),
  ]);
  const lines = revisions.toString().split('\n');
  return {
    mergeBase,
    commits: lines.filter((entry) => entry.startsWith('>')).map((entry) => entry.slice(1)),
    behindBy: lines.filter((entry) => entry.startsWith('<')).length,
    files,
  };
}

const MAX_STEPS = 50;

/** The commits from `base` to `head` when they are a short line without merges: no process needed. */
export async function straightLine(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<readonly string[] | undefined> {
  const line: string[] = [];
  let at = head;
  while (at !== base && line.length < MAX_STEPS) {
    line.unshift(at);
    const commit = await repository.objects.read(at);
    const parents = commit?.content.toString().match(/^parent (\S+)$/gm) ?? [];
    const [parent] = parents;
    if (parents.length !== 1 || parent === undefined) return undefined;
    at = parent.slice(7);
  }
  return at === base ? line : undefined;
}

const STATUS = { A: 'added', D: 'removed', R: 'renamed' } as const;

/** What changed between two commits, with renames found as git finds them. */
async function changedFiles(
  repository: GitRepository,
  base: string,
  head: string,
): Promise<readonly FileChange[]> {
  const range = [`${base}^{tree}`, `${head}^{tree}`];
  const args = ['diff-tree', '-r', '-z', '-M', '--raw', '--numstat', '-p', '--no-color', ...range];
  const fields = (await git(repository.dir, args)).toString().split('\0');
  const raws: Omit<FileChange, 'additions' | 'deletions' | 'patch'>[] = [];
  let at = 0;
  while (fields[at]?.startsWith(':')) {
    const [, , before = '', after = '', letter = ''] = (fields[at] ?? '').split(' ');
    const isRename = letter.startsWith('R');
    const status = STATUS[letter.charAt(0) as keyof typeof STATUS] ?? 'modified';
    const [first = '', second = ''] = [fields[at + 1], fields[at + 2]];
    const path = isRename ? second : first;
    const oid = status === 'removed' ? before : after;
    raws.push({ path, previousPath: isRename ? first : undefined, status, oid });
    at += isRename ? 3 : 2;
  }
  const counts = raws.map(() => {
    const [additions, deletions, name] = (fields[at] ?? '').split('\t');
    at += name === '' ? 3 : 1;
    return { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  });
  const patches = fields
    .slice(at)
    .join('\0')
    .split(/^\0?diff --git .*\n/m);
  return raws.map((raw, index) => {
    const body = patches[index + 1] ?? '';
    const hunk = body.search(/^@@/m);
    const patch = hunk < 0 ? undefined : body.slice(hunk).trimEnd();
    return { ...raw, ...(counts[index] ?? { additions: 0, deletions: 0 }), patch };
  });
}
