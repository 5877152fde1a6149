/**
 * Finds a lock tool in the version that a repository uses: an installed one, one that was fetched
 * before, or a new one from the package index, in a virtual environment of its own. This runs
 * outside of the sandbox: nothing of a repository takes part but a version number.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { contains, parseSpecifiers } from '../python/specifiers.ts';
import { parseVersion } from '../python/version.ts';
import { isExecutable, type Tool, toolAt } from './installed-tool.ts';
import { interpretersWith, type PythonOptions } from './interpreters.ts';
import { lastWords } from './last-words.ts';
import type { ToolChoice } from './tool-version/choose.ts';
import type { ToolName } from './types.ts';

const run = promisify(execFile);

export interface ToolboxOptions {
  /** Where fetched tools are kept. */
  readonly folder: string;
  /** Looked through for installed tools, before PATH. */
  readonly installed?: string;
  /** Whether a missing version may be fetched from the package index. */
  readonly fetches: boolean;
  /** For a tool that has to run in another Python than the one that it is installed in. */
  readonly pythons: PythonOptions;
}

export type FoundTool = Tool | { readonly problem: string; readonly remedy: string };

export interface Toolbox {
  find(choice: ToolChoice, program: string): Promise<FoundTool>;
}

/** What is installed beside a tool, so that it works: its own pins, where it offers them. */
const PACKAGES: Readonly<Record<ToolName, string>> = {
  uv: 'uv',
  poetry: 'poetry',
  pdm: 'pdm[locked]',
  pipenv: 'pipenv',
  'pip-tools': 'pip-tools',
};

const FETCH_TIMEOUT_MS = 180_000;

export function createToolbox(options: ToolboxOptions): Toolbox {
  const { folder, fetches } = options;
  const fetching = new Map<string, Promise<void>>();

  async function find(choice: ToolChoice, program: string): Promise<FoundTool> {
    const installed = await installedTool(program, options);
    if (installed !== undefined && fits(choice, installed)) return installed;
    if (fetches) {
      try {
        return await fetched(choice, program);
      } catch (error) {
        return standIn(choice, installed, `it could not be fetched (${lastWords(error)})`);
      }
    }
    return standIn(choice, installed, 'fetching tools is switched off');
  }

  async function fetched(choice: ToolChoice, program: string): Promise<Tool> {
    const { tool, python } = choice;
    const wanted = choice.kind === 'exact' ? `==${choice.version}` : choice.specifiers;
    const inPython = python === 'any' ? '' : `-in-${python}`;
    const home = join(folder, `${tool}${wanted.replaceAll(/[^\w.=<>~!,-]/g, '_')}${inPython}`);
    const file = join(home, 'bin', program);
    if (!existsSync(file)) {
      const one = fetching.get(home) ?? install(home, `${PACKAGES[tool]}${wanted}`, python);
      fetching.set(home, one);
      await one.finally(() => fetching.delete(home));
    }
    return toolAt(file);
  }

  /** Beside its place first, so that a half-made environment is never found. */
  async function install(
    home: string,
    requirement: string,
    python: ToolChoice['python'],
  ): Promise<void> {
    const partial = `${home}.${process.pid}`;
    // Elsewhere uv would read the settings of the repository that somebody stands in.
    const pythons = python === 'any' ? {} : { UV_PYTHON_INSTALL_DIR: options.pythons.folder };
    const env = { ...process.env, ...pythons };
    const own = { timeout: FETCH_TIMEOUT_MS, cwd: folder, env };
    const into = ['--quiet', '--only-binary', ':all:', '--python', join(partial, 'bin/python')];
    try {
      const uv = (await installedTool('uv', options))?.program ?? 'uv';
      await mkdir(folder, { recursive: true });
      await run(uv, ['venv', '--relocatable', ...pythonOptions(python, options), partial], own);
      await run(uv, ['pip', 'install', ...into, requirement], own);
      await rename(partial, home);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }

  return { find };
}

function pythonOptions(
  python: ToolChoice['python'],
  { pythons }: ToolboxOptions,
): readonly string[] {
  const downloads = pythons.fetches ? [] : ['--no-python-downloads'];
  if (python === 'any') return downloads;
  const files = interpretersWith(pythons.folder).path.map((one) => join(one, `python${python}`));
  const wanted = files.find(isExecutable) ?? python;
  return ['--python', wanted, ...downloads];
}

function fits(choice: ToolChoice, { version, python }: Tool): boolean {
  if (choice.python !== 'any' && choice.python !== python) return false;
  if (choice.kind === 'exact') return choice.version === version;
  const [set, parsed] = [parseSpecifiers(choice.specifiers), parseVersion(version)];
  return set === undefined || (parsed !== undefined && contains(set, parsed));
}

/** Another version than the wanted one still does: what it writes is judged like anything else. */
function standIn(choice: ToolChoice, installed: Tool | undefined, reason: string): FoundTool {
  const { tool, python } = choice;
  const wanted = choice.kind === 'exact' ? `${tool} ${choice.version}` : tool + choice.specifiers;
  if (python !== 'any' && installed !== undefined && installed.python !== python) {
    return {
      problem: `${tool} runs in Python ${installed.python} here, and the lock was made in Python ${python}: ${reason}`,
      remedy: `Who runs Lockkeeper can let uv fetch it (RELOCK_FETCH_TOOLS, RELOCK_FETCH_PYTHON), or install it in Python ${python}.`,
    };
  }
  if (installed === undefined) {
    return {
      problem: `${wanted} is not installed here (${choice.because}), and ${reason}`,
      remedy:
        tool === 'uv'
          ? 'Install it: pip install uv, or see https://docs.astral.sh/uv/'
          : `Install it: uv tool install ${PACKAGES[tool]}`,
    };
  }
  const note = `${tool} ${installed.version} stood in for ${wanted} (${choice.because}): ${reason}`;
  return { ...installed, note };
}

async function installedTool(
  program: string,
  { installed }: ToolboxOptions,
): Promise<Tool | undefined> {
  const folders = [installed ?? '', ...(process.env.PATH ?? '').split(delimiter)];
  const file = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
  if (file === undefined) return undefined;
  return toolAt(file).catch(() => undefined);
}
