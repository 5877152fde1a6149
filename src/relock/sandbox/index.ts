/**
 * A place where a lock tool runs on the files of strangers: a scratch folder, a HOME of its own, no
 * credentials, no way out but to the hosts that the project names, and limits.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasBubblewrap, wrapped } from './bubblewrap.ts';
import { type Egress, openEgress } from './egress.ts';
import { sandboxEnvironment, uvCache } from './environment.ts';
import type { Limits } from './limits.ts';
import { type Ended, type Program, runLimited } from './process.ts';
import type { Reach } from './reach.ts';
import { withFileLimit } from './rlimits.ts';
import { setUvBuilds } from './uv-builds.ts';

export interface SandboxOptions {
  /** Texts by path; nothing else is in the scratch folder. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder that is kept between runs. */
  readonly cache: string;
  /** Folders with programs, in order. */
  readonly path: readonly string[];
  /** What the programs need beside the system: their virtual environments, interpreters. */
  readonly readable: readonly string[];
  readonly reach: Reach;
  readonly limits: Limits;
  /** Allows build backends to run. */
  readonly builds: boolean;
}

export interface Sandbox {
  /** `cwd` is relative to the scratch folder. */
  run(
    command: string,
    args: readonly string[],
    cwd: string,
    environment: Readonly<Record<string, string>>,
  ): Promise<Ended>;
  /** What a file holds now; `undefined` when it is not there. */
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** Hosts that were asked for and refused. */
  readonly denied: ReadonlySet<string>;
  /** Hosts that were asked for, and whose names nobody knows. */
  readonly unknown: ReadonlySet<string>;
  /** Packages that were to be built, and were not; tools may go on as if nothing had happened. */
  refusedBuilds(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Files beside this one; the package has its code elsewhere, and brings them along. */
const HERE = ['./', '../src/relock/sandbox/']
  .map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
  .find((folder) => existsSync(join(folder, 'doorway.js')));
const GUARD = join(HERE ?? '', 'guard');
const DOORWAY = join(HERE ?? '', 'doorway.js');

/** The port inside a network namespace, where nothing else listens. */
const INNER_PORT = 3128;

export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), 'lockkeeper-relock-'));
  const inside = (name: string) => join(root, name);
  const [project, home, temporary] = [inside('project'), inside('home'), inside('tmp')];
  for (const folder of [project, home, temporary, options.cache]) {
    await mkdir(folder, { recursive: true });
  }
  await setUvBuilds(uvCache(options.cache), options.builds ? 'allow' : 'forbid');
  const isWrapped = hasBubblewrap();
  const egress: Egress = isWrapped
    ? await openEgress(options.reach, inside('egress'))
    : await openEgress(options.reach);
  const surroundings = sandboxEnvironment({
    home,
    cache: options.cache,
    temporary,
    path: options.path,
    proxyPort: isWrapped ? INNER_PORT : egress.port,
    guard: options.builds ? '' : GUARD,
  });
  for (const [path, text] of Object.entries(options.files)) await write(path, text);

  async function write(path: string, text: string): Promise<void> {
    const file = join(project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  return {
    run(command, args, cwd, environment) {
      const program: Program = {
        command,
        args,
        cwd: join(project, cwd),
        environment: { ...surroundings, ...environment },
      };
      const { limits } = options;
      return runLimited(withFileLimit(isWrapped ? enclosed(program) : program, limits), limits);
    },
    async read(path) {
      try {
        return await readFile(join(project, path), 'utf8');
      } catch {
        return undefined;
      }
    },
    write,
    denied: egress.denied,
    unknown: egress.unknown,
    async refusedBuilds() {
      const notes = await readFile(join(home, 'refused-builds'), 'utf8').catch(() => '');
      return [...new Set(notes.split('\n').slice(0, -1))];
    },
    async close() {
      await egress.close();
      await rm(root, { recursive: true, force: true });
    },
  };

  function enclosed(program: Program): Program {
    const { command, args } = program;
    const through = [DOORWAY, inside('egress'), `${INNER_PORT}`, command, ...args];
    return wrapped(
      { ...program, command: process.execPath, args: through },
      {
        writable: [root, options.cache],
        readable: [process.execPath, DOORWAY, GUARD, ...options.readable],
      },
    );
  }
}

/** What the sandbox is on this host, in one line for people. */
export function describeSandbox(): string {
  return hasBubblewrap()
    ? 'bubblewrap (read-only system, network to the named hosts only)'
    : 'processes only (scratch folder, own HOME, proxy); install bubblewrap for more';
}
