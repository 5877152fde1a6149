/** A repository with real git object ids, served by the double. */
import { objectIdOf } from '../../src/gates/blob-text.ts';
import type { RepositoryRef } from '../../src/github/repository.ts';
import type { Answer, Call, Double } from './double.ts';

export const REPO: RepositoryRef = { owner: 'acme', name: 'api', id: 42 };
export const APP_ID = 77;
export const HEAD = 'a'.repeat(40);
export const TIP = 'b'.repeat(40);
export const MERGE_BASE = 'c'.repeat(40);

export type Files = Readonly<Record<string, string | Buffer>>;

export function blobId(content: string | Buffer): string {
  return objectIdOf(Buffer.from(content), 'sha1');
}

/** The answer of the trees API. */
export function treeAnswer(files: Files, truncated = false): Answer {
  const tree = Object.entries(files).map(([path, content]) => ({
    path,
    mode: '100644',
    type: 'blob',
    sha: blobId(content),
    size: Buffer.byteLength(content),
  }));
  return { body: { sha: HEAD, tree, truncated } };
}

/** The answer to `Blobs`, as GitHub gives it: lenient decoding, cut at 512,000 bytes. */
function blobsAnswer(contents: ReadonlyMap<string, Buffer>, { variables }: Call): Answer {
  const oids = Object.entries(variables).filter(([name]) => /^o\d+$/.test(name));
  const fields = oids.map(([name, oid]) => {
    const bytes = contents.get(String(oid));
    return [name.replace('o', 'b'), bytes === undefined ? null : blobParts(bytes)];
  });
  return { body: { data: { repository: Object.fromEntries(fields) } } };
}

function blobParts(bytes: Buffer) {
  const isBinary = bytes.includes(0);
  const text = isBinary ? null : bytes.subarray(0, 512_000).toString('utf8');
  return { text, isBinary, isTruncated: bytes.length > 512_000 };
}

/** Serves the contents of `files` through GraphQL and the raw blobs of REST. */
export function serveBlobs(github: Double, files: Files): void {
  const contents = new Map(
    Object.values(files).map((content) => [blobId(content), Buffer.from(content)]),
  );
  github.on('graphql Blobs', (call) => blobsAnswer(contents, call));
  github.on(/^GET \/repos\/acme\/api\/git\/blobs\//, ({ path }) => {
    const bytes = contents.get(path.split('/').at(-1) ?? '');
    if (bytes === undefined) return { status: 404, body: { message: 'Not Found' } };
    const type = 'application/vnd.github.raw+json; charset=utf-8';
    return { body: bytes, headers: { 'content-type': type } };
  });
}

export interface PullRequestFacts {
  readonly number?: number;
  readonly head?: string;
  readonly baseRef?: string;
  readonly state?: string;
  readonly headRepository?: string | null;
  readonly runs?: readonly Readonly<Record<string, unknown>>[];
  readonly configuration?: string | null;
}

/** The fragment `PullRequestParts`. */
export function pullRequestParts(facts: PullRequestFacts = {}) {
  const { number = 7, head = HEAD, baseRef = 'main', state = 'OPEN', runs = [] } = facts;
  const { headRepository = 'acme/api', configuration } = facts;
  const file = configuration === undefined ? null : { object: { oid: 'd', text: configuration } };
  const checkSuites = { nodes: [{ checkRuns: { nodes: runs } }] };
  return {
    number,
    state,
    isDraft: false,
    isCrossRepository: headRepository !== 'acme/api',
    headRefName: 'bump',
    headRefOid: head,
    headRepository: headRepository === null ? null : { nameWithOwner: headRepository },
    baseRefName: baseRef,
    baseRefOid: MERGE_BASE,
    baseRef: { target: { oid: TIP, file } },
    commits: { nodes: [{ commit: { oid: head, checkSuites } }] },
  };
}

/** The answer to `PullRequestTarget`. */
export function targetAnswer(facts: PullRequestFacts = {}, name = 'api'): Answer {
  const pullRequest = pullRequestParts(facts);
  const owner = { login: 'acme' };
  return { body: { data: { repository: { databaseId: 42, name, owner, pullRequest } } } };
}

/** The answer of `GET /repos/{owner}/{repo}/pulls/{number}`. */
export function restPullRequest(facts: PullRequestFacts = {}): Answer {
  const { number = 7, head = HEAD, baseRef = 'main', state = 'open' } = facts;
  const { headRepository = 'acme/api' } = facts;
  const id = headRepository === 'acme/api' ? 42 : 99;
  return {
    body: {
      number,
      state,
      draft: false,
      head: {
        sha: head,
        ref: 'bump',
        repo: headRepository === null ? null : { id, full_name: headRepository },
      },
      base: { sha: MERGE_BASE, ref: baseRef, repo: { id: 42, full_name: 'acme/api' } },
    },
  };
}

/** Two trees, a merge base, and the contents of both. */
export function serveChange(github: Double, base: Files, head: Files): void {
  serveNothingRequired(github);
  github.on('graphql ReportedChecks', NOTHING_REPORTED);
  const compare = `GET /repos/acme/api/compare/${TIP}...${HEAD}?per_page=1&page=2`;
  github.on(compare, { body: { merge_base_commit: { sha: MERGE_BASE } } });
  github.on(`GET /repos/acme/api/git/trees/${HEAD}?recursive=1`, treeAnswer(head));
  github.on(`GET /repos/acme/api/git/trees/${MERGE_BASE}?recursive=1`, treeAnswer(base));
  const all = [...Object.values(base), ...Object.values(head)];
  serveBlobs(github, Object.fromEntries(all.map((content) => [blobId(content), content])));
}

/** The answer to `ReportedChecks` where nobody reported anything. */
export const NOTHING_REPORTED: Answer = {
  body: { data: { repository: { head: null, base: null, pullRequests: { nodes: [] } } } },
};

/** A base branch that nothing protects. */
function serveNothingRequired(github: Double): void {
  github.on(/^GET \/repos\/acme\/api\/rules\/branches\/main/, { body: [] });
  github.on('GET /repos/acme/api/branches/main', {
    body: {
      name: 'main',
      protected: false,
      protection: { enabled: false, required_status_checks: { contexts: [], checks: [] } },
    },
  });
}
