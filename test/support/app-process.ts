/** The unmodified app in a process of its own, for the demo and for tests that kill it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FakeGitHub } from '../fake-github/index.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface RunningApp {
  readonly url: string;
  readonly process: ChildProcess;
  /** Lets it drain; throws when it does not end well. */
  stop(): Promise<void>;
}

export interface AppProcessOptions {
  /** Folder of the embedded database; a new one, removed at the end, when left out. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `lockkeeper serve` against the fake GitHub and waits until it is ready. */
export async function startAppProcess(
  gh: FakeGitHub,
  options: AppProcessOptions = {},
): Promise<RunningApp> {
  const port = await freePort();
  const data = options.data ?? (await mkdtemp(join(tmpdir(), 'lockkeeper-app-')));
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      APP_ID: String(gh.app.id),
      PRIVATE_KEY: gh.app.privateKey,
      WEBHOOK_SECRET: gh.app.webhookSecret,
      GITHUB_API_URL: gh.url,
      LOCKKEEPER_DATA: data,
      HOST: '127.0.0.1',
      PORT: String(port),
      OSV_URL: 'off',
      ...options.env,
    },
  });
  const exited = new Promise<number>((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
  const url = `http://127.0.0.1:${port}`;
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => log.push(chunk.toString('utf8')));
  }
  await ready(url, exited, log);
  return {
    url,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      const code = await exited;
      if (options.data === undefined) await rm(data, { recursive: true, force: true });
      if (code !== 0) throw new Error(`The app ended with code ${code}:\n${log.join('')}`);
    },
  };
}

/** Asks until the app answers; a process that has ended never will. */
async function ready(url: string, exited: Promise<number>, log: readonly string[]): Promise<void> {
  let isOver = false;
  void exited.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The app did not start:\n${log.join('')}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}
