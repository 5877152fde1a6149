/** The HTTP front: REST, GraphQL, git and the page, on one port. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestProblems, responseProblems } from '../support/contract.ts';
import { type Identity, identify } from './auth.ts';
import { ApiError, invalid } from './errors.ts';
import { type Fault, faultError } from './faults.ts';
import { executeGraphql } from './graphql/execute.ts';
import { gitRequest, serveGit } from './http-backend.ts';
import type { Hub } from './hub.ts';
import { servePage } from './page/index.ts';
import { findRoute } from './rest/index.ts';
import type { Answer } from './rest/route.ts';

interface Incoming {
  readonly hub: Hub;
  readonly request: IncomingMessage;
  readonly method: string;
  /** Encoded, without `/api/v3`. */
  readonly path: string;
  readonly url: URL;
  readonly body: unknown;
}

const DOCS = 'https://docs.github.com/rest';

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'Problems parsing JSON');
  }
}

/** Both layouts: plain, and GitHub Enterprise Server's `/api/v3` and `/api/graphql`. */
function apiPath(pathname: string): string {
  if (pathname === '/api/graphql') return '/graphql';
  return pathname.replace(/^\/api\/v3(?=\/)/, '');
}

async function rest(incoming: Incoming, identity: Identity): Promise<Answer> {
  const { hub, request, method, path, url, body } = incoming;
  const problems = requestProblems(method, `${path}${url.search}`, body);
  const found = findRoute(method, path);
  if (found === undefined) {
    hub.world.violations.push(...problems, `the fake GitHub does not serve ${method} ${path} yet`);
    throw new ApiError(404, 'Not Found');
  }
  if (problems.length > 0) throw invalid(...problems);
  hub.rateLimits.take(hub.limitKey(identity), 'core');
  const answer = await found.route.handle({
    hub,
    world: hub.world,
    identity,
    params: found.params,
    query: url.searchParams,
    body,
    accept: request.headers.accept ?? '',
    path: url.pathname,
  });
  if (answer.raw === undefined) {
    const drift = responseProblems(method, path, answer.status, answer.body);
    hub.world.violations.push(...drift.map((problem) => `answer of the fake: ${problem}`));
  }
  return answer;
}

async function graphql({ hub, body }: Incoming, identity: Identity): Promise<Answer> {
  if (identity.kind !== 'installation') {
    throw new ApiError(401, 'This endpoint requires you to be authenticated.');
  }
  hub.rateLimits.take(hub.limitKey(identity), 'graphql');
  return { status: 200, body: await executeGraphql(hub, identity, body) };
}

function errorAnswer(hub: Hub, incoming: Incoming, error: unknown): Answer {
  if (!(error instanceof ApiError)) {
    hub.world.violations.push(
      `the fake GitHub broke: ${error instanceof Error ? error.stack : error}`,
    );
    return { status: 500, body: { message: 'the fake GitHub broke', error: String(error) } };
  }
  const { status, message, errors, headers, isViolation } = error;
  if (isViolation) {
    hub.world.violations.push(`${incoming.method} ${incoming.path} -> ${status} ${message}`);
  }
  const list = errors.length > 0 ? { errors } : {};
  const body = { message, ...list, documentation_url: DOCS, status: String(status) };
  return { status, body, headers };
}

interface Outcome {
  readonly answer: Answer;
  readonly identity: Identity;
}

async function answerOf(incoming: Incoming, fault: Fault | undefined): Promise<Outcome> {
  const { hub, request, path, method } = incoming;
  let identity: Identity = { kind: 'anonymous' };
  try {
    const error = fault && faultError(hub.world, fault);
    if (error !== undefined) throw error;
    identity = identify(hub.world, request.headers.authorization);
    const isGraphql = path === '/graphql' && method === 'POST';
    const answer = await (isGraphql ? graphql(incoming, identity) : rest(incoming, identity));
    return { answer, identity };
  } catch (error) {
    return { answer: errorAnswer(hub, incoming, error), identity };
  }
}

/** Sends an answer with limits and an ETag; a matching `if-none-match` gets a free 304. */
function send(
  { hub, request, path }: Incoming,
  { answer, identity }: Outcome,
  response: ServerResponse,
) {
  const bytes =
    answer.raw ?? Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
  const key = hub.limitKey(identity);
  const secret = identity.kind === 'installation' ? identity.secret : '';
  const etag = `W/"${createHash('sha256').update(secret).update(bytes).digest('hex')}"`;
  const isGet = request.method === 'GET' && answer.status === 200;
  const isFresh = isGet && request.headers['if-none-match'] === etag;
  if (isFresh) hub.rateLimits.take(key, 'core', -1);
  const resource = path === '/graphql' ? 'graphql' : 'core';
  response.writeHead(isFresh ? 304 : answer.status, {
    'content-type': 'application/json; charset=utf-8',
    'x-github-media-type': 'github.v3; format=json',
    'x-github-request-id': 'FAKE:0',
    ...hub.rateLimits.headers(key, resource),
    ...(isGet ? { etag, vary: 'Accept, Authorization' } : {}),
    ...answer.headers,
  });
  response.end(isFresh ? undefined : bytes);
  return isFresh ? 304 : answer.status;
}

function operationOf(body: unknown): { readonly operation?: string } {
  const { query = '', operationName } = (body ?? {}) as { query?: string; operationName?: string };
  const name = operationName ?? /^\s*(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
  return name === undefined ? {} : { operation: name };
}

async function serveApi(incoming: Incoming, response: ServerResponse): Promise<void> {
  const { hub, request, method, path, url, body } = incoming;
  const started = performance.now();
  const fault = hub.faults.next(method, path);
  function record(status: number): void {
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    const graph = path === '/graphql' ? operationOf(body) : {};
    const seen = { method, path, query: url.search, status, ...graph, body, milliseconds };
    hub.world.requests.push(seen);
    hub.world.events.emit('request', seen);
  }
  if (fault?.kind === 'hang') return record(0);
  if (fault?.kind === 'cut') {
    record(0);
    request.socket.destroy();
    return;
  }
  if (fault?.kind === 'slow') {
    await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
  }
  const outcome = await answerOf(incoming, fault);
  if (fault?.kind === 'cut-after') {
    record(0);
    request.socket.destroy();
    return;
  }
  record(send(incoming, outcome, response));
}

async function serve(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', hub.world.url);
  const method = request.method ?? 'GET';
  const target = gitRequest(hub, url.pathname);
  if (target !== undefined) return serveGit(hub, request, response, url, target);
  if (await servePage(hub, request, response, url)) return;
  const path = apiPath(url.pathname);
  const body = await readBody(request);
  await serveApi({ hub, request, method, path, url, body }, response);
}

/** Listens on a free port of the loopback address. */
export async function listen(hub: Hub, port: number): Promise<Server> {
  const server = createServer((request, response) => {
    serve(hub, request, response).catch((error: unknown) => {
      const { status, headers } =
        error instanceof ApiError ? error : { status: 500, headers: undefined };
      const plain = { 'content-type': 'text/plain', ...headers };
      if (!response.headersSent) response.writeHead(status, plain);
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  hub.world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return server;
}
