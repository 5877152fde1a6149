/** git's smart HTTP protocol: clone, fetch and push, by git's own CGI program. */
import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { covers, identify, mayRead } from './auth.ts';
import { ApiError } from './errors.ts';
import { reloadRefs, ZERO_OID } from './git.ts';
import { GIT_ENV } from './git-process.ts';
import type { Hub } from './hub.ts';
import type { Repository } from './world.ts';

const PATH = /^\/([^/]+)\/([^/]+?)\.git(\/(?:info\/refs|git-upload-pack|git-receive-pack|HEAD))$/;

/** The repository and the rest of the path, when this is a git request. */
export function gitRequest(
  hub: Hub,
  path: string,
): { readonly repository: Repository; readonly rest: string } | undefined {
  const [, owner = '', name = '', rest = ''] = PATH.exec(path) ?? [];
  const repository = hub.world.repositories.get(`${owner}/${name}`.toLowerCase());
  return repository === undefined ? undefined : { repository, rest };
}

function unauthorized(): ApiError {
  return new ApiError(401, 'Authentication required', { headers: { 'www-authenticate': 'Basic' } });
}

/**
 * Anybody may clone what is public. The rest needs a name: an installation token with its
 * permissions, or the developer's, whose password may be anything.
 */
function authorize(hub: Hub, header: string | undefined, repository: Repository, isPush: boolean) {
  if (header === undefined) {
    if (isPush || repository.isPrivate) throw unauthorized();
    return;
  }
  const credentials = Buffer.from(header.replace(/^basic /i, ''), 'base64').toString();
  if (credentials.startsWith(`${hub.world.developer.login}:`)) return;
  const identity = identify(hub.world, header);
  if (identity.kind !== 'installation') throw unauthorized();
  if (!mayRead(identity.token, repository)) throw new ApiError(404, 'Repository not found.');
  if (covers(identity.token.permissions, 'contents', isPush ? 'write' : 'read')) return;
  throw new ApiError(403, 'Write access to repository not granted.');
}

export async function serveGit(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  target: { readonly repository: Repository; readonly rest: string },
): Promise<void> {
  const { repository, rest } = target;
  const isPush = rest === '/git-receive-pack' || url.search.includes('git-receive-pack');
  authorize(hub, request.headers.authorization, repository, isPush);
  const before = new Map(repository.git.refs);
  await runBackend(request, response, url, repository, rest);
  // A push is only over for the pusher when everybody knows of it.
  if (rest === '/git-receive-pack') await announce(hub, repository, before);
  response.end();
}

async function announce(
  hub: Hub,
  repository: Repository,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  await reloadRefs(repository.git);
  const { refs } = repository.git;
  for (const ref of new Set([...before.keys(), ...refs.keys()])) {
    const [old, now] = [before.get(ref) ?? ZERO_OID, refs.get(ref) ?? ZERO_OID];
    if (old === now || !ref.startsWith('refs/heads/')) continue;
    await hub.pushed(repository, { branch: ref.slice(11), before: old, after: now });
  }
}

function runBackend(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  repository: Repository,
  rest: string,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { headers } = request;
  const child = spawn('git', ['http-backend'], {
    env: {
      ...GIT_ENV,
      GIT_PROJECT_ROOT: repository.git.dir,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: rest,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: headers['content-type'] ?? '',
      CONTENT_LENGTH: headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
      HTTP_GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      REMOTE_USER: 'developer',
      REMOTE_ADDR: '127.0.0.1',
    },
  });
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) return void response.write(chunk);
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    writeHead(response, head.subarray(0, end).toString());
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on('error', reject);
  child.stdin.on('error', () => {});
  child.on('close', () => resolve());
  request.pipe(child.stdin);
  return promise;
}

/** CGI says the status in a header. */
function writeHead(response: ServerResponse, text: string): void {
  const headers = text.split('\r\n').map((line) => line.split(/: (.*)/s));
  const status = headers.find(([name]) => name?.toLowerCase() === 'status')?.[1] ?? '200';
  for (const [name = '', value = ''] of headers) {
    if (name.toLowerCase() !== 'status') response.setHeader(name, value);
  }
  response.writeHead(Number.parseInt(status, 10));
}
