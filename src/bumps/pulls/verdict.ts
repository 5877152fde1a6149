import { objectIdOf } from '../../gates/blob-text.ts';
import { type EvaluateOptions, evaluate } from '../../gates/evaluate.ts';
import type { BlobText, FileEntry, Snapshot, Verdict } from '../../gates/types.ts';
import type { MadeBump } from '../types.ts';

/** What our own gates say about a bump; `snapshot` is the base alone. */
export function verdictOn(
  { changes }: Pick<MadeBump, 'changes'>,
  snapshot: Snapshot,
  options: EvaluateOptions,
): Promise<Verdict> {
  const files = new Map<string, FileEntry>(snapshot.head.files.map((file) => [file.path, file]));
  const blobs: Record<string, BlobText> = { ...snapshot.blobs };
  for (const { path, after } of changes) {
    const bytes = Buffer.from(after);
    const oid = objectIdOf(bytes, 'sha1');
    files.set(path, { path, oid, mode: files.get(path)?.mode ?? '100644', size: bytes.length });
    blobs[oid] = { kind: 'text', text: after };
  }
  const sorted = [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  const head = { commit: 'bump', files: sorted };
  return evaluate({ ...snapshot, base: snapshot.head, head, blobs }, options);
}
