/** The vocabulary of bumps: what could move, what is proposed, what is left and why. Types only. */

import type { Advisory } from '../advisories/advisory.ts';
import type { FileChange } from '../edits/file-change.ts';
import type { LockDiff, LockDiffRow } from '../gates/lock-diff.ts';
import type { GateContext, Tree } from '../gates/types.ts';
import type { LockFormat, LockProject } from '../locks/types.ts';
import type { FailureCause, ToolUsed } from '../relock/types.ts';
import type { DependencyGroups } from './find/dependency-groups.ts';

/** A lock, and all that looking after it depends on. */
export interface LockScene {
  readonly format: LockFormat;
  readonly project: LockProject;
  readonly tree: Tree;
  readonly context: GateContext;
  /** See `Engine.relock`. */
  readonly cacheKey: string;
  /** Releases after this instant (ISO 8601, UTC) do not count. */
  readonly newest: string;
}

export type Step = LockDiffRow['step'];

/** A package that could move, and to which version. */
export interface Candidate {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly step: Step;
  /** Whether a manifest asks for it itself; what pulls it in otherwise. */
  readonly direct: boolean;
  readonly via: string;
  /** Those that lead to it; none where production needs it. */
  readonly dependencyGroups: DependencyGroups;
  /** When `to` was released (ISO 8601, UTC). */
  readonly uploaded: string | 'unknown';
  /** Every constraint admits `to`; else manifests have to be edited. */
  readonly inRange: boolean;
  /** Known vulnerabilities of `from` that `to` does not have; a security update has some. */
  readonly fixes: readonly Advisory[];
}

/** A pull request to be: packages that move in one commit. */
export interface Bump {
  /** See `plan/groups.ts`. */
  readonly group: string;
  readonly branch: string;
  readonly moves: readonly [Candidate, ...Candidate[]];
}

/** A version that is not proposed, and why. */
export interface Left {
  readonly name: string;
  readonly from: string;
  /** The same as `from` where nothing better is known. */
  readonly to: string;
  /** Ends a sentence: "because …". */
  readonly because: string;
}

export interface Plan {
  readonly bumps: readonly PlannedBump[];
  /** Who may come along where packages can only move together; each once. */
  readonly companions: readonly Candidate[];
  readonly left: readonly Left[];
}

/** What cannot be made must not keep the others back for ever. */
export interface PlannedBump extends Bump {
  /** Who takes the place of moves that cannot be made, in order. */
  readonly spares: readonly Candidate[];
  /** What is tried where nothing of it can be made, in order. */
  readonly instead: readonly Bump[];
}

/** A place that names a patch version of Python, which a bump moves. */
export interface MovedPlace {
  readonly path: string;
  /** 1-based, at the base. */
  readonly line: number;
  /** `Dockerfile FROM`. */
  readonly label: string;
  readonly from: string;
  readonly to: string;
}

/** A bump whose lock was made and is fresh by our own gate. */
export interface MadeBump extends Bump {
  /** Manifests, locks and what mirrors them, in the order of their paths. */
  readonly changes: readonly FileChange[];
  /** What it does to the packages of every lock. */
  readonly diffs: readonly LockDiff[];
  readonly tool: ToolUsed;
  readonly notes: readonly string[];
  /** Only of a bump of Python. */
  readonly places?: readonly MovedPlace[];
}

/** Why nothing can be proposed for a project, for people. */
export interface Obstacle {
  /** One sentence without its full stop. */
  readonly reason: string;
  readonly remedy: string;
  /** The end of what a tool said; may be empty. */
  readonly diagnosis: string;
  readonly cause: FailureCause;
}

/** All updates, or only those that leave known vulnerabilities behind. */
export type Scope = 'all' | 'security';

/** Everything that a run found out about one lock, or about the Python of one project. */
export interface Proposal {
  /** `lock` is `Python`, or `Python in backend`, where there is no lock. */
  readonly project: Pick<LockProject, 'lock' | 'directory'>;
  readonly bumps: readonly MadeBump[];
  readonly left: readonly Left[];
  readonly obstacles: readonly Obstacle[];
  /** Why nobody knows what is vulnerable (a sentence without its full stop); `none` where known. */
  readonly unknownAdvisories: string | 'none';
}
