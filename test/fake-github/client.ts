/** A plain client and a receiver of webhooks, to drive the fake without the app. */

import { createSign } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Octokit } from '@octokit/core';
import type { FakeGitHub } from './index.ts';

export interface JwtClaims {
  readonly iss?: string;
  readonly iat?: number;
  readonly exp?: number;
}

/** A JSON web token of the app, as its private key would sign it. */
export function jwt(gh: FakeGitHub, claims: JwtClaims = {}, key = gh.app.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const body = { iss: String(gh.app.id), iat: now - 60, exp: now + 540, ...claims };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, body].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const text = parts.join('.');
  const signature = createSign('RSA-SHA256').update(text).sign(key, 'base64url');
  return `${text}.${signature}`;
}

function silent(baseUrl: string, authorization: string): Octokit {
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const octokit = new Octokit({ baseUrl, log });
  octokit.hook.before('request', (options) => {
    options.headers.authorization = authorization;
  });
  return octokit;
}

/** The app by its JWT. */
export function asApp(gh: FakeGitHub, baseUrl = gh.url): Octokit {
  return silent(baseUrl, `bearer ${jwt(gh)}`);
}

/** The app by an installation token, narrowed to `request` if given. */
export async function asInstallation(
  gh: FakeGitHub,
  request: Readonly<Record<string, unknown>> = {},
  baseUrl = gh.url,
): Promise<Octokit> {
  const { data } = await asApp(gh).request(
    'POST /app/installations/{installation_id}/access_tokens',
    { installation_id: gh.app.installationId, ...request },
  );
  return silent(baseUrl, `token ${data.token}`);
}

export function withToken(gh: FakeGitHub, token: string): Octokit {
  return silent(gh.url, `token ${token}`);
}

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** `pull_request.opened` */
  readonly name: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** What the receiver answers; `undefined` never answers. */
  status: number | undefined;
  stop(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { action } = JSON.parse(body);
    const event = String(request.headers['x-github-event']);
    const name = action === undefined ? event : `${event}.${action}`;
    received.push({ headers: request.headers, body, name });
    if (receiver.status !== undefined) response.writeHead(receiver.status).end('thanks');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    status: 202,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
