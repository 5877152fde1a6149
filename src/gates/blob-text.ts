import { createHash } from 'node:crypto';
import type { BlobText, ObjectId } from './types.ts';

/** `bytes` as every source gives them to the gates: strict UTF-8, BOM and line ends kept. */
export function blobTextOf(bytes: Uint8Array): BlobText {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { kind: 'text', text: decoder.decode(bytes) };
  } catch {
    return { kind: 'not-utf8' };
  }
}

/** The id that git gives a blob with this content. */
export function objectIdOf(bytes: Uint8Array, algorithm: 'sha1' | 'sha256'): ObjectId {
  return createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
