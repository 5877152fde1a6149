import type { Conclusion } from '../gates/types.ts';

/** What a check run is about: a commit can be the head of several pull requests. */
export interface CheckSubject {
  /** `none` for a merge group. */
  readonly pullRequest: number | 'none';
  /** The base branch. */
  readonly base: string;
  /** Of a merge group: the commit that it was made on. */
  readonly baseSha?: string;
}

/** What we keep in a check run's `external_id`, so that it can be read back without a database. */
export interface ExternalId extends CheckSubject {
  /** The verdict on this subject alone, whatever else the run says. */
  readonly verdict: Conclusion;
  /** Of everything that the run shows. */
  readonly digest: string;
  /** When it was written, milliseconds since the epoch. */
  readonly at: number;
}

const FORMAT =
  /^v1 pr:(?<pr>\d+|none)(?:@(?<from>[0-9a-f]+))? base:(?<base>\S+) verdict:(?<verdict>success|neutral|failure) digest:(?<digest>[0-9a-f]+) at:(?<at>\d+)$/;

/** `v1 pr:12 base:main verdict:failure digest:9f86d081884c7d65 at:1767225600000` */
export function formatExternalId(id: ExternalId): string {
  const base = encodeURIComponent(id.base);
  const from = id.baseSha === undefined ? '' : `@${id.baseSha}`;
  return `v1 pr:${id.pullRequest}${from} base:${base} verdict:${id.verdict} digest:${id.digest} at:${id.at}`;
}

/** `undefined` for anything that `formatExternalId` did not write. */
export function parseExternalId(text: string | null): ExternalId | undefined {
  const { pr, from, base, verdict, digest, at } = FORMAT.exec(text ?? '')?.groups ?? {};
  if (pr === undefined || base === undefined || digest === undefined) return undefined;
  return {
    pullRequest: pr === 'none' ? 'none' : Number(pr),
    base: decodeBranch(base),
    ...(from === undefined ? {} : { baseSha: from }),
    verdict: verdict as Conclusion,
    digest,
    at: Number(at),
  };
}

export function isSameSubject(a: CheckSubject, b: CheckSubject): boolean {
  return a.pullRequest === b.pullRequest && a.base === b.base;
}

function decodeBranch(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
