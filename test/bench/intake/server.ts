/**
 * One server in a process of its own, so that the benchmark can count its time apart:
 * `node server.ts bare` answers after HMAC and JSON.parse, as any receiver must; `node server.ts app`
 * is the app, its environment as JSON in `BENCH_ENVIRONMENT`. Prints its address as one line.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Environment } from '../../../src/app/env.ts';
import { createLogger } from '../../../src/app/log.ts';
import { startApp } from '../../../src/app/start.ts';

/** What the app is started with. */
export interface AppOrder {
  readonly env: Environment;
  /** Of the queue, so that runs on one PostgreSQL do not meet. */
  readonly queueSchema: string;
  /** Without workers, only the intake is measured. */
  readonly work: boolean;
}

/** The least that a receiver of webhooks does. */
async function receive(request: IncomingMessage, secret: string): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const expected = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
  const given = String(request.headers['x-hub-signature-256']);
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return 401;
  JSON.parse(body.toString('utf8'));
  return 202;
}

function startBare(secret: string): void {
  const server = createServer((request, response) => {
    void receive(request, secret).then((status) => response.writeHead(status).end());
  });
  server.listen(0, '127.0.0.1', () => {
    announce(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  process.once('SIGTERM', () => process.exit(0));
}

async function start({ env, queueSchema, work }: AppOrder): Promise<void> {
  const app = await startApp(env, {
    log: createLogger(env.logLevel, process.stderr),
    work,
    queue: { schema: queueSchema },
  });
  announce(app.url);
  process.once('SIGTERM', () => void app.stop());
}

function announce(url: string): void {
  process.stdout.write(`${url}\n`);
}

const order = process.env.BENCH_ENVIRONMENT ?? '';
if (process.argv[2] === 'bare') startBare(order);
else await start(JSON.parse(order) as AppOrder);
