/** What a tool may use up before it is stopped. Larger resolutions than these are not known. */
export interface Limits {
  readonly seconds: number;
  /** Memory of all its processes together (bytes). */
  readonly bytes: number;
  /** Of each of its two outputs; the rest is thrown away (bytes). */
  readonly outputBytes: number;
  /** Of the scratch folder's largest file (bytes). */
  readonly fileBytes: number;
}

export const LIMITS: Limits = {
  seconds: 300,
  bytes: 2 * 1024 ** 3,
  outputBytes: 1024 ** 2,
  fileBytes: 512 * 1024 ** 2,
};
