import { createTwoFilesPatch } from 'diff';
import type { FileChange } from '../edits/file-change.ts';

/** The change of a file as a unified diff that `git apply` takes; `context` is in lines. */
export function patchOf({ path, before, after }: FileChange, context: number): string {
  const isNew = before === 'none';
  const patch = createTwoFilesPatch(
    isNew ? '/dev/null' : `a/${path}`,
    `b/${path}`,
    isNew ? '' : before,
    after,
    undefined,
    undefined,
    {
      context,
      headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
    },
  );
  return patch;
}
