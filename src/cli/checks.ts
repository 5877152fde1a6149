import { loadConfiguration } from '../config/load.ts';
import { NO_SURROUNDINGS } from '../gates/judge-context.ts';
import type { Surroundings } from '../gates/surroundings.ts';
import type { Table } from '../gates/types.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal } from '../git/snapshot.ts';
import type { ChecksFormat } from './formats.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';
import { requiredNames } from './required-names.ts';

export interface ChecksOptions {
  /** Names with commas between them, or a file with one a line. */
  readonly required?: string;
  /** Asks GitHub; `true`: with the token of the environment. */
  readonly token?: string | true;
  readonly repository?: string;
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
    const surroundings = await surroundingsFor(path, options);
    const tables: readonly Table[] = tablesOf(treeOf(snapshot.head, snapshot.blobs), {
      repository: snapshot.repository,
      surroundings,
      settings: loaded.configuration['required-checks'],
    });
    endProgress();
    if (options.format === 'text') {
      for (const note of [...local.notes, ...surroundings.unasked]) remark(note);
    }
    const color = options.color && useColor(process.stdout);
    print(renderTables(tables, options.format, color));
  } finally {
    endProgress();
  }
}

/** What `--required` names is added to what GitHub says. */
async function surroundingsFor(path: string, options: ChecksOptions): Promise<Surroundings> {
  const { token, repository, base } = options;
  const named = await requiredNames(options.required);
  if (token === undefined) return { ...NO_SURROUNDINGS, base, required: named };
  const { askGitHub } = await import('./github-surroundings.ts');
  const asked = await askGitHub(path, {
    token: token === true ? tokenOfEnvironment() : token,
    repository,
    base,
    apiUrl: process.env.GITHUB_API_URL,
  });
  return { ...asked, required: [...asked.required, ...named] };
}

function tokenOfEnvironment(): string {
  const token = process.env.GITHUB_TOKEN ?? process.env.GH_TOKEN ?? '';
  if (token !== '') return token;
  throw new CannotRun(
    'There is no token in GITHUB_TOKEN or GH_TOKEN.',
    'Set one of them, or give it: --token TOKEN',
  );
}
