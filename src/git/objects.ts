import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { blobTextOf } from '../gates/blob-text.ts';
import { MAX_TEXT_BYTES } from '../gates/gather.ts';
import type { BlobText, ObjectId } from '../gates/types.ts';
import { createBatchParser } from './batch-parser.ts';
import { CannotRun } from './cannot-run.ts';
import { explained, startGit } from './process.ts';

interface GitObject {
  readonly oid: ObjectId;
  readonly type: string;
  readonly content: BlobText;
}

/** Objects by id or by any name that git knows, such as `main:path`. */
export interface Objects {
  read(name: string): Promise<GitObject | 'missing'>;
  close(): void;
}

interface Request {
  readonly name: string;
  resolve(object: GitObject | 'missing'): void;
  reject(error: Error): void;
}

/**
 * One long-lived `git cat-file --batch`: starting a process for each text costs more than judging
 * it. Names go in by standard input, so none can pose as an option.
 */
export function openObjects(cwd: string): Objects {
  const waiting: Request[] = [];
  let process = start();

  function start(): ChildProcessWithoutNullStreams {
    const started = startGit(cwd, ['cat-file', '--batch']);
    const errors: Buffer[] = [];
    const parse = createBatchParser(MAX_TEXT_BYTES);
    started.stdout.on('data', (chunk: Buffer) => {
      for (const answer of parse(chunk)) {
        const request = waiting.shift();
        if (answer.kind === 'missing') request?.resolve('missing');
        else request?.resolve({ ...answer, content: contentOf(answer) });
        if (answer.kind === 'too-large') restart();
      }
    });
    started.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    // A process that is gone is reported by `close`, with its words.
    started.stdin.on('error', () => {});
    started.on('error', (error) => fail(explained(error)));
    started.on('close', () => {
      if (started === process) fail(broken(Buffer.concat(errors).toString()));
    });
    return started;
  }

  /** Cheaper than reading gigabytes only to throw them away. */
  function restart(): void {
    const old = process;
    process = start();
    old.stdout.removeAllListeners('data');
    old.kill();
    for (const { name } of waiting) process.stdin.write(`${name}\n`);
  }

  function fail(error: Error): void {
    for (const request of waiting.splice(0)) request.reject(error);
  }

  return {
    read(name) {
      if (/[\n\0]/.test(name)) return Promise.resolve('missing');
      if (process.exitCode !== null) return Promise.reject(broken(''));
      return new Promise((resolve, reject) => {
        waiting.push({ name, resolve, reject });
        process.stdin.write(`${name}\n`);
      });
    },
    close: () => process.stdin.end(),
  };
}

function contentOf(
  answer: { kind: 'object'; bytes: Buffer } | { kind: 'too-large'; size: number },
): BlobText {
  if (answer.kind === 'object') return blobTextOf(answer.bytes);
  return { kind: 'too-large', size: answer.size, limit: MAX_TEXT_BYTES };
}

function broken(words: string): CannotRun {
  if (/promisor|could not fetch|transport .* not allowed/.test(words)) {
    return new CannotRun(
      'This is a partial clone, and texts that are needed were never downloaded.',
      'Download them: git fetch --refetch --no-filter',
    );
  }
  const said = words.trim().split('\n')[0] ?? '';
  return new CannotRun(
    `Git cannot read the objects of this repository${said === '' ? '' : ` (${said})`}.`,
    'Find out what is broken: git fsck',
  );
}
