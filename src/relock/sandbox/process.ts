/** Runs a program within limits: time, memory, output. What it started ends with it. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Limits } from './limits.ts';
import { processTree } from './processes.ts';

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** All of it: nothing is inherited. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly how: 'exit' | 'time' | 'memory';
  /** 128 and more where a signal ended it, as shells count. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  readonly peakBytes: number;
}

const LOOK_MS = 100;

/** @throws {Error} where the program cannot be started */
export function runLimited(program: Program, limits: Limits): Promise<Ended> {
  const { command, args, cwd, environment } = program;
  const started = performance.now();
  const child = spawn(command, [...args], {
    cwd,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that all of it can be killed at once.
    detached: true,
  });
  let how: Ended['how'] = 'exit';
  let peakBytes = 0;

  function end(why: Ended['how']): void {
    how = why;
    killAll(child.pid);
  }

  const deadline = setTimeout(() => end('time'), limits.seconds * 1000);
  const watch = setInterval(() => {
    if (child.pid === undefined) return;
    const bytes = processTree(child.pid).reduce((sum, row) => sum + row.bytes, 0);
    peakBytes = Math.max(peakBytes, bytes);
    if (bytes > limits.bytes) end('memory');
  }, LOOK_MS);
  const stdout = collect(child.stdout, limits.outputBytes);
  const stderr = collect(child.stderr, limits.outputBytes);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      clearTimeout(deadline);
      clearInterval(watch);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(deadline);
      clearInterval(watch);
      // What it left running in its group.
      killAll(child.pid);
      resolve({
        how,
        code: code ?? (signal === null ? 1 : 137),
        stdout: stdout(),
        stderr: stderr(),
        seconds: (performance.now() - started) / 1000,
        peakBytes,
      });
    });
  });
}

/** The group, and descendants that left it. */
function killAll(pid: number | undefined): void {
  if (pid === undefined) return;
  for (const target of [-pid, ...processTree(pid).map((row) => row.pid)]) {
    try {
      process.kill(target, 'SIGKILL');
    } catch {
      // Gone already.
    }
  }
}

/** Reads on past the limit, so that the program is not held up. */
function collect(stream: Readable, limit: number): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size >= limit) return;
    chunks.push(chunk.subarray(0, limit - size));
    size += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
