/** The web pages of the fake, for the demo: look at checks, press their buttons. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { fullName } from '../lookups.ts';
import type { Pull, Run } from '../world.ts';
import { overviewPage, pullPage } from './pages.ts';

const PAGE = /^\/([^/]+)\/([^/]+)(?:\/(pull|runs)\/(\d+))?\/?$/;

function html(response: ServerResponse, text: string): boolean {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `${policy}; connect-src 'self'; form-action 'self'`,
  });
  response.end(text);
  return true;
}

function redirect(response: ServerResponse, to: string): boolean {
  response.writeHead(303, { location: to }).end();
  return true;
}

function pullOf(run: Run): Pull | undefined {
  const { repository, headSha } = run.suite;
  return [...repository.pulls.values()].findLast((pull) => pull.headSha === headSha);
}

function runPath(run: Run): string {
  const pull = pullOf(run);
  const repository = `/${fullName(run.suite.repository)}`;
  return pull === undefined ? repository : `${repository}/pull/${pull.number}#run-${run.id}`;
}

async function form(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** A button of a check run, or "Re-run". */
async function act(hub: Hub, request: IncomingMessage, response: ServerResponse, path: string) {
  const fields = await form(request);
  const run = hub.world.runs.get(Number(fields.get('run')));
  if (run === undefined) return redirect(response, '/');
  if (path === '/-/rerun') hub.rerequestRun(run);
  else hub.requestAction(run, fields.get('identifier') ?? '', hub.world.developer);
  return redirect(response, runPath(run));
}

/** Tells open pages that something happened. */
function follow(hub: Hub, response: ServerResponse): boolean {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const tell = () => void response.write('data: changed\n\n');
  hub.world.events.on('run', tell);
  hub.world.events.on('pull', tell);
  response.on('close', () => {
    hub.world.events.off('run', tell);
    hub.world.events.off('pull', tell);
  });
  response.write(': connected\n\n');
  return true;
}

/** Answers if the path is one of the pages; `false` leaves it to the API. */
export async function servePage(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  { pathname }: URL,
): Promise<boolean> {
  const { world } = hub;
  if (request.method === 'POST' && /^\/-\/(press|rerun)$/.test(pathname)) {
    return act(hub, request, response, pathname);
  }
  if (request.method !== 'GET') return false;
  if (pathname === '/') return html(response, overviewPage(world));
  if (pathname === '/-/events') return follow(hub, response);
  const [, owner = '', name = '', kind, id] = PAGE.exec(pathname) ?? [];
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (repository === undefined) return false;
  if (kind === undefined) return redirect(response, '/');
  if (kind === 'runs') {
    const run = world.runs.get(Number(id));
    return run === undefined ? false : redirect(response, runPath(run));
  }
  const pull = repository.pulls.get(Number(id));
  return pull === undefined ? false : html(response, await pullPage(world, pull));
}
