/**
 * Asks OSV for known vulnerabilities of locked packages. Names and versions go out, nothing else.
 * @see https://google.github.io/osv.dev/api/
 */
import { z } from 'zod';
import { ECOSYSTEM, type OsvRecord, osvRecord } from './osv.ts';

/** OSV's own service, or a mirror of it. */
export const DEFAULT_OSV_URL = 'https://api.osv.dev';

/** What is wrong with an address of a server, as the end of a sentence; `none` if it can be used. */
export function osvUrlProblem(address: string): string | 'none' {
  if (address === 'off') return 'none';
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'is no URL';
  // They would be refused by `fetch`, and end in logs.
  return url.username === '' && url.password === '' ? 'none' : 'must not hold credentials';
}

export interface PackageVersion {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
}

export type Known =
  | {
      readonly kind: 'known';
      /** In the order of the question; empty where nothing is known. */
      readonly records: readonly (readonly OsvRecord[])[];
    }
  /** `reason` is one sentence without its full stop. */
  | { readonly kind: 'unknown'; readonly reason: string };

export interface AdvisorySource {
  affecting(packages: readonly PackageVersion[]): Promise<Known>;
}

/** Nobody is asked. */
const nobody: AdvisorySource = {
  affecting: async (packages) => ({ kind: 'known', records: packages.map(() => []) }),
};

/** Queries in one request; OSV's limit. */
const BATCH = 1000;
/** Records that are kept in memory; a few kilobytes each. */
const MAX_KEPT = 2000;
const TIMEOUT_MS = 15_000;
const IN_PARALLEL = 8;
const MAX_PAGES = 50;

const batch = z.object({
  results: z.array(
    z.object({
      vulns: z.array(z.object({ id: z.string(), modified: z.string() })).default([]),
      next_page_token: z.string().optional(),
    }),
  ),
});

interface Answer {
  readonly vulns: readonly { readonly id: string; readonly modified: string }[];
}

/** @param address of the server, or `off` */
export function advisorySource(address: string): AdvisorySource {
  return address === 'off' ? nobody : createOsvSource(address.replace(/\/+$/, ''));
}

function createOsvSource(url: string): AdvisorySource {
  const kept = new Map<string, OsvRecord>();

  async function affecting(packages: readonly PackageVersion[]): Promise<Known> {
    try {
      const records: (readonly OsvRecord[])[] = [];
      for (let from = 0; from < packages.length; from += BATCH) {
        records.push(...(await askBatch(packages.slice(from, from + BATCH))));
      }
      return { kind: 'known', records };
    } catch (error) {
      return { kind: 'unknown', reason: `${url} did not answer: ${reasonOf(error)}` };
    }
  }

  async function askBatch(
    packages: readonly PackageVersion[],
  ): Promise<readonly (readonly OsvRecord[])[]> {
    const queries = packages.map(({ name, version }) => ({
      package: { name, ecosystem: ECOSYSTEM },
      version,
    }));
    const results = await allPages(queries);
    const wanted = new Map(
      results.flatMap(({ vulns }) => vulns.map(({ id, modified }) => [id, modified] as const)),
    );
    const records = await allRecords([...wanted]);
    return results.map(({ vulns }) => vulns.flatMap(({ id }) => records.get(id) ?? []));
  }

  /** Long answers come in parts; half of one would call something clean that is not. */
  async function allPages(queries: readonly object[]): Promise<readonly Answer[]> {
    const { results } = batch.parse(await request(`${url}/v1/querybatch`, { queries }));
    if (results.length !== queries.length) throw new Error('answers are missing');
    const whole: Answer[] = [];
    for (const [index, first] of results.entries()) {
      const vulns = [...first.vulns];
      let token = first.next_page_token;
      for (let page = 1; token !== undefined; page++) {
        if (page > MAX_PAGES) throw new Error('an answer has no end');
        const query = { ...queries[index], page_token: token };
        const next = batch.parse(await request(`${url}/v1/querybatch`, { queries: [query] }));
        vulns.push(...(next.results[0]?.vulns ?? []));
        token = next.results[0]?.next_page_token;
      }
      whole.push({ vulns });
    }
    return whole;
  }

  async function allRecords(
    wanted: readonly (readonly [id: string, modified: string])[],
  ): Promise<ReadonlyMap<string, OsvRecord>> {
    const found = new Map<string, OsvRecord>();
    for (let from = 0; from < wanted.length; from += IN_PARALLEL) {
      const some = wanted.slice(from, from + IN_PARALLEL);
      await Promise.all(some.map(async ([id, at]) => found.set(id, await record(id, at))));
    }
    return found;
  }

  async function record(id: string, modified: string): Promise<OsvRecord> {
    const key = `${id} ${modified}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const fetched = osvRecord.parse(await request(`${url}/v1/vulns/${encodeURIComponent(id)}`));
    const [oldest] = kept.keys();
    if (kept.size >= MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, fetched);
    return fetched;
  }

  return { affecting };
}

async function request(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`it answered ${response.status}`);
  return response.json();
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) return 'its answer has another shape than OSV describes';
  const { message, cause } = error as Error & { readonly cause?: { readonly code?: string } };
  return cause?.code ?? message;
}
