/**
 * Does one of `globs` cover `path`? A glob is relative to the root of the repository: `*` and `?`
 * stay inside one folder, `**` stands for any number of folders, and a glob that covers a folder
 * covers everything in it. Own code, because the glob libraries make regular expressions, which a
 * hostile pair of glob and path can keep busy for hours; this takes at most length x length steps.
 */
export function isIgnored(path: string, globs: readonly string[]): boolean {
  if (globs.length === 0) return false;
  const folders = path.split('/');
  return globs.some((glob) => covers(glob, folders));
}

/** What is wrong with a glob, as the end of a sentence that names it; `none` if it can be used. */
export function globProblem(glob: string): string | 'none' {
  if (glob.startsWith('!')) return 'must not start with `!`: list only what is to be ignored';
  if (glob.includes('\\')) return 'must not contain `\\`: folders are separated by `/`';
  if (/[[\]{}]/.test(glob)) return 'may use `*`, `?` and `**` only: list alternatives one by one';
  if (/(^|\/)\.{1,2}(\/|$)/.test(glob)) return 'must start at the root, without `.` and `..`';
  return /^\/*$/.test(glob) ? 'must name a path' : 'none';
}

function covers(glob: string, folders: readonly string[]): boolean {
  const pattern = glob.replaceAll(/^\/+|\/+$/g, '').split('/');
  return matches(folders, [...pattern, '**'], '**', matchesName);
}

function matchesName(name: string, pattern: string): boolean {
  const characters = [...pattern.replaceAll(/\*+/g, '*')];
  return matches([...name], characters, '*', (one, wanted) => wanted === '?' || wanted === one);
}

/** Wildcard matching without recursion: only the last run is ever tried again, one item longer. */
function matches<T>(
  items: readonly T[],
  pattern: readonly T[],
  run: T,
  matchesOne: (item: T, pattern: T) => boolean,
): boolean {
  let item = 0;
  let at = 0;
  let lastRun = -1;
  let runEnd = 0;
  while (item < items.length) {
    const wanted = pattern[at];
    const found = items[item];
    if (wanted === run) {
      lastRun = at++;
      runEnd = item;
    } else if (wanted !== undefined && found !== undefined && matchesOne(found, wanted)) {
      at++;
      item++;
    } else if (lastRun >= 0) {
      at = lastRun + 1;
      item = ++runEnd;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every((rest) => rest === run);
}
