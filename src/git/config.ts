/** What of git's configuration matters here. */
export interface GitConfig {
  /** The name that `git init` gives the first branch; empty if nothing is set. */
  readonly defaultBranch: string;
  /**
   * Settings that turn every filter off. Filters are programs that git runs to compare a file with
   * what is recorded, and the repository's own configuration can name any.
   */
  readonly withoutFilters: readonly (readonly [key: string, value: string])[];
}

/** Reads what `git config --list -z` prints: `key`, a line end, the value, NUL. */
export function parseConfig(output: string): GitConfig {
  const filters = new Set<string>();
  let defaultBranch = '';
  for (const entry of output.split('\0')) {
    const [key = '', ...value] = entry.split('\n');
    if (key === 'init.defaultbranch') defaultBranch = value.join('\n');
    const driver = /^filter\.(.+)\.(?:clean|smudge|process|required)$/s.exec(key)?.[1];
    if (driver !== undefined) filters.add(driver);
  }
  const withoutFilters = [...filters].flatMap((driver) => [
    [`filter.${driver}.clean`, ''] as const,
    [`filter.${driver}.process`, ''] as const,
    [`filter.${driver}.required`, 'false'] as const,
  ]);
  return { defaultBranch, withoutFilters };
}
