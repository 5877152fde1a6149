/** What is known of the event that starts a workflow, as the context `github`. */
import { type ContextMap, type ContextValue, UNKNOWN, type Unknown } from './expressions.ts';

/** A pull request, as far as conditions of jobs ask for it. */
export interface PullRequestFacts {
  readonly number: number;
  readonly action: string;
  readonly isDraft: boolean;
  readonly labels: readonly string[] | Unknown;
  /** Of the head. */
  readonly branch: string | Unknown;
  readonly isFork: boolean;
  readonly headRepository: string | Unknown;
  readonly author: string | Unknown;
  readonly isBot: boolean | Unknown;
}

export interface EventFacts {
  readonly event: 'pull_request' | 'pull_request_target' | 'merge_group';
  /** `owner/name`. */
  readonly repository: string;
  /** The branch to merge into. */
  readonly base: string;
  readonly pull: PullRequestFacts;
}

/** The context `github` for the event. Source: https://docs.github.com/actions/reference/workflows-and-actions/contexts#github-context */
export function githubContext({ event, repository, base, pull }: EventFacts): ContextMap {
  const isMerge = event === 'merge_group';
  const ref =
    event === 'pull_request_target'
      ? `refs/heads/${base}`
      : isMerge
        ? `refs/heads/gh-readonly-queue/${base}/pr-${pull.number}`
        : `refs/pull/${pull.number}/merge`;
  return context('unknown', {
    event_name: event,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    ref,
    ref_name: ref.replace(/^refs\/(?:heads|pull)\//, ''),
    ref_type: 'branch',
    base_ref: isMerge ? '' : base,
    head_ref: isMerge ? '' : pull.branch,
    actor: pull.author,
    triggering_actor: pull.author,
    event: context('null', isMerge ? mergeGroup(base) : pullRequestEvent(repository, base, pull)),
  });
}

function mergeGroup(base: string): Readonly<Record<string, ContextValue>> {
  return {
    action: 'checks_requested',
    merge_group: context('unknown', { base_ref: `refs/heads/${base}` }),
    repository: UNKNOWN,
    sender: UNKNOWN,
  };
}

function pullRequestEvent(
  repository: string,
  base: string,
  pull: PullRequestFacts,
): Readonly<Record<string, ContextValue>> {
  return {
    action: pull.action,
    number: pull.number,
    repository: context('unknown', { full_name: repository, fork: UNKNOWN }),
    sender: author(pull),
    organization: UNKNOWN,
    pull_request: context('unknown', {
      number: pull.number,
      draft: pull.isDraft,
      merged: false,
      state: 'open',
      labels:
        pull.labels === UNKNOWN ? UNKNOWN : pull.labels.map((name) => new Map([['name', name]])),
      user: author(pull),
      head: context('unknown', {
        ref: pull.branch,
        repo: context('unknown', { fork: pull.isFork, full_name: pull.headRepository }),
      }),
      base: context('unknown', {
        ref: base,
        repo: context('unknown', { full_name: repository }),
      }),
    }),
  };
}

function author({ author: login, isBot }: PullRequestFacts): ContextMap {
  const type = isBot === UNKNOWN ? UNKNOWN : isBot ? 'Bot' : 'User';
  return context('unknown', { login, type });
}

export function context(
  missing: ContextMap['missing'],
  known: Readonly<Record<string, ContextValue>>,
): ContextMap {
  return { known: new Map(Object.entries(known)), missing };
}
