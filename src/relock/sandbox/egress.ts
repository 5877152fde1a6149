/** The only way out of a sandbox: an HTTP proxy of our own that connects to allowed hosts alone. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { addressFor, type Reach } from './reach.ts';

export interface Egress {
  /** Where it listens on the loopback; 0 on a socket. */
  readonly port: number;
  /** `host:port` that were asked for and refused. */
  readonly denied: ReadonlySet<string>;
  /** `host:port` that may be reached, and whose name nobody knows. */
  readonly unknown: ReadonlySet<string>;
  close(): Promise<void>;
}

/** @param socket path of a Unix socket; on a free port of the loopback without one */
export async function openEgress(reach: Reach, socket?: string): Promise<Egress> {
  const denied = new Set<string>();
  const unknown = new Set<string>();
  const open = new Set<Duplex>();
  const known = new Map<string, Promise<string | 'denied'>>();

  /** Each name is looked up once: tools open fifty connections at a time, and resolvers drop some. */
  function allowed(host: string, port: number): Promise<string | 'denied'> {
    const origin = `${host}:${port}`;
    const found = known.get(origin) ?? lookUp(origin, host, port);
    known.set(origin, found);
    return found;
  }

  async function lookUp(origin: string, host: string, port: number): Promise<string | 'denied'> {
    try {
      const address = await addressFor(host, port, reach);
      if (address === 'denied') denied.add(origin);
      return address;
    } catch {
      unknown.add(origin);
      return 'denied';
    }
  }

  async function plain(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = URL.parse(incoming.url ?? '');
    if (target?.protocol !== 'http:') return refuse(response);
    const port = Number(target.port || 80);
    const address = await allowed(target.hostname, port);
    if (address === 'denied') return refuse(response);
    const path = `${target.pathname}${target.search}`;
    const { method, headers } = incoming;
    const outgoing = request({ host: address, port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  }

  async function tunnel(incoming: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(incoming.url ?? '') ?? [];
    const address = await allowed(host, Number(port));
    if (address === 'denied') {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const server: Socket = connect(Number(port), address, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.write(head);
      server.pipe(client).pipe(server);
    });
    track(server);
    server.on('error', () => client.destroy());
    client.on('error', () => server.destroy());
  }

  function track(stream: Duplex): void {
    open.add(stream);
    // A tool that was stopped resets its connections.
    stream.on('error', () => stream.destroy());
    stream.once('close', () => open.delete(stream));
  }

  const server = createServer((incoming, response) => {
    plain(incoming, response).catch(() => response.destroy());
  });
  server.on('connection', track);
  server.on('connect', (incoming, client, head) => {
    tunnel(incoming, client, head).catch(() => client.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (socket === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(socket, resolve);
  });
  const address = server.address() as AddressInfo | string | null;
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    denied,
    unknown,
    close: () =>
      new Promise((resolve) => {
        for (const stream of open) stream.destroy();
        server.close(() => resolve());
      }),
  };
}

function refuse(response: ServerResponse): void {
  response.writeHead(403, { 'content-type': 'text/plain' });
  response.end('The project does not name this host.\n');
}
