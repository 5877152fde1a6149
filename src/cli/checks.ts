import { readFile } from 'node:fs/promises';
import { loadConfiguration } from '../config/load.ts';
import { NO_SURROUNDINGS } from '../gates/judge-context.ts';
import type { RequiredCheck, Surroundings } from '../gates/surroundings.ts';
import type { Table } from '../gates/types.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import type { ChecksFormat } from './formats.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';

export interface ChecksOptions {
  /** Names with commas between them, or a file with one a line. */
  readonly required?: string;
  readonly base: string;
  readonly format: ChecksFormat;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/** Prints what is required, what the workflows of the working tree report, and when. */
export async function checks(path: string, options: ChecksOptions): Promise<void> {
  const endProgress = showProgress('Reading the repository');
  try {
    const loading = import('../gates/required-checks/index.ts');
    const [local, { tablesOf }, { treeOf }, { renderTables }] = await Promise.all([
      gatherLocal({ path, all: true, gates: async () => [(await loading).requiredChecks] }),
      loading,
      import('../gates/tree.ts'),
      import('../report/tables.ts'),
    ]);
    const { snapshot, configuration } = local;
    const loaded = await loadConfiguration(
      ...(configuration === 'none'
        ? (['none', ''] as const)
        : ([configuration.text, configuration.path] as const)),
      'base',
    );
    const surroundings: Surroundings = {
      ...NO_SURROUNDINGS,
      base: options.base,
      required: await namesOf(options.required),
    };
    const tables: readonly Table[] = tablesOf(treeOf(snapshot.head, snapshot.blobs), {
      repository: snapshot.repository,
      surroundings,
      settings: loaded.configuration['required-checks'],
    });
    endProgress();
    if (options.format === 'text') for (const note of local.notes) remark(note);
    const color = options.color && useColor(process.stdout);
    print(renderTables(tables, options.format, color));
  } finally {
    endProgress();
  }
}

async function namesOf(required: string | undefined): Promise<readonly RequiredCheck[]> {
  if (required === undefined) return [];
  const text = await contentOf(required);
  const names = text === undefined ? required.split(',') : text.split('\n');
  return names
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('#'))
    .map((context) => ({ context, source: 'configuration' }));
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
