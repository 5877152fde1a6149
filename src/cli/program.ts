import { Command, CommanderError, Option } from 'commander';
import type { BumpOptions } from './bump.ts';
import type { CheckOptions } from './check.ts';
import type { ChecksOptions } from './checks.ts';
import type { DiffOptions } from './diff.ts';
import { COULD_NOT_RUN } from './failure.ts';
import { CHECKS_FORMATS, DIFF_FORMATS, FORMATS, PYTHON_FORMATS } from './formats.ts';
import {
  ALLOW_BUILDS,
  BUMP_HELP,
  CHECK_HELP,
  CHECKS_HELP,
  DIFF_HELP,
  EXPLAIN_HELP,
  INIT_HELP,
  PROGRAM_HELP,
  PYTHON_HELP,
  PYTHON_SET_HELP,
  RELOCK_HELP,
  SERVE_HELP,
} from './help.ts';
import type { InitOptions } from './init.ts';
import type { PythonOptions } from './python.ts';
import type { SetOptions } from './python-set.ts';
import type { RelockOptions } from './relock.ts';

/** Parses the arguments and runs the command; commands are loaded when they are called. */
export async function runProgram(args: readonly string[]): Promise<number> {
  let code = 0;
  const program = createProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help that was asked for is a success; commander has printed everything else, too.
    return error.exitCode === 0 ? 0 : COULD_NOT_RUN;
  }
}

function createProgram(end: (code: number) => void): Command {
  const program = new Command('lockkeeper')
    .description('Keeps Python repositories reproducible: judges whether locks are in step.')
    .option('-V, --version', 'print the versions of Lockkeeper and what it uses')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('Usage and examples: add --help')
    .addHelpText('after', PROGRAM_HELP)
    .exitOverride();

  program
    .command('check')
    .summary('judge a clone, offline')
    .description(
      'Judges a clone as the app would judge its pull request: offline, with no token, running none of its code.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .option('--base <ref>', 'compare with this branch or commit (default: the default branch)')
    .option('--head <ref>', 'judge this commit (default: the working tree)')
    .addOption(new Option('--all', 'judge everything, without comparing').conflicts('base'))
    .addOption(new Option('--format <format>', 'how to report').choices(FORMATS).default('text'))
    .addOption(
      new Option('--fix', 'write the repairs that are edits, then judge again').conflicts('head'),
    )
    .option('--dry-run', 'with --fix: show the repairs and write nothing')
    .option('--required <names>', 'also require these checks: names with commas, or a file')
    .option('--exit-zero', 'end with 0 also where there are findings')
    .option('--config <file>', 'use this configuration, not the one of the base')
    .option('--no-color', 'print without colours')
    .addHelpText('after', CHECK_HELP)
    .action(async (path: string, options: CheckOptions) => {
      const { check } = await import('./check.ts');
      end(await check(path, options));
    });

  program
    .command('diff')
    .summary('print what happened to the packages of every lock')
    .description(
      'Prints what happened to the packages of every lock: what reviewers read in the place of its diff.',
    )
    .argument('[base]', 'compare with this branch or commit (default: the default branch)')
    .argument('[head]', 'this commit (default: the working tree)')
    .option('--path <folder>', 'a folder of the repository', '.')
    .addOption(
      new Option('--format <format>', 'how to print').choices(DIFF_FORMATS).default('text'),
    )
    .option('--no-color', 'print without colours')
    .addHelpText('after', DIFF_HELP)
    .action(async (base: string | undefined, head: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./diff.ts');
      await diff(base, head, options);
    });

  program
    .command('checks')
    .summary('print what is required and what the workflows report')
    .description(
      'Prints which required checks the workflows of a clone report on a pull request and in a merge queue, and everything else that they report.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .option('--required <names>', 'required checks: names with commas, or a file with one a line')
    .option('--token [token]', 'ask GitHub what is required (default: GITHUB_TOKEN or GH_TOKEN)')
    .option('--repository <owner/name>', 'on GitHub (default: that of the remote origin)')
    .option('--base <branch>', 'the branch that pull requests are merged into', 'main')
    .addOption(
      new Option('--format <format>', 'how to print').choices(CHECKS_FORMATS).default('text'),
    )
    .option('--no-color', 'print without colours')
    .addHelpText('after', CHECKS_HELP)
    .action(async (path: string, options: ChecksOptions) => {
      const { checks } = await import('./checks.ts');
      await checks(path, options);
    });

  program
    .command('init')
    .summary('write what a repository lacks')
    .description(
      'Writes a workflow that fits the repository: lint, types, tests and a smoke test from its lock, and one check that collects them.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .option('--workflow', 'write .github/workflows/python-ci.yml')
    .option('--branch <branch>', 'also run on pushes to this branch', 'main')
    .option('--dry-run', 'show the file and write nothing')
    .option('--no-color', 'print without colours')
    .addHelpText('after', INIT_HELP)
    .action(async (path: string, options: InitOptions) => {
      const { init } = await import('./init.ts');
      await init(path, options);
    });

  const python = program
    .command('python')
    .summary('print every place that names a Python version')
    .description(
      'Prints every place that names a Python version, and which versions are supported, tested, deployed and pinned.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .addOption(
      new Option('--format <format>', 'how to print').choices(PYTHON_FORMATS).default('text'),
    )
    .option('--no-color', 'print without colours')
    .addHelpText('after', PYTHON_HELP)
    .action(async (path: string, options: PythonOptions) => {
      const { python: show } = await import('./python.ts');
      await show(path, options);
    });

  python
    .command('set')
    .summary('move all places to another version')
    .description(
      'Moves every place to another minor version: pins, images, jobs that run on the old one, the end of matrices, classifiers.',
    )
    .argument('<version>', 'the minor version, such as 3.13')
    .argument('[path]', 'a folder of the repository', '.')
    .option('--floor', 'also support nothing older: ranges, matrices, targets of linters')
    .option('--dry-run', 'show the changes and write nothing')
    .option('--no-color', 'print without colours')
    .addHelpText('after', PYTHON_SET_HELP)
    .action(async (version: string, path: string, options: SetOptions) => {
      const { setPython } = await import('./python-set.ts');
      await setPython(version, path, options);
    });

  program
    .command('relock')
    .summary('make locks again, with the least change')
    .description(
      'Makes the locks again that are not in step, with the lock tool in the version that the repository uses, and keeps every pin that can stay.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .option(
      '-p, --package <package>',
      'move this package instead: X to the newest that fits, X==V to a version; repeatable',
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .option('--dry-run', 'show what would change and write nothing')
    .option('--allow-builds', ALLOW_BUILDS)
    .option('--no-color', 'print without colours')
    .addHelpText('after', RELOCK_HELP)
    .action(async (path: string, options: RelockOptions) => {
      const { relock } = await import('./relock.ts');
      end(await relock(path, options));
    });

  program
    .command('bump')
    .summary('move dependencies to newer versions, a few at a time')
    .description(
      'Shows what the next bump pull requests would hold, with the reason for each package that is taken or left, and writes the first of each lock, and that of Python, into the working tree.',
    )
    .argument('[path]', 'a folder of the repository', '.')
    .option(
      '--group <group>',
      'only this one: weekly, security, major-NAME, python, or a group of the configuration',
    )
    .addOption(
      new Option(
        '--security',
        'look for nothing but updates that leave known vulnerabilities behind',
      ).conflicts('group'),
    )
    .option('--dry-run', 'show the plan and write nothing')
    .option('--allow-builds', ALLOW_BUILDS)
    .option('--no-color', 'print without colours')
    .addHelpText('after', BUMP_HELP)
    .action(async (path: string, options: BumpOptions) => {
      const { bump } = await import('./bump.ts');
      end(await bump(path, options));
    });

  program
    .command('explain')
    .summary('print what a rule means and how to repair')
    .description('Prints the page of a rule, or the list of all rules.')
    .argument('[rule]', 'such as lockfile/stale, or a gate: lockfile')
    .option('--no-color', 'print without colours')
    .addHelpText('after', EXPLAIN_HELP)
    .action(async (rule: string | undefined, options: { readonly color: boolean }) => {
      const { explain } = await import('./explain.ts');
      explain(rule, options);
    });

  program
    .command('serve')
    .summary('run the GitHub App')
    .description('Runs the GitHub App: receives webhooks, judges pull requests, reports.')
    .addHelpText('after', SERVE_HELP)
    .action(async () => {
      const { serve } = await import('./serve.ts');
      await serve();
    });

  return program;
}
