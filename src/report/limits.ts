/** GitHub's limits on check runs, some of which only its prose knows (`checks/create`). */

/** Of `output.summary` and of `output.text`, in bytes of UTF-8. */
export const MAX_OUTPUT_BYTES = 65_535;
/** Of an annotation's `message` and `raw_details`: "64 KB", read the strict way, in bytes. */
export const MAX_MESSAGE_BYTES = 64_000;
/** Of a comment and of a pull request's text, in bytes; GitHub counts 65,536 characters. */
export const MAX_COMMENT_BYTES = 65_000;
/** Of an annotation's `title`, in characters. */
export const MAX_TITLE_CHARACTERS = 255;

const ELLIPSIS = '…';

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** `text` in at most `limit` bytes of UTF-8; no character is cut in two. */
export function clampBytes(text: string, limit: number): string {
  if (byteLength(text) <= limit) return text;
  const bytes = Buffer.from(text);
  let end = limit - byteLength(ELLIPSIS);
  while (end > 0 && isContinuation(bytes[end])) end--;
  return `${bytes.subarray(0, end).toString()}${ELLIPSIS}`;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0b1100_0000) === 0b1000_0000;
}

/** `text` in at most `limit` UTF-16 units; no surrogate pair is cut in two. */
export function clampCharacters(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}${ELLIPSIS}`;
}
