/** Python interpreters of this host: on PATH, of uv, of pyenv, and those in a folder of our own. */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Those that uv fetches for us. */
export interface PythonOptions {
  /** Where fetched ones are kept. */
  readonly folder: string;
  /** Whether any may be fetched. */
  readonly fetches: boolean;
}

export interface Interpreters {
  /** Folders to put on the PATH, the newest Python first. */
  readonly path: readonly string[];
  /** Their prefixes, which have to be readable. */
  readonly readable: readonly string[];
}

/** Costs a few milliseconds. @param own a folder in which uv keeps some; need not be there */
export function interpretersWith(own: string): Interpreters {
  const home = homedir();
  const managed = process.env.UV_PYTHON_INSTALL_DIR ?? join(home, '.local/share/uv/python');
  const pyenv = join(process.env.PYENV_ROOT ?? join(home, '.pyenv'), 'versions');
  const versioned = [own, managed, pyenv]
    .flatMap((folder) => entries(folder).map((name) => join(folder, name, 'bin')))
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const plain = (process.env.PATH ?? '')
    .split(delimiter)
    // Shims start other programs to find out which Python they stand for.
    .filter((folder) => folder !== '' && !folder.includes('shims'));
  const path = [...new Set([...plain, ...versioned])].filter(hasPython);
  return { path, readable: withoutHome(path.map(dirname)) };
}

/** Never the user's own folder, or one that holds it: `~/bin/python3.13` must not open it all. */
export function withoutHome(folders: readonly string[]): readonly string[] {
  const home = `${homedir()}/`;
  return folders.filter((folder) => folder !== '/' && !home.startsWith(`${folder}/`));
}

function hasPython(folder: string): boolean {
  return entries(folder).some((name) => /^python3\.\d+$/.test(name));
}

function entries(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
