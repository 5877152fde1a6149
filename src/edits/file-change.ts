/** What becomes of a file. */
export interface FileChange {
  readonly path: string;
  /** `none`: it is new. */
  readonly before: string | 'none';
  readonly after: string;
}

/** The new texts by path. */
export function textsOf(
  changes: readonly Pick<FileChange, 'path' | 'after'>[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(changes.map(({ path, after }) => [path, after]));
}
