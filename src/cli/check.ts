import { readFile } from 'node:fs/promises';
import { type LoadedConfiguration, loadConfiguration } from '../config/load.ts';
import { CannotRun } from '../git/cannot-run.ts';
import { gatherLocal, type LocalSnapshot } from '../git/snapshot.ts';
import { type Format, loadFormat } from './formats.ts';
import { print, remark, useColor } from './output.ts';
import { showProgress } from './progress.ts';
import { requiredNames } from './required-names.ts';

export interface CheckOptions {
  readonly base?: string;
  readonly head?: string;
  readonly all?: true;
  readonly format: Format;
  readonly exitZero?: true;
  readonly config?: string;
  /** Names with commas between them, or a file with one a line. */
  readonly required?: string;
  /** Writes the repairs that are edits. */
  readonly fix?: true;
  /** With `fix`: only shows them. */
  readonly dryRun?: true;
  /** `false` with `--no-color`. */
  readonly color: boolean;
}

/**
 * Judges a clone and prints the verdict. The exit code is 1 as soon as something would be shown as
 * a warning on a pull request.
 *
 * @throws {CannotRun} with what to do about it
 */
export async function check(path: string, options: CheckOptions): Promise<number> {
  const { base, head, all = false } = options;
  const endProgress = showProgress('Reading the repository');
  try {
    // Git is asked first: it works while the modules load, which keeps this thread busy.
    const gates = async () => (await loading).gates;
    const gathering = gatherLocal({ path, base, head, all, gates });
    const loading = import('./judge.ts');
    const [local, { judge, rules }, render, required] = await Promise.all([
      gathering,
      loading,
      loadFormat(options.format),
      requiredNames(options.required),
    ]);
    const configuration = await configurationFor(local, options.config);
    const verdict = await judge(local.snapshot, configuration, required);
    endProgress();
    if (options.fix) {
      const { fixFindings } = await import('./fix.ts');
      const dryRun = options.dryRun ?? false;
      const painted = options.color && useColor(process.stdout);
      if (fixFindings(verdict, local, { dryRun, color: painted })) {
        const { fix: _, ...again } = options;
        return check(path, again);
      }
    }
    if (options.format === 'text') for (const note of local.notes) remark(note);
    const color = options.color && useColor(process.stdout);
    print(render(verdict, { color, rules }));
    return verdict.conclusion === 'success' || options.exitZero ? 0 : 1;
  } finally {
    endProgress();
  }
}

async function configurationFor(
  { configuration, headConfiguration }: LocalSnapshot,
  file: string | undefined,
): Promise<LoadedConfiguration> {
  if (file !== undefined) return loadConfiguration(await textOf(file), file, 'base');
  const inForce =
    configuration === 'none'
      ? await loadConfiguration('none', '', 'base')
      : await loadConfiguration(configuration.text, configuration.path, 'base');
  if (typeof headConfiguration === 'string') return inForce;
  const { text, path } = headConfiguration;
  const planned = await loadConfiguration(text, path, 'head');
  return { ...inForce, problems: [...inForce.problems, ...planned.problems] };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new CannotRun(
      `The configuration ${file} cannot be read${code}.`,
      'Give the path of a file after --config, relative to the current folder.',
    );
  }
}
