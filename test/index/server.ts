/**
 * A package index on this machine: real tools lock against it, and nothing depends on a public one.
 * Source: PEP 503 (HTML), 592 (yanked), 658 (metadata), 691 (JSON), 700 (upload times, versions).
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sdistOf } from './sdist.ts';
import { type Distribution, type Release, wheelOf } from './wheel.ts';

export interface PackageIndex {
  /** Of the simple API, without a slash at its end. */
  readonly url: string;
  /** Paths that were asked for, oldest first. */
  readonly requests: readonly string[];
  /** A release appears while tools look on. */
  publish(release: Release): void;
  close(): Promise<void>;
}

interface Published extends Distribution {
  readonly release: Release;
  readonly sha256: string;
}

const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';

export async function startIndex(releases: readonly Release[]): Promise<PackageIndex> {
  const projects = new Map<string, Published[]>();
  const requests: string[] = [];

  function publish(release: Release): void {
    const { sources } = release;
    const file = sources === undefined ? wheelOf(release) : sdistOf(release, sources);
    const project = normalized(release.name);
    const published = { ...file, release, sha256: sha256(file.content) };
    projects.set(project, [...(projects.get(project) ?? []), published]);
  }

  for (const release of releases) publish(release);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    requests.push(path);
    answer(projects, request, path, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/simple`,
    requests,
    publish,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  projects: ReadonlyMap<string, readonly Published[]>,
  request: IncomingMessage,
  path: string,
  response: ServerResponse,
): void {
  const isJson = request.headers.accept?.includes(JSON_TYPE) ?? false;
  const page = isJson ? jsonPage : htmlPage;
  const type = isJson ? JSON_TYPE : 'text/html; charset=utf-8';
  const project = /^\/simple\/([^/]+)\/?$/.exec(path)?.[1];
  const file = /^\/files\/([^/]+?)(\.metadata)?$/.exec(path);
  if (path === '/simple' || path === '/simple/') {
    send(response, type, isJson ? jsonList([...projects.keys()]) : htmlList([...projects.keys()]));
  } else if (project !== undefined && projects.has(normalized(project))) {
    send(response, type, page(normalized(project), projects.get(normalized(project)) ?? []));
  } else if (file !== null) {
    const found = [...projects.values()].flat().find(({ filename }) => filename === file[1]);
    const content = file[2] ? found?.metadata : found?.content;
    if (content === undefined || content === 'none') notFound(response);
    else send(response, 'application/octet-stream', content);
  } else notFound(response);
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function notFound(response: ServerResponse): void {
  response.writeHead(404).end();
}

function jsonList(names: readonly string[]): string {
  return JSON.stringify({
    meta: { 'api-version': '1.1' },
    projects: names.map((name) => ({ name })),
  });
}

function htmlList(names: readonly string[]): string {
  return html(names.map((name) => `<a href="${name}/">${name}</a>`));
}

function jsonPage(name: string, published: readonly Published[]): string {
  return JSON.stringify({
    meta: { 'api-version': '1.1' },
    name,
    versions: [...new Set(published.map(({ release }) => release.version))],
    files: published.map(({ filename, content, metadata, release, sha256: digest }) => ({
      filename,
      url: `../../files/${filename}`,
      hashes: { sha256: digest },
      size: content.length,
      'upload-time': uploadTime(release),
      ...(metadata === 'none' ? {} : { 'core-metadata': { sha256: sha256(metadata) } }),
      ...(release.requiresPython === undefined
        ? {}
        : { 'requires-python': release.requiresPython }),
      yanked: release.yanked ?? false,
    })),
  });
}

function htmlPage(_: string, published: readonly Published[]): string {
  return html(
    published.map(({ filename, metadata, release, sha256: digest }) => {
      const attributes = [
        ...(metadata === 'none' ? [] : [`data-core-metadata="sha256=${sha256(metadata)}"`]),
        ...(release.requiresPython === undefined
          ? []
          : [
              `data-requires-python="${release.requiresPython.replaceAll('>', '&gt;').replaceAll('<', '&lt;')}"`,
            ]),
        ...(release.yanked === undefined ? [] : [`data-yanked="${release.yanked}"`]),
      ];
      return `<a href="../../files/${filename}#sha256=${digest}" ${attributes.join(' ')}>${filename}</a>`;
    }),
  );
}

function html(links: readonly string[]): string {
  return `<!DOCTYPE html><html><body>\n${links.join('<br>\n')}\n</body></html>\n`;
}

function uploadTime({ uploaded = '2026-01-01T00:00:00Z' }: Release): string {
  return uploaded;
}

function normalized(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
