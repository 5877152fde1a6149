import type { ObjectId } from '../gates/types.ts';

export type BatchAnswer =
  | {
      readonly kind: 'object';
      readonly oid: ObjectId;
      readonly type: string;
      readonly bytes: Buffer;
    }
  /** Its bytes still follow in the stream: nothing can be parsed after it. */
  | {
      readonly kind: 'too-large';
      readonly oid: ObjectId;
      readonly type: string;
      readonly size: number;
    }
  | { readonly kind: 'missing' };

interface Header {
  readonly oid: ObjectId;
  readonly type: string;
  readonly size: number;
}

const HEADER = /^([0-9a-f]{40,64}) (\w+) (\d+)$/;
const LINE_END = 0x0a;

/**
 * Parses what `git cat-file --batch` prints: `<id> <type> <size>`, the bytes, a line end; any other
 * line says that there is no such object (`missing`, `ambiguous`). Chunks may end anywhere.
 */
export function createBatchParser(limit: number): (chunk: Buffer) => readonly BatchAnswer[] {
  const chunks: Buffer[] = [];
  let length = 0;
  let header: Header | 'none' = 'none';

  function joined(): Buffer {
    const [only] = chunks;
    return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
  }

  function keep(rest: Buffer): void {
    chunks.splice(0, chunks.length, rest);
    length = rest.length;
  }

  function next(): BatchAnswer | 'incomplete' {
    if (header === 'none') {
      const bytes = joined();
      const end = bytes.indexOf(LINE_END);
      keep(bytes.subarray(end + 1));
      if (end < 0) return 'incomplete';
      const [, oid, type, size] = HEADER.exec(bytes.toString('utf8', 0, end)) ?? [];
      if (oid === undefined || type === undefined) return { kind: 'missing' };
      header = { oid, type, size: Number(size) };
    }
    const { oid, type, size } = header;
    if (size > limit) return { kind: 'too-large', oid, type, size };
    if (length < size + 1) return 'incomplete';
    header = 'none';
    const bytes = joined();
    keep(bytes.subarray(size + 1));
    return { kind: 'object', oid, type, bytes: bytes.subarray(0, size) };
  }

  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    const answers: BatchAnswer[] = [];
    for (;;) {
      const answer = next();
      if (answer === 'incomplete') return answers;
      answers.push(answer);
      if (answer.kind === 'too-large') return answers;
    }
  };
}
