import { blobTextOf, objectIdOf } from '../gates/blob-text.ts';
import { MAX_TEXT_BYTES } from '../gates/gather.ts';
import type { BlobText, ObjectId } from '../gates/types.ts';
import type { BlobCache } from './blob-cache.ts';
import type { GitHubClient } from './client.ts';
import { classify, type FailureKind } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { blobsQuery } from './queries.ts';
import { readBytes } from './raw.ts';
import { inRepository, type RepositoryRef } from './repository.ts';

/** What one GraphQL request may ask for; it must be answered within 10 seconds. */
const BATCH_BLOBS = 50;
const BATCH_BYTES = 4 * 1024 * 1024;
/** GraphQL cuts texts at 512,000 bytes. */
const MAX_GRAPHQL_BYTES = 400_000;
const RAW = 'application/vnd.github.raw+json';

/** Errors after which asking for each blob alone can help. */
const HELPED_BY_RAW: readonly FailureKind[] = ['transient', 'not-found', 'unknown'];

type Blobs = Record<ObjectId, BlobText>;

export interface BlobRequest {
  readonly oid: ObjectId;
  /** Bytes, as the tree says. */
  readonly size: number;
}

/**
 * Texts by object id: from the cache, many in one GraphQL request, large ones alone by REST. What
 * GraphQL answers is held against the object id, so lenient decoding, cut texts and changed line
 * ends cannot pass as content. A blob that a tree lists exists: one that is not found yet is an
 * error, so that the job looks again.
 */
export async function fetchBlobs(
  client: GitHubClient,
  repo: RepositoryRef,
  wanted: readonly BlobRequest[],
  cache: BlobCache,
): Promise<Readonly<Blobs>> {
  const known = await cache.getMany(wanted.map(({ oid }) => oid));
  const missing = wanted.filter(({ oid }) => known[oid] === undefined);
  if (missing.length === 0) return known;
  const fetched: Blobs = {};

  async function readAlone(blobs: readonly BlobRequest[]): Promise<void> {
    await inParallel(blobs, async ({ oid }) => {
      fetched[oid] = await readRaw(client, repo, oid);
    });
  }

  const small = missing.filter(({ size }) => size <= MAX_GRAPHQL_BYTES);
  const large = missing.filter(({ size }) => size > MAX_GRAPHQL_BYTES);
  await Promise.all([
    readAlone(large),
    inParallel(batchesOf(small), async (batch) => {
      Object.assign(fetched, await readBatch(client, repo, batch));
    }),
  ]);
  await readAlone(small.filter(({ oid }) => fetched[oid] === undefined));
  await cache.putMany(fetched);
  return { ...known, ...fetched };
}

function batchesOf(blobs: readonly BlobRequest[]): readonly (readonly ObjectId[])[] {
  const batches: ObjectId[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { oid, size } of blobs) {
    const last = batches.at(-1);
    bytes += size;
    if (last === undefined || last.length === BATCH_BLOBS || bytes > BATCH_BYTES) {
      batches.push([oid]);
      bytes = size;
    } else {
      last.push(oid);
    }
  }
  return batches;
}

interface BlobParts {
  readonly text?: string | null;
  readonly isBinary?: boolean | null;
  readonly isTruncated?: boolean;
}

interface BatchAnswer {
  readonly repository: Readonly<Record<string, BlobParts | null>> | null;
}

async function readBatch(
  client: GitHubClient,
  repo: RepositoryRef,
  oids: readonly ObjectId[],
): Promise<Blobs> {
  const variables = Object.fromEntries(oids.map((oid, index) => [`o${index}`, oid]));
  const blobs: Blobs = {};
  const answer = await client
    .graphql<BatchAnswer>(blobsQuery(oids.length), {
      owner: repo.owner,
      name: repo.name,
      ...variables,
    })
    .catch((error: unknown) => {
      if (HELPED_BY_RAW.includes(classify(error).kind)) return { repository: null };
      throw error;
    });
  for (const [index, oid] of oids.entries()) {
    const parts = answer.repository?.[`b${index}`];
    if (typeof parts?.text !== 'string' || parts.isTruncated === true) continue;
    const algorithm = oid.length === 64 ? 'sha256' : 'sha1';
    if (objectIdOf(Buffer.from(parts.text), algorithm) !== oid) continue;
    blobs[oid] = { kind: 'text', text: parts.text };
  }
  return blobs;
}

async function readRaw(
  client: GitHubClient,
  repo: RepositoryRef,
  oid: ObjectId,
): Promise<BlobText> {
  const route = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';
  const parameters = { ...inRepository(repo), file_sha: oid, headers: { accept: RAW } };
  return blobTextOf(await readBytes(client, route, parameters, MAX_TEXT_BYTES));
}
