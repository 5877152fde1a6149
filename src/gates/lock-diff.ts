/** What a change does to the packages of one lock: what reviewers read in the place of its diff. */
export interface LockDiff {
  readonly lock: string;
  /** The lock's tool: `uv`, `Poetry`. */
  readonly tool: string;
  /** Only `changed` locks have rows: in new and removed ones everything came or went. */
  readonly state: 'changed' | 'new' | 'removed' | 'unreadable';
  /** Packages of the head; of the base for a lock that was removed; 0 for an unreadable one. */
  readonly packages: number;
  /** Risks first, then direct dependencies, then by name. */
  readonly rows: readonly LockDiffRow[];
}

export interface LockDiffRow {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'upgraded' | 'downgraded' | 'same version';
  /** Versions; empty for what was added or removed, and where a lock records none. */
  readonly before: string;
  readonly after: string;
  /** Which release segment changed first; `none` where no two versions can be compared. */
  readonly step: 'major' | 'minor' | 'patch' | 'none';
  /** Whether a manifest asks for it itself. */
  readonly direct: boolean;
  /** The direct dependency that pulls it in, nearest first; empty where none is known. */
  readonly via: string;
  /** What a reviewer should look at, as short sentences. */
  readonly risks: readonly string[];
}
