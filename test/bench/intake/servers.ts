/** Starts and stops the processes that are measured. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { AppOrder } from './server.ts';

const SERVER = fileURLToPath(new URL('./server.ts', import.meta.url));

export interface MeasuredServer {
  readonly url: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** A bare receiver with this webhook secret. */
export function startBareServer(secret: string): Promise<MeasuredServer> {
  return start('bare', secret);
}

export function startAppServer(order: AppOrder): Promise<MeasuredServer> {
  return start('app', JSON.stringify(order));
}

async function start(kind: 'bare' | 'app', order: string): Promise<MeasuredServer> {
  const child = spawn(process.execPath, [SERVER, kind], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH ?? '', NODE_ENV: 'production', BENCH_ENVIRONMENT: order },
  });
  const exited = once(child, 'exit');
  const url = await Promise.race([
    once(child.stdout, 'data').then(([line]) => String(line).trim()),
    exited.then(([code]) => Promise.reject(new Error(`The server ended with code ${code}.`))),
  ]);
  return {
    url,
    process: child,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
