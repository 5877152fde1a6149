import { type Agent, request } from 'node:http';

export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'timed-out'; readonly reason: string }
  | { readonly kind: 'unreachable'; readonly reason: string };

/** Posts JSON and waits at most `timeout` milliseconds for the whole answer. */
export function post(
  agent: Agent,
  url: string,
  headers: Readonly<Record<string, string>>,
  payload: string,
  timeout: number,
): Promise<PostOutcome> {
  const { promise, resolve } = Promise.withResolvers<PostOutcome>();
  const length = { 'content-length': String(Buffer.byteLength(payload)) };
  const sent = request(url, { method: 'POST', agent, headers: { ...headers, ...length } });
  const timer = setTimeout(() => {
    resolve({ kind: 'timed-out', reason: `no answer within ${timeout} ms` });
    sent.destroy();
  }, timeout);
  function end(outcome: PostOutcome): void {
    clearTimeout(timer);
    resolve(outcome);
  }
  sent.on('response', (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('error', (error) => end({ kind: 'unreachable', reason: error.message }));
    response.on('end', () => {
      const plain = Object.entries(response.headers).map(([key, value]) => [key, String(value)]);
      end({
        kind: 'answered',
        status: response.statusCode ?? 0,
        headers: Object.fromEntries(plain),
        body: Buffer.concat(chunks).toString(),
      });
    });
  });
  sent.on('error', (error) => end({ kind: 'unreachable', reason: error.message }));
  sent.end(payload);
  return promise;
}
