/**
 * What every lock format offers. A format is one file or folder: it finds its projects, says which
 * texts it needs, judges freshness as its tool would, and gives a common model of the packages.
 */
import type { Fix, Location, Related, Tree } from '../gates/types.ts';

export type LockKind =
  | 'uv'
  | 'poetry'
  | 'pdm'
  | 'pipenv'
  /** Requirements files that a tool compiled or exported. */
  | 'requirements'
  | 'pylock'
  | 'pixi'
  | 'conda-lock';

/** A lock and the manifest it belongs to. Paths are relative to the repository. */
export interface LockProject {
  readonly kind: LockKind;
  readonly lock: string;
  readonly manifest: string;
  /** Folder of both, `` for the root. */
  readonly directory: string;
}

export interface LockContext {
  readonly defaultIndex: string;
}

/**
 * Why a lock is out of step with its manifest. `section` names the manifest table, such as
 * `project.dependencies`, `dependency-groups.dev`. Texts are as the user wrote them.
 */
export type StaleReason =
  | { kind: 'requirement-changed'; name: string; section: string; manifest: string; lock: string }
  | { kind: 'requirement-added'; name: string; section: string; manifest: string }
  | { kind: 'requirement-removed'; name: string; section: string; lock: string }
  /** Both states of the manifest are known, the lock's side is not (hash-only locks). */
  | { kind: 'manifest-edited'; key: string; before: string; after: string }
  | { kind: 'version-changed'; name: string; manifest: string; lock: string }
  | { kind: 'python-changed'; manifest: string; lock: string }
  | { kind: 'extras-changed'; name: string; manifest: readonly string[]; lock: readonly string[] }
  | { kind: 'groups-changed'; name: string; manifest: readonly string[]; lock: readonly string[] }
  | { kind: 'members-changed'; added: readonly string[]; removed: readonly string[] }
  | { kind: 'setting-changed'; setting: string; manifest: string; lock: string }
  | { kind: 'source-changed'; name: string; manifest: string; lock: string }
  | { kind: 'index-unknown'; name: string; index: string }
  | { kind: 'package-missing'; name: string }
  /** A locked package needs what is not locked, or not in such a version; `where` it is installed. */
  | {
      kind: 'dependency-unmet';
      name: string;
      requiredBy: string;
      requirement: string;
      lock: string;
      where: string;
    }
  /** A locked package that nothing leads to, where the tool itself looks at this. */
  | { kind: 'package-unused'; name: string; version: string; where: string }
  /** An exported file against the lock it was exported from; `origin` is the path of that lock. */
  | { kind: 'derived-differs'; name: string; origin: string; expected: string; found: string }
  /** The tool compares inputs, and has none where a build backend computes them. */
  | { kind: 'dynamic-input'; name: string; fields: readonly string[] }
  | { kind: 'hash-differs'; key: string; expected: string; found: string }
  | { kind: 'hash-missing'; key: string };

/** Why the tool itself refuses the project, so that no lock can be in step. */
export type RefusedReason =
  | { kind: 'conflict-markers' }
  | { kind: 'unparsable'; what: 'lock' | 'manifest'; message: string }
  | { kind: 'unknown-version'; found: string; known: string }
  | { kind: 'lock-inconsistent'; message: string }
  | { kind: 'manifest-invalid'; message: string }
  | { kind: 'manifest-missing' };

/** Semantic problems that the tool's own check does not look at (`reference: §12`). */
export type SemanticProblem =
  | { kind: 'outside-specifier'; name: string; version: string; requirement: string }
  | { kind: 'orphan'; name: string; version: string }
  | { kind: 'missing-dependency'; name: string; requiredBy: string }
  | { kind: 'missing-hash'; name: string; version: string }
  | { kind: 'unused-lock'; root: string }
  | { kind: 'byte-order-mark' }
  | { kind: 'uncovered-path-dependency'; name: string; dependency: string }
  | { kind: 'old-format'; found: string; message: string }
  /** Another lock stands beside this one, for the same manifest. */
  | { kind: 'two-locks'; other: string }
  | { kind: 'ignored' }
  /** A compiled file that this one was made from pins the package otherwise. */
  | { kind: 'layer-differs'; name: string; version: string; layer: string; pinned: string };

/** A lock that is not there, though the repository wants one. */
export type MissingLockReason =
  /** `because` ends a sentence: "other projects here have one". */
  { kind: 'missing'; because: string } | { kind: 'removed' };

/** A reason with the place that the reader must look at, and what else is involved. */
export interface Located<T> {
  readonly reason: T;
  readonly at: Location;
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

export interface Undecidable {
  /** "the metadata of `x` comes from its build backend" */
  readonly reason: string;
  /** What would make it decidable, for the reader. */
  readonly remedy: string;
}

export type NonEmpty<T> = readonly [T, ...T[]];

/** The tool's own check as a verdict. `undecided` never hides a proven `stale`. */
export type Freshness =
  | { readonly status: 'fresh'; readonly note?: string }
  | {
      readonly status: 'stale';
      readonly reasons: NonEmpty<Located<StaleReason>>;
      readonly undecided: readonly Undecidable[];
    }
  | { readonly status: 'refused'; readonly reasons: NonEmpty<Located<RefusedReason>> }
  | { readonly status: 'unable'; readonly undecided: NonEmpty<Undecidable> };

export interface LockJudgement {
  readonly freshness: Freshness;
  readonly problems: readonly Located<SemanticProblem>[];
}

/** Where a locked package comes from. */
export type PackageSource =
  | { readonly kind: 'registry'; readonly index: string }
  | { readonly kind: 'git' | 'url' | 'path'; readonly location: string };

export interface LockedPackage {
  /** PEP 503 name. */
  readonly name: string;
  /** `` where the lock records none (dynamic versions of local packages). */
  readonly version: string;
  readonly source: PackageSource;
  /** Algorithm-prefixed hashes of all artifacts, by file name where the lock has one. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Names of packages that it depends on, extras and groups included. */
  readonly dependencies: readonly string[];
  readonly at: Location;
}

/** The common model of a lock's packages, for comparisons between two states and lock diffs. */
export interface LockModel {
  /** Orderable format version, such as `[1, 3]` (uv version 1 revision 3) or `[2, 1]` (Poetry). */
  readonly format: readonly number[];
  readonly packages: readonly LockedPackage[];
  /** Names that the manifests ask for directly. */
  readonly direct: readonly string[];
}

/** How people make and check this lock. */
export interface LockCommands {
  /** The tool's name as its users write it: `uv`, `Poetry`. */
  readonly tool: string;
  /**
   * The tool's own check, whose verdict ours equals (`uv lock --check`); `consistency` where the
   * tool has none, so that ours only says whether manifest and lock contradict each other.
   */
  readonly check: string;
  /** Makes a fresh lock, typed at the root of the repository: `uv lock`. */
  readonly relock: string;
}

export interface LockFormat {
  readonly kind: LockKind;
  /** The lock can stand without a manifest: what cannot be compared then is said by `judge`. */
  readonly standsAlone?: true;
  commands(project: LockProject, tree: Tree): LockCommands;
  /** Paths whose texts `find` has to look into, where names alone do not tell. */
  candidates?(tree: Tree): readonly string[];
  /** Projects of this kind in the tree; may look at texts that are there already. */
  find(tree: Tree): readonly LockProject[];
  /** Paths whose texts the verdict on this project needs, given the texts so far. */
  inputs(project: LockProject, tree: Tree): readonly string[];
  judge(project: LockProject, tree: Tree, context: LockContext): LockJudgement;
  /** `undefined` when the lock is absent or unreadable. */
  model(project: LockProject, tree: Tree): LockModel | undefined;
  /** Hash-only locks: what changed between two manifests, since the hash alone cannot say. */
  explain?(project: LockProject, base: Tree, head: Tree): readonly Located<StaleReason>[];
}
