import { readFile } from 'node:fs/promises';
import type { RequiredCheck } from '../gates/surroundings.ts';
import { CannotRun } from '../git/cannot-run.ts';

/**
 * The checks that `--required` names: names with commas between them, or a file with one a line.
 *
 * @throws {CannotRun} when there is such a file and it cannot be read
 */
export async function requiredNames(
  required: string | undefined,
): Promise<readonly RequiredCheck[]> {
  if (required === undefined) return [];
  const text = await contentOf(required);
  const names = text === undefined ? required.split(',') : text.split('\n');
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('#'))
    .map((context) => ({ context, source: 'ruleset' }));
}

/** A name may look like a path; only a file that is there is read. */
async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    throw new CannotRun(`The list ${path} cannot be read (${code}).`, 'Give names or a file.');
  }
}
