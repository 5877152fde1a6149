/** What becomes of a file. */
export interface FileChange {
  readonly path: string;
  /** `none`: it is new. */
  readonly before: string | 'none';
  readonly after: string;
}
