/** What a repository says about its bump pull requests, and what holds when it says nothing. */

/** How far a version may move. */
export type MaxStep = 'none' | 'patch' | 'minor' | 'major';

export interface BumpSchedule {
  readonly every: 'week' | 'fortnight' | 'month';
  /** English name, lower case. */
  readonly day: (typeof DAYS)[number];
  /** The first of three hours over which repositories are spread. */
  readonly hour: number;
  /** IANA name. */
  readonly timezone: string;
}

export interface IgnoreRule {
  /** A glob over normalised names. */
  readonly package: string;
  /** PEP 440; without it every version. */
  readonly versions?: string | undefined;
  readonly reason: string;
  /** ISO 8601 date; the rule holds through this day. */
  readonly until?: string | undefined;
}

export interface PackageRule {
  /** A glob over normalised names. */
  readonly package: string;
  readonly steps?: MaxStep | undefined;
  /** Days. */
  readonly 'min-release-age'?: number | undefined;
}

export interface BumpsConfiguration {
  readonly mode: 'auto' | 'on' | 'off';
  readonly schedule: BumpSchedule;
  /** Days that a release has to be out. */
  readonly 'min-release-age': number;
  /** Whose known vulnerabilities are looked up: packages of the default index, of every index. */
  readonly security: 'public' | 'all' | 'off';
  readonly 'max-packages': number;
  /** Of bump pull requests that are open at a time in the repository. */
  readonly 'open-limit': number;
  readonly manifest: 'widen' | 'raise' | 'lock-only';
  /** Whether places that name a patch version of Python are moved to the newest of their minor. */
  readonly python: 'patch' | 'off';
  /** Globs over names by the name of the group. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly ignore: readonly IgnoreRule[];
  readonly packages: readonly PackageRule[];
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
  /** The largest step that is merged by itself once every required check has passed. */
  readonly automerge: 'off' | 'patch' | 'minor';
}

export const DAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

export const defaultBumps: BumpsConfiguration = {
  mode: 'auto',
  schedule: { every: 'week', day: 'monday', hour: 5, timezone: 'UTC' },
  'min-release-age': 3,
  security: 'public',
  'max-packages': 5,
  'open-limit': 3,
  manifest: 'widen',
  python: 'patch',
  groups: {},
  ignore: [],
  packages: [],
  labels: [],
  assignees: [],
  reviewers: [],
  automerge: 'off',
};
