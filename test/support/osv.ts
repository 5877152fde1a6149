/** An OSV server on this machine. @see https://google.github.io/osv.dev/api/ */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exposure, type OsvRecord, osvRecord } from '../../src/advisories/osv.ts';

export interface OsvServer {
  readonly url: string;
  /** Method and path of every request, oldest first. */
  readonly requests: readonly string[];
  publish(record: OsvRecord): void;
  close(): Promise<void>;
}

/** `GHSA-1 alpha <1.1 high: It leaks`: everything below a version, or with `<*` everything. */
export function vulnerability(text: string, more: Partial<OsvRecord> = {}): OsvRecord {
  const match =
    /^(?<id>\S+) (?<name>\S+) <(?<fixed>\S+)(?: (?<severity>\w+))?(?:: (?<summary>.+))?$/;
  const { id, name, fixed, severity, summary = '' } = match.exec(text)?.groups ?? {};
  const events = [{ introduced: '0' }, ...(fixed === '*' ? [] : [{ fixed }])];
  return osvRecord.parse({
    id,
    modified: '2026-11-01T00:00:00Z',
    summary,
    affected: [{ package: { ecosystem: 'PyPI', name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
    ...(severity === undefined ? {} : { database_specific: { severity: severity.toUpperCase() } }),
    ...more,
  });
}

/** `page`: how many vulnerabilities of a package it tells at a time. */
export async function startOsv(
  records: readonly OsvRecord[] = [],
  { page = 1000 }: { readonly page?: number } = {},
): Promise<OsvServer> {
  const known = [...records];
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    requests.push(`${request.method} ${path}`);
    const id = /^\/v1\/vulns\/(.+)$/.exec(path)?.[1];
    const found =
      path === '/v1/querybatch'
        ? batch(known, await bodyOf(request), page)
        : known.find((one) => one.id === decodeURIComponent(id ?? ''));
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? { code: 5, message: 'Bug not found.' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    publish: (record) => known.push(record),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Query {
  readonly package: { readonly name: string };
  readonly version: string;
  /** Ours are the number that comes next. */
  readonly page_token?: string;
}

function batch(records: readonly OsvRecord[], body: string, page: number) {
  const { queries } = JSON.parse(body) as { readonly queries: readonly Query[] };
  const results = queries.map(({ package: { name }, version, page_token: token = '0' }) => {
    const found = records.filter((one) => exposure(one, name, version).kind !== 'unaffected');
    const from = Number(token);
    const vulns = found.slice(from, from + page).map(({ id, modified }) => ({ id, modified }));
    const isMore = found.length > from + page;
    // As OSV answers: no list where there is nothing.
    return {
      ...(vulns.length === 0 ? {} : { vulns }),
      ...(isMore ? { next_page_token: `${from + page}` } : {}),
    };
  });
  return { results };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
