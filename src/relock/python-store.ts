/**
 * Pythons for projects that no installed one fits: uv fetches them, outside of the sandbox. Nothing
 * of a repository takes part but the minor version that it asks for, of which there are few.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { admits, type Minor, minorOf } from '../python/minors.ts';
import { parseVersion } from '../python/version.ts';
import { type Interpreters, interpretersWith, type PythonOptions } from './interpreters.ts';
import { lastWords } from './last-words.ts';
import { LIST_PYTHONS, versionsIn } from './pythons.ts';
import type { FoundTool } from './toolbox.ts';

const run = promisify(execFile);

export interface PythonStoreOptions extends PythonOptions {
  /** The uv that fetches. */
  uv(): Promise<FoundTool>;
}

export type FetchedPython =
  | { readonly kind: 'fetched' }
  | { readonly kind: 'not fetched' /** Ends a sentence. */; readonly because: string };

export interface PythonStore {
  /** Those of the host, and what was fetched. */
  interpreters(): Interpreters;
  /** @param wanted as tools name it: `3.14`, `>=3.14` */
  fetch(wanted: string): Promise<FetchedPython>;
}

const FETCH_TIMEOUT_MS = 180_000;
/** What could not be fetched is not tried again for so long: every lock would wait for it. */
const PAUSE_MS = 5 * 60_000;

export function createPythonStore({ folder, fetches, uv }: PythonStoreOptions): PythonStore {
  let known: Interpreters | undefined;
  const fetching = new Map<Minor, Promise<FetchedPython>>();

  async function fetch(wanted: string): Promise<FetchedPython> {
    if (!fetches) return notFetched('fetching Python is switched off');
    const found = await uv();
    if ('problem' in found) return notFetched(found.problem);
    try {
      const minor = newestFor(wanted, await listed(found.program));
      if (minor === 'none') return notFetched('uv knows no such version');
      const one = fetching.get(minor) ?? install(found.program, minor);
      fetching.set(minor, one);
      return await one;
    } catch (error) {
      return notFetched(`it could not be fetched (${lastWords(error)})`);
    }
  }

  async function listed(program: string): Promise<readonly string[]> {
    const { stdout } = await run(program, [...LIST_PYTHONS], { timeout: FETCH_TIMEOUT_MS });
    return versionsIn(stdout);
  }

  async function install(program: string, minor: Minor): Promise<FetchedPython> {
    const options = ['--no-config', '--no-bin', '--no-progress', '--install-dir', folder];
    try {
      await run(program, ['python', 'install', ...options, minor], { timeout: FETCH_TIMEOUT_MS });
      known = undefined;
      fetching.delete(minor);
      return { kind: 'fetched' };
    } catch (error) {
      setTimeout(() => fetching.delete(minor), PAUSE_MS).unref();
      throw error;
    }
  }

  return {
    interpreters() {
      known ??= interpretersWith(folder);
      return known;
    },
    fetch,
  };
}

function notFetched(because: string): FetchedPython {
  return { kind: 'not fetched', because };
}

/** Of releases, the newest first, the minor of the first that is accepted. */
function newestFor(wanted: string, releases: readonly string[]): Minor | 'none' {
  const minor = /^\d+\.\d+/.exec(wanted)?.[0];
  const specifiers = minor === undefined ? wanted : `==${minor}.*`;
  for (const text of releases) {
    const [major = 0, number = 0, patch = 0] = parseVersion(text)?.release ?? [];
    if (admits(specifiers, [major, number, patch])) return minorOf([major, number]);
  }
  return 'none';
}
