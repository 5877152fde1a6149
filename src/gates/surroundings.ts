/** What GitHub knows about a change beside its files: plain data, as all of a snapshot. Types only. */

/** What GitHub knows about a change beside its files. */
export interface Surroundings {
  /** The branch to merge into. */
  readonly base: string;
  readonly pull: PullFacts | 'none';
  /** What rulesets and branch protection require. */
  readonly required: readonly RequiredCheck[];
  /** Whether pull requests are merged through a queue. */
  readonly mergeQueue: boolean;
  /** Workflows that rulesets run on every pull request, wherever their file is. */
  readonly requiredWorkflows: readonly RequiredWorkflow[];
  /** Check runs and statuses that were seen, on the head and before it. */
  readonly reported: readonly ReportedCheck[];
  /**
   * The workflows of the head: `finished` once none has anything left to do, and a quarter of an
   * hour has passed.
   */
  readonly workflows: 'running' | 'finished' | 'unknown';
  /** Of the head's commit; empty where it is not known. */
  readonly message: string;
  /** What could not be asked, in sentences. */
  readonly unasked: readonly string[];
}

export interface RequiredCheck {
  readonly context: string;
  readonly source: 'ruleset' | 'branch protection' | 'configuration';
  /** Id of the only App whose report counts; any App's where it is left out. */
  readonly app?: number;
}

export interface RequiredWorkflow {
  readonly path: string;
  /** `here`, or the id of the repository that has the file. */
  readonly repository: 'here' | number;
}

/** A check run of an App, or a commit status, which has none. */
export interface ReportedCheck {
  readonly name: string;
  readonly by: ReportingApp | 'status';
  /** `pulls`: on pull requests that were merged before; `base`: on the tip of the base branch. */
  readonly on: 'head' | 'pulls' | 'base';
}

export interface ReportingApp {
  readonly id: number;
  readonly slug: string;
}

export interface PullFacts {
  readonly number: number;
  readonly draft: boolean;
  readonly branch: string;
  readonly fork: boolean;
  /** `owner/name`. */
  readonly headRepository: string;
}
