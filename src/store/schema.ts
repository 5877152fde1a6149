/** Tables of Lockkeeper's own (pg-boss has a schema to itself). Times are `timestamptz`. */
import type { ColumnType, Generated } from 'kysely';

type Now = ColumnType<Date, Date | undefined, Date>;

/** Webhooks that were accepted: GitHub may deliver the same one again. */
export interface DeliveryTable {
  guid: string;
  received_at: Now;
}

/** Contents by git object id. `content` is gzip of the text; empty for what is no text. */
export interface BlobTable {
  oid: string;
  kind: string;
  size: number;
  content: Uint8Array;
  used_at: Now;
}

/** File lists by commit or tree id: gzip of JSON. */
export interface TreeTable {
  sha: string;
  content: Uint8Array;
  used_at: Now;
}

/** What was found, newest last: the source of outcome metrics. */
export interface VerdictTable {
  id: Generated<string>;
  repository_id: string;
  /** 0 for a merge group. */
  pull_request: number;
  base_ref: string;
  head_sha: string;
  conclusion: string;
  /** JSON: gate, mode, status, findings by rule. */
  gates: string;
  judged_at: Now;
}

/** Pull requests that wait for required checks, on the head that was looked at last. */
export interface AwaitedTable {
  repository_id: string;
  pull_request: number;
  head_sha: string;
  since: Now;
}

/** What a branch required when it was looked at last, as a digest. */
export interface RequirementTable {
  repository_id: string;
  branch: string;
  digest: string;
}

/** The moment for which a repository's bumps were started last. */
export interface BumpRunTable {
  repository_id: string;
  /** What was due then. */
  scope: 'all' | 'security';
  due_at: Date;
}

/** Packages that somebody asked in a comment to leave alone. */
export interface BumpIgnoreTable {
  repository_id: string;
  /** Normalised (PEP 503). */
  package: string;
  /** The last day (ISO 8601); `null` for ever. */
  until: string | null;
  /** Login of who asked, and the pull request. */
  asked_by: string;
  pull_request: number;
}

/** Why the last look for updates of a lock came to nothing, or to less. */
export interface BumpObstacleTable {
  repository_id: string;
  lock: string;
  /** One sentence each, as JSON. */
  reasons: string;
  looked_at: Now;
}

export interface Schema {
  delivery: DeliveryTable;
  blob: BlobTable;
  tree: TreeTable;
  verdict: VerdictTable;
  awaited: AwaitedTable;
  requirement: RequirementTable;
  bump_run: BumpRunTable;
  bump_ignore: BumpIgnoreTable;
  bump_obstacle: BumpObstacleTable;
}
