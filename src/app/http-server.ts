/** The HTTP front: webhooks, health, metrics. A small table of routes over `node:http`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Intake } from './intake.ts';
import type { Logger } from './log.ts';
import type { Metrics } from './metrics.ts';

/** As `app.yml` says, too. */
export const WEBHOOK_PATH = '/api/github/webhooks';

const WELCOME = `Lockkeeper keeps Python repositories reproducible.

POST ${WEBHOOK_PATH}  webhooks of GitHub
GET  /healthz              the process lives
GET  /readyz               it can store jobs; what the sandbox of lock tools is
GET  /metrics              Prometheus metrics
`;

/** Connections that are still open this long after the stop are cut. */
const CLOSE_AFTER_MS = 5_000;

export interface HttpServerOptions {
  readonly host: string;
  readonly port: number;
  readonly intake: Intake;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Rejects when the database cannot be reached. */
  ready(): Promise<void>;
  /** What the sandbox of lock tools is on this host. */
  readonly sandbox: string;
}

export interface HttpServer {
  readonly url: string;
  /** Takes no new connections and waits for the answers under way. */
  stop(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly type?: string;
  /** The body was not read to its end: the connection ends with this answer. */
  readonly close?: boolean;
}

type Route = (request: IncomingMessage) => Promise<Reply>;

export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const routes = routesOf(options);
  const server = createServer((request, response) => {
    void respond(routes, request, response, options.log);
  });
  // GitHub gives up after 10 seconds; who sends more slowly than this is not GitHub.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  await listen(server, options.port, options.host);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Node no longer times out what is half sent; GitHub sends at once.
        setTimeout(() => server.closeAllConnections(), CLOSE_AFTER_MS).unref();
      }),
  };
}

function routesOf({
  intake,
  metrics,
  ready,
  sandbox,
  log,
}: HttpServerOptions): Record<string, Route> {
  return {
    [`POST ${WEBHOOK_PATH}`]: async (request) => {
      const { status, message, close = false } = await intake(request);
      return { status, body: message, close };
    },
    'GET /': async () => ({ status: 200, body: WELCOME }),
    'GET /healthz': async () => ({ status: 200, body: 'ok\n' }),
    'GET /readyz': async () => {
      try {
        await ready();
        return { status: 200, body: `ready\nsandbox: ${sandbox}\n` };
      } catch (error) {
        log.warn({ err: error }, 'Not ready');
        return { status: 503, body: 'The database is not reached.\n' };
      }
    },
    'GET /metrics': async () => ({
      status: 200,
      body: await metrics.text(),
      type: metrics.contentType,
    }),
  };
}

async function respond(
  routes: Readonly<Record<string, Route>>,
  request: IncomingMessage,
  response: ServerResponse,
  log: Logger,
): Promise<void> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const key = `${request.method} ${path}`;
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  try {
    const reply = route === undefined ? missing(routes, path) : await route(request);
    write(response, reply);
    if (reply.close === true) closeSoon(request);
  } catch (error) {
    // The sender went away, or the job was not stored: GitHub will list it as failed.
    log.error({ err: error, path }, 'A request failed');
    write(response, { status: 500, body: 'Not stored; deliver again.\n' });
  }
}

function missing(routes: Readonly<Record<string, Route>>, path: string): Reply {
  const isKnown = Object.keys(routes).some((key) => key.endsWith(` ${path}`));
  return isKnown
    ? { status: 405, body: 'Another method is needed here.\n' }
    : { status: 404, body: 'Nothing is here.\n' };
}

/** How long a sender may go on with a body that is thrown away, so that it reads our answer. */
const LINGER_MS = 1000;

/** Breaking the connection at once would lose the answer while the sender still writes. */
function closeSoon(request: IncomingMessage): void {
  setTimeout(() => request.socket.destroy(), LINGER_MS).unref();
}

function write(response: ServerResponse, { status, body, type }: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    ...(status === 204 ? {} : { 'content-type': type ?? 'text/plain; charset=utf-8' }),
    'x-content-type-options': 'nosniff',
  });
  response.end(status === 204 ? undefined : body);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
