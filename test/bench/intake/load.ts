/** Webhooks as fast as the server answers them, on a number of connections. */
import { connect, type Socket } from 'node:net';
import type { RequestMaker } from './payload.ts';

export interface Load {
  /** Answers by status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly perSecond: number;
  /** Of each answer. */
  readonly milliseconds: readonly number[];
}

/**
 * Sends for `seconds` on `connections`, the next webhook of a connection when the last is answered.
 * Plain sockets: a whole HTTP client would take more of the processor than the servers.
 */
export async function sendLoad(
  url: string,
  make: RequestMaker,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Load> {
  const answers: Record<string, number> = {};
  const milliseconds: number[] = [];
  const start = performance.now();
  const end = start + seconds * 1000;
  await Promise.all(
    Array.from({ length: connections }, () =>
      talk(url, make, end, (status, time) => {
        answers[status] = (answers[status] ?? 0) + 1;
        milliseconds.push(time);
      }),
    ),
  );
  const perSecond = milliseconds.length / ((performance.now() - start) / 1000);
  return { answers, perSecond, milliseconds };
}

function talk(
  url: string,
  make: RequestMaker,
  end: number,
  onAnswer: (status: string, milliseconds: number) => void,
): Promise<void> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let sent = 0;
    let received = '';
    const socket: Socket = connect(Number(port), hostname, next);
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (!isWhole(received)) return;
      onAnswer(received.slice(9, 12), performance.now() - sent);
      received = '';
      next();
    });

    function next(): void {
      if (performance.now() >= end) return void socket.end();
      const bytes = make();
      sent = performance.now();
      socket.write(bytes);
    }
  });
}

/** Answers are small: either chunked or with a length. */
function isWhole(text: string): boolean {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
  if (length !== undefined) return text.length >= head + 4 + Number(length);
  return !/\r\ntransfer-encoding: chunked/i.test(text) || text.endsWith('0\r\n\r\n');
}
