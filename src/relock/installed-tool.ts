/** A program of a lock tool: its version, the Python behind it, and which folders it needs. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync, globSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Minor } from '../python/minors.ts';
import { withoutHome } from './interpreters.ts';

const run = promisify(execFile);

export interface Tool {
  readonly version: string;
  /** The Python that it runs in; `unknown` too of programs that are not written in it. */
  readonly python: Minor | 'unknown';
  /** Of the pip in its environment; empty where there is none. */
  readonly pip: string;
  /** The program, as an absolute path. */
  readonly program: string;
  /** Folders that it needs to run: its environment, its interpreter. */
  readonly readable: readonly string[];
  /** Where another version than the wanted one runs, and why. */
  readonly note?: string;
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws what running it failed with, where nothing records its version */
export async function toolAt(file: string): Promise<Tool> {
  const readable = neededBy(file);
  const name = basename(file) === 'pip-compile' ? 'pip_tools' : basename(file);
  const version = recordedVersion(name, readable) ?? (await saidVersion(file));
  const pip = recordedVersion('pip', readable) ?? '';
  return { version, python: pythonOf(name, file), pip, program: file, readable };
}

/** Programs written in Python have their package beside them. */
function pythonOf(name: string, file: string): Tool['python'] {
  const minors = [file, realpathSync(file)]
    .map((path) => dirname(dirname(path)))
    .flatMap((cwd) => globSync(`lib/python3.*/site-packages/${name}-*.dist-info`, { cwd }))
    .flatMap((path) => /python(3\.\d+)/.exec(path)?.[1] ?? []);
  const [minor, ...others] = new Set(minors);
  return minor === undefined || others.length > 0 ? 'unknown' : (minor as Minor);
}

/** What its environment records: asking a Python program takes half a second. @see PEP 376 */
function recordedVersion(name: string, folders: readonly string[]): string | undefined {
  const record = new RegExp(`^${name}-(.+)\\.dist-info$`);
  return folders
    .filter((folder) => existsSync(join(folder, 'pyvenv.cfg')))
    .flatMap((folder) => globSync('lib/python3.*/site-packages/*.dist-info', { cwd: folder }))
    .map((path) => record.exec(basename(path))?.[1])
    .find((version) => version !== undefined);
}

async function saidVersion(file: string): Promise<string> {
  const { stdout } = await run(file, ['--version'], { timeout: 20_000 });
  return /\d+(?:\.\w+)+/.exec(stdout)?.[0] ?? '';
}

/** A script's virtual environment and the interpreter behind it. @see PEP 405, `pyvenv.cfg` */
function neededBy(file: string): readonly string[] {
  const real = realpathSync(file);
  const environments = [dirname(dirname(file)), dirname(dirname(real))].filter((folder) =>
    existsSync(join(folder, 'pyvenv.cfg')),
  );
  const interpreters = environments.flatMap((folder) => {
    const home = /^home\s*=\s*(.*)$/m.exec(readFileSync(join(folder, 'pyvenv.cfg'), 'utf8'))?.[1];
    return home === undefined ? [] : [dirname(home.trim()), dirname(realpathSync(home.trim()))];
  });
  const all = new Set([dirname(file), dirname(real), ...environments, ...interpreters]);
  return withoutHome([...all]);
}
