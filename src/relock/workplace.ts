/** Sandboxes for tools: only so many at a time, each with the way out that its work needs. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import Bottleneck from 'bottleneck';
import { fileHosts } from './index-hosts.ts';
import type { Tool } from './installed-tool.ts';
import type { Interpreters } from './interpreters.ts';
import { openSandbox, type Sandbox } from './sandbox/index.ts';
import { LIMITS, type Limits } from './sandbox/limits.ts';
import { hostsIn, type Reach } from './sandbox/reach.ts';

export interface WorkplaceOptions {
  /** Folder for the tools' caches, one below it for each `cacheKey`. */
  readonly caches: string;
  readonly defaultIndex: string;
  /** `host:port` that may be reached wherever they lead: indexes in the operator's own network. */
  readonly trusted: ReadonlySet<string>;
  /** Whether packages without a wheel may be built, which runs their code in the sandbox. */
  readonly builds: boolean;
  readonly limits?: Limits;
  /** Asked for every sandbox: there may be new ones. */
  interpreters(): Interpreters;
}

/** What a tool is given to work on. */
export interface Material {
  readonly files: Readonly<Record<string, string>>;
  /** Names a repository: what its tools fetched is kept for its next run, and for nobody else. */
  readonly cacheKey: string;
  /** Indexes that no file names. */
  readonly indexes?: readonly string[];
}

export interface Workplace {
  /** Waits for its turn, opens a sandbox, and closes it when the work is done. */
  within<T>(tool: Tool, material: Material, work: (sandbox: Sandbox) => Promise<T>): Promise<T>;
  /** @param texts that name hosts, beside those of the default index */
  reachTo(texts: readonly string[]): Promise<Reach>;
}

/** uv asks the API which commit a branch is at before it asks git. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { 'github.com': ['api.github.com'] };

/** Tools wait for indexes more than they compute; each may take up to 2 GB of memory. */
const AT_A_TIME = Math.max(4, availableParallelism());

export function createWorkplace(options: WorkplaceOptions): Workplace {
  const { caches, defaultIndex, trusted, builds, limits = LIMITS } = options;
  const turns = new Bottleneck({ maxConcurrent: AT_A_TIME });

  async function reachTo(texts: readonly string[]): Promise<Reach> {
    const named = [defaultIndex, ...texts].flatMap(hostsIn);
    const beside = named.flatMap((host) => BESIDE[host] ?? []);
    return { hosts: new Set([...named, ...beside, ...(await fileHosts(defaultIndex))]), trusted };
  }

  async function open(found: Tool, { files, cacheKey, indexes = [] }: Material): Promise<Sandbox> {
    const { path, readable } = options.interpreters();
    return openSandbox({
      files,
      cache: join(caches, cacheKey.replaceAll(/[^\w.-]+/g, '_')),
      path,
      readable: [...readable, ...found.readable],
      reach: await reachTo([...Object.values(files), ...indexes]),
      limits,
      builds,
    });
  }

  return {
    reachTo,
    within: (tool, material, work) =>
      turns.schedule(async () => {
        const sandbox = await open(tool, material);
        try {
          return await work(sandbox);
        } finally {
          await sandbox.close();
        }
      }),
  };
}
