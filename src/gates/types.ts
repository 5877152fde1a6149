/**
 * The vocabulary that every part shares: what a gate may look at (`Snapshot`, `Tree`), what it
 * finds (`Finding`, `Judgement`), and what the world is told (`Verdict`). Types only.
 */
import type { LockDiff } from './lock-diff.ts';
import type { Surroundings } from './surroundings.ts';

/** A git object id, 40 or 64 hexadecimal digits. */
export type ObjectId = string;

/** A file of a git tree. Git's modes: 120000 is a symlink, 160000 a submodule. */
export interface FileEntry {
  readonly path: string;
  readonly oid: ObjectId;
  readonly mode: string;
  /** Bytes, where the source tells: GitHub does, git only for a price. */
  readonly size?: number;
}

/** The content of a blob, or why it cannot be judged as text. Texts keep their BOM and line ends. */
export type BlobText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-utf8' }
  | { readonly kind: 'too-large'; readonly size: number; readonly limit: number };

/** One state of a repository: all its files, sorted by path. */
export interface State {
  /** A commit id, or `working tree`. */
  readonly commit: string;
  readonly files: readonly FileEntry[];
}

/**
 * Everything that the gates may look at, gathered once. Plain data: it survives JSON, so that it
 * can be saved as a fixture and replayed.
 */
export interface Snapshot {
  /** `owner/name` on GitHub, the folder's name in a local clone. */
  readonly repository: string;
  readonly head: State;
  /** The state to compare with (merge base); `none` judges the head alone. */
  readonly base: State | 'none';
  /** Missing where nobody asked GitHub, as in a clone. */
  readonly surroundings?: Surroundings;
  /** Texts by object id; only those that the gates asked for. */
  readonly blobs: Readonly<Record<ObjectId, BlobText>>;
}

/** What reading a path can give. `unfetched`: the file exists, nobody has asked for its text yet. */
export type FileText = BlobText | { readonly kind: 'absent' } | { readonly kind: 'unfetched' };

/** A gate's view of one state. Symlinks and submodules have entries but read as `absent`. */
export interface Tree {
  readonly files: ReadonlyMap<string, FileEntry>;
  read(path: string): FileText;
}

export type GateId = 'lockfile' | 'python-version' | 'required-checks';

/** `off`: not computed; `observe`: stored only; `warn`: neutral; `enforce`: can fail the check. */
export type Mode = 'off' | 'observe' | 'warn' | 'enforce';

/** `introduced`: only what this change caused counts; `all`: also what was there before. */
export type Scope = 'introduced' | 'all';

export interface GateConfiguration {
  readonly mode: Mode;
  readonly scope: Scope;
  /** Globs over paths; findings and projects at such paths are ignored. */
  readonly ignore: readonly string[];
  /** Of `required-checks`: what has to be reported, beside what GitHub says is required. */
  readonly contexts?: readonly string[];
}

export type Configuration = Readonly<Record<GateId, GateConfiguration>>;

/** What the surroundings decide, the same for every repository of one installation. */
export interface GateContext {
  /** The Python package index that tools use when a repository names none (simple API, no slash). */
  readonly defaultIndex: string;
  /** The day on which is judged (ISO 8601, UTC): what is past its end of life depends on it. */
  readonly today: string;
}

/** What a gate may know beside a tree: of its own settings, and of what is judged. */
export interface JudgeContext extends GateContext {
  readonly settings: GateConfiguration;
  /** `owner/name`. */
  readonly repository: string;
  readonly surroundings: Surroundings;
  /** Paths that differ between base and head, sorted; `unknown` without a base. */
  readonly changed: readonly string[] | 'unknown';
}

/** A key path in a TOML or YAML document: table keys and array indexes. */
export type TomlPath = readonly (string | number)[];

/**
 * A place in a file of the judged state. Symbolic until it is shown: a `key` becomes lines only
 * when there is something to say (finding lines in TOML costs more than judging it).
 */
export type Location =
  | { readonly path: string; readonly key: TomlPath }
  | { readonly path: string; readonly line: number; readonly endLine?: number }
  | { readonly path: string };

/** A location with lines, 1-based and inclusive. Line 1 also stands for "the whole file". */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

export interface Related {
  readonly at: Location;
  readonly note: string;
}

/** Plain data that the words of a rule are made from; its gate alone knows the shape. */
export type Facts = object;

export type Fix =
  | { readonly kind: 'relock'; readonly tool: string; readonly lock: string }
  | { readonly kind: 'edit'; readonly edits: readonly Edit[] };

/** Other text for a part of a file, so that several repairs of one file fit together. */
export interface Edit {
  readonly path: string;
  /** Offset in UTF-16 units; of an insertion the same as `end`. A file that is not there has only 0. */
  readonly start: number;
  /** Not replaced any more. */
  readonly end: number;
  readonly text: string;
}

/** Something wrong in one state. Its fingerprint is (rule, path, subject): never a line. */
export interface Finding {
  readonly rule: string;
  /** Tells findings of one rule in one file apart and stays the same when lines move. */
  readonly subject: string;
  /** Path of the {@link Subject} that it is about. */
  readonly about: string;
  readonly at: Location;
  readonly facts: Facts;
  /** Weaker than the rule's: this case never counts. */
  readonly severity?: 'notice';
  readonly related?: readonly Related[];
  readonly fix?: Fix;
}

/** Something that could not be decided, and what would make it decidable. */
export interface Undecided {
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;
}

/** One thing that was judged, for the overview: a lock with its manifest, say. */
export interface Subject {
  readonly path: string;
  readonly label: string;
  readonly status: 'passed' | 'failed' | 'unable';
  /** A short remark on a passed subject, such as "written by an older PDM". */
  readonly note?: string;
}

/** What a gate says about one state. */
export interface Judgement {
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** What a gate saw, for people: cells are plain text, `path:line` where they name a place. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A file of an example in a rule's page. */
export type ExampleFiles = Readonly<Record<string, string>>;

/** The state before the change, as far as a repair can go back to it. */
export interface Before {
  /** Shell command that takes the file back; `undefined` where it was not there, or is the same. */
  restore(path: string): string | undefined;
}

/** A rule as data; every output and `docs/rules.md` take their words from here. */
export interface Rule {
  /** `gate/name`, as in `lockfile/stale`. */
  readonly id: string;
  readonly title: string;
  /** A `notice` is shown but never changes the conclusion. */
  readonly severity: 'violation' | 'notice';
  readonly what: string;
  readonly why: string;
  /** The sentence for one finding: what is wrong, with both values. */
  message(facts: Facts): string;
  /** What repairs it; usually a command. */
  repair(facts: Facts, before: Before): string;
  /** While it holds nothing more can be said of its subject, so nothing else of it is repaired. */
  readonly masks?: true;
  /** For the repair that its page shows; without it those of its gate (src/report/words.ts). */
  readonly example?: Facts;
  readonly bad: ExampleFiles;
  readonly good: ExampleFiles;
  /** The state before both, for rules about the change itself. */
  readonly before?: ExampleFiles;
}

/** A gate: pure functions over one state, or over two. */
export interface Gate {
  readonly id: GateId;
  readonly title: string;
  readonly question: string;
  readonly rules: readonly Rule[];
  /** Loads what the other functions need for this tree; called before them. */
  prepare?(tree: Tree): Promise<void>;
  /** Paths whose texts `judge` needs; asked again with more texts until nothing new comes. */
  inputs(tree: Tree): readonly string[];
  judge(tree: Tree, context: JudgeContext): Judgement;
  /** Findings about the change itself (a hash changed while the version stayed). */
  compare?(base: Tree, head: Tree, context: JudgeContext): readonly Finding[];
  /** Replaces a coarse finding by finer ones that only both states together can give. */
  explain?(finding: Finding, base: Tree, head: Tree, context: JudgeContext): readonly Finding[];
  /** What the findings are about, at one glance; shown where there are some. */
  overview?(tree: Tree, context: JudgeContext): readonly Table[];
  /** What the change does to the packages of the locks. */
  diff?(base: Tree, head: Tree): readonly LockDiff[];
}

/** `unknown` where there is nothing to compare with, as in a check of the state alone. */
export type Origin = 'introduced' | 'preexisting' | 'unknown';

/** A finding as users see it: words, lines and level are settled. */
export interface ReportedFinding {
  readonly rule: string;
  readonly title: string;
  readonly subject: string;
  readonly place: Place;
  readonly level: 'failure' | 'warning' | 'notice';
  readonly origin: Origin;
  readonly message: string;
  readonly why: string;
  readonly repair: string;
  readonly related: readonly (Place & { readonly note: string })[];
  readonly fix?: Fix;
}

/** `failed` wins over `unable`: what cannot be decided never hides what is proven. */
export type GateResult =
  | { readonly status: 'passed' }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'unable'; readonly undecided: readonly [Undecided, ...Undecided[]] }
  | {
      readonly status: 'failed';
      readonly findings: readonly [ReportedFinding, ...ReportedFinding[]];
      readonly undecided: readonly Undecided[];
    };

/** What the base had and the head has not: said too. */
export interface Repaired {
  readonly rule: string;
  readonly title: string;
  readonly path: string;
  readonly message: string;
}

export interface GateReport {
  readonly gate: GateId;
  readonly title: string;
  readonly mode: Exclude<Mode, 'off'>;
  readonly scope: Scope;
  readonly result: GateResult;
  /** Shown, never counted: notices, and under `scope: introduced` what the base had already. */
  readonly notices: readonly ReportedFinding[];
  readonly subjects: readonly Subject[];
  readonly repaired: readonly Repaired[];
  /** Of the locks that the change touches; empty without a base. */
  readonly diffs: readonly LockDiff[];
  /** What the findings are about; empty where there are none. */
  readonly tables: readonly Table[];
}

/** A mistake in `.github/lockkeeper.yml`: which key, which line, what was expected. */
export interface ConfigurationProblem {
  readonly path: string;
  /** Dotted key, such as `lockfile.mode`; empty for the document as a whole. */
  readonly key: string;
  readonly line: number;
  readonly message: string;
  /** `base`: the configuration in force; `head`: what this change would make of it. */
  readonly state: 'base' | 'head';
}

export type Conclusion = 'success' | 'neutral' | 'failure';

export interface Verdict {
  readonly repository: string;
  readonly base: string;
  readonly head: string;
  readonly conclusion: Conclusion;
  readonly gates: readonly GateReport[];
  readonly configuration: readonly ConfigurationProblem[];
}
