/**
 * Requirements files and pylock.toml: `pip-compile`, `uv pip compile`, `uv export`. They are made as
 * their header says, from the folder where that command was run.
 * Source: pip-tools 7.6 `writer.py` (CUSTOM_COMPILE_COMMAND); uv 0.13 `pip compile --help`.
 */

import { textAt } from '../../gates/tree.ts';
import type { Tree } from '../../gates/types.ts';
import { exportedFrom } from '../../locks/exports.ts';
import { ancestorsOf, relativePath } from '../../locks/paths.ts';
import { pylockOf, readPylock } from '../../locks/pylock/lock-file.ts';
import { commandWords, type Origin } from '../../locks/requirements/header.ts';
import { originAt } from '../../locks/requirements/index.ts';
import { resolveInput } from '../../locks/requirements/inputs.ts';
import type { LockProject } from '../../locks/types.ts';
import type { Refusal, RelockRequest } from '../types.ts';
import { isAtLeast } from './at-least.ts';
import { type HeaderOptions, headerOptions } from './header-options.ts';
import { type Calls, calls, type LockTool, type Setting } from './types.ts';
import { upgradeOptions, urgentOptions } from './upgrade-options.ts';
import { withVersions } from './uv-dynamic.ts';
import { buildOptions, UV_ENVIRONMENT } from './uv-environment.ts';

export const pipCompile: LockTool = {
  name: 'pip-tools',
  program: 'pip-compile',
  title: 'pip-compile',
  files: namedFiles,
  calls: (request, setting) =>
    fromHeader(request, ({ command, options, inputs, output, cwd }) => ({
      finish: (text) => withoutOwnOption(text, request),
      ...calls(
        { CUSTOM_COMPILE_COMMAND: command },
        {
          args: [
            ...options,
            ...(setting.builds ? [] : ['--pip-args', '--only-binary :all:']),
            ...(request.newest !== undefined && pipCompile.bindsNewest(request, setting)
              ? ['--uploaded-prior-to', request.newest]
              : []),
            ...upgradeOptions(request),
            '--output-file',
            output,
            '--no-config',
            '--quiet',
            ...inputs,
          ],
          cwd,
        },
      ),
    })),
  bindsNewest: (_, { pip }) => pip !== '' && isAtLeast(pip, FIRST_WITH_UPLOAD_TIME),
};

/** pip-compile writes down which builds it allowed, also where only we did not. */
function withoutOwnOption(text: string, request: RelockRequest): string {
  const { project, tree } = request;
  const own = [project.lock, ...namedFiles(request)].map((path) => textAt(tree, path) ?? '');
  if (own.some((one) => /^--only-binary[= ]:all:/m.test(one))) return text;
  // An empty line stands behind the last of the options.
  return text.replace(/^(--.*\n)?--only-binary :all:\n(\n)?/m, (_, before = '', end = '') => {
    return before === '' ? '' : before + end;
  });
}

/** The first pip that has `--uploaded-prior-to`. */
const FIRST_WITH_UPLOAD_TIME = '26.0';

export const uvRequirements: LockTool = {
  name: 'uv',
  program: 'uv',
  title: 'uv',
  files: namedFiles,
  calls: (request, setting) =>
    fromHeader(request, (made): Calls => {
      const environment = { ...UV_ENVIRONMENT, UV_CUSTOM_COMPILE_COMMAND: made.command };
      const { cwd, output } = made;
      const isExport = made.kind === 'exported';
      const args = isExport ? exportArguments(made) : compileArguments(request, made, setting);
      const { manifests } = withVersions(namedFiles(request), request.tree, '');
      const command = {
        args: [...args, '--output-file', output, '--quiet'],
        cwd,
        files: manifests,
      };
      if (!isExport) return calls(environment, command);
      return { ...calls(environment, command), finish: (text) => withCommand(text, made.command) };
    }),
  bindsNewest: () => true,
};

interface Made {
  readonly kind: 'compiled' | 'exported';
  /** As the header has it. */
  readonly command: string;
  readonly options: readonly string[];
  readonly inputs: readonly string[];
  /** Seen from `cwd`. */
  readonly output: string;
  readonly cwd: string;
}

/** An export says in its header how it was made just now, whatever it is told. */
function withCommand(text: string, command: string): string {
  return text.replace(/^(#[ \t]+)uv export .*$/m, (_, start: string) => start + command);
}

/** An export only writes down what is locked. */
function exportArguments({ options }: Made): readonly string[] {
  return [
    'export',
    '--frozen',
    ...options.filter((one) => one !== '--locked' && one !== '--frozen'),
  ];
}

function compileArguments(
  request: RelockRequest,
  { options, inputs }: Made,
  { builds }: Setting,
): readonly string[] {
  const hasOwn = options.includes('--exclude-newer');
  const { newest } = request;
  return [
    'pip',
    'compile',
    ...options,
    ...buildOptions(builds),
    ...(newest === undefined || hasOwn
      ? []
      : ['--exclude-newer', newest, ...urgentOptions(request)]),
    ...upgradeOptions(request),
    ...inputs,
  ];
}

const START =
  /^(?:uv (?:pip compile|export)|(?:python[\d.]* -m piptools compile)|pip-compile)(?: |$)/;

function fromHeader(request: RelockRequest, make: (made: Made) => Calls): Calls {
  const { project, tree } = request;
  const origin = recordedIn(project, tree);
  const command = origin === 'none' ? '' : origin.command;
  const start = START.exec(command)?.[0];
  if (origin === 'none' || start === undefined) {
    const named = command === '' ? 'names no command' : `names \`${command}\``;
    return refused(project.lock, {
      reason: `its header ${named}; only pip-compile, uv pip compile and uv export are run, never a program of the repository`,
      remedy: 'Make the file with the command of its header, and commit it.',
    });
  }
  const folder = folderOf(request);
  const parsed = headerOptions(commandWords(command.slice(start.length)), folder);
  if (parsed.kind === 'refused') {
    return refused(project.lock, {
      reason: `its header has \`${parsed.word}\`, which is not run: ${parsed.because}`,
      remedy: 'Make the file with the command of its header, and commit it.',
    });
  }
  return make({
    kind: origin.kind,
    command,
    options: parsed.options,
    inputs: parsed.inputs,
    output: relativePath(folder, project.lock),
    cwd: folder,
  });
}

function refused(path: string, why: Omit<Refusal, 'path'>): Calls {
  return { kind: 'refused', refusals: [{ path, ...why }] };
}

/** The folder from which all inputs of the header are found: the lock's own, or one above. */
function folderOf({ project, tree }: RelockRequest): string {
  const parsed = optionsOf({ project, tree });
  const inputs = parsed?.kind === 'options' ? parsed.inputs : [];
  const folders = [project.directory, ...ancestorsOf(project.directory)];
  const isThere = (folder: string, input: string) =>
    tree.files.has(folder === '' ? input : `${folder}/${input}`);
  return folders.find((folder) => inputs.every((input) => isThere(folder, input))) ?? '';
}

function optionsOf({
  project,
  tree,
}: Pick<RelockRequest, 'project' | 'tree'>): HeaderOptions | undefined {
  const origin = recordedIn(project, tree);
  const start = origin === 'none' ? undefined : START.exec(origin.command)?.[0];
  if (origin === 'none' || start === undefined) return undefined;
  return headerOptions(commandWords(origin.command.slice(start.length)), project.directory);
}

/** What the header records. */
function recordedIn({ kind, lock }: LockProject, tree: Tree): Origin | 'none' {
  if (kind !== 'pylock') return originAt(tree, lock);
  const document = readPylock(tree, lock);
  if (document.kind === 'refused') return 'none';
  const { command } = pylockOf(lock, document.value, document.text);
  const isExport = command[1] === 'export';
  return { kind: isExport ? 'exported' : 'compiled', tool: 'uv', command: command.join(' ') };
}

/** What the header names, and what an export's lock is made from: settings stand there. */
function namedFiles(request: RelockRequest): readonly string[] {
  const { project, tree } = request;
  const parsed = optionsOf(request);
  const origin = exportedFrom(project, tree);
  const inputs = origin === 'none' ? [] : origin.format.inputs(origin.project, tree);
  if (parsed?.kind !== 'options') return inputs;
  const named = [...parsed.inputs, ...parsed.files].map((file) =>
    resolveInput(tree, project.lock, file),
  );
  return [...inputs, ...named.filter((path) => path !== 'unknown')];
}
