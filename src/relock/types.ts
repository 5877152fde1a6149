/** The vocabulary of the relock engine. Types only. */
import type { FileChange } from '../edits/file-change.ts';
import type { Tree } from '../gates/types.ts';
import type { LockProject } from '../locks/types.ts';

/** What makes locks. `uv` also compiles and exports requirements files. */
export type ToolName = 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'pip-tools';

/** A package to move, and where to; without a version to the newest that fits. */
export interface Upgrade {
  /** PEP 503 name. */
  readonly name: string;
  readonly version?: string;
}

/** `none` only brings the lock in step with its manifest; `all` moves everything that can move. */
export type Upgrades = 'none' | 'all' | readonly [Upgrade, ...Upgrade[]];

export interface RelockRequest {
  readonly project: LockProject;
  /** The state to lock, edits of the manifest included; holds the texts that the gates ask for. */
  readonly tree: Tree;
  readonly upgrades: Upgrades;
  /** Releases after this instant (ISO 8601, UTC) do not exist: the cool-down, for all packages. */
  readonly newest?: string;
  /**
   * Nobody is asked, only what uv kept counts. A release of which it kept nothing does not exist
   * then, locked ones included: whoever asks so has to look at what moved.
   */
  readonly offline?: true;
  /** The lock is looked at and never written: nothing is put back in it, and nothing is proven. */
  readonly draft?: true;
  /** Packages (PEP 503) that need not wait for that, such as security updates. */
  readonly urgent?: readonly string[];
}

/** Which tool ran, in which version, and why just that one. */
export interface ToolUsed {
  readonly name: ToolName;
  readonly version: string;
  /** Ends a sentence: "`.github/workflows/ci.yml:12` names it". */
  readonly because: string;
}

/** What was measured of a tool's run. */
export interface RunFigures {
  readonly seconds: number;
  /** Memory of all processes together at its highest (bytes); 0 where the host does not tell. */
  readonly peakBytes: number;
}

/** Something that a repository must not bring along, since the tool would run or read it. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;
}

export type RelockResult =
  | {
      readonly kind: 'relocked';
      /** The lock, and where the tool writes them the files made from it. */
      readonly changes: readonly FileChange[];
      readonly tool: ToolUsed;
      readonly figures: RunFigures;
      /** Whether the tool kept to `newest`; `unbound` where it cannot be told one. */
      readonly cutOff: 'none' | 'bound' | 'unbound';
      /** For people: what was put back, which tool stood in for another. */
      readonly notes: readonly string[];
    }
  /** The lock is in step already, and nothing was to be moved. */
  | {
      readonly kind: 'unchanged';
      readonly tool: ToolUsed;
      readonly figures: RunFigures;
      /** For people: what may be the reason. */
      readonly notes: readonly string[];
    }
  /** Nothing was run. */
  | { readonly kind: 'refused'; readonly refusals: readonly [Refusal, ...Refusal[]] }
  | Failure;

/** `versions` do not fit together, and others may; or a tool could not do its work, whatever it is asked. */
export type FailureCause = 'versions' | 'surroundings';

/** The tool ran, or could not, and there is no lock that could be trusted. */
export interface Failure {
  readonly kind: 'failed';
  readonly tool: ToolName;
  readonly cause: FailureCause;
  /** The one that is missing, as the tool names it: `3.14`, `>=3.14`; only where that is the reason. */
  readonly python?: string;
  /** One sentence. */
  readonly reason: string;
  /** The end of what the tool said; may be empty. */
  readonly diagnosis: string;
  readonly remedy: string;
}
