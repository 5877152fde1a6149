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
  /** What could not be asked, in sentences. */
  readonly unasked: readonly string[];
}

export interface RequiredCheck {
  readonly context: string;
  readonly source: 'ruleset' | 'branch protection' | 'configuration';
}

export interface PullFacts {
  readonly number: number;
  readonly draft: boolean;
  readonly branch: string;
  readonly fork: boolean;
  /** `owner/name`. */
  readonly headRepository: string;
}
