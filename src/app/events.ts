/**
 * Webhook payloads become own events here; only payloads.ts knows their shape. A payload is only a
 * hint: the job looks at GitHub again.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
import { z } from 'zod';
import { BRANCH_PREFIX } from '../bumps/pulls/branches.ts';
import { RELOCK_ACTION } from '../report/actions.ts';
import { tickedIn } from './checkboxes.ts';
import { type Command, commandsIn } from './commands.ts';
import {
  commented,
  type EventRepository,
  edited,
  mergeGroup,
  pressed,
  pullRequest,
  pushed,
  rerequestedRun,
  rerequestedSuite,
} from './payloads.ts';

export type Event =
  | {
      readonly kind: 'pull-request';
      readonly installationId: number;
      readonly repository: EventRepository;
      readonly number: number;
      /** Somebody asked for a new run: it is written even if nothing changed. */
      readonly force: boolean;
    }
  | {
      readonly kind: 'merge-group';
      readonly installationId: number;
      readonly repository: EventRepository;
      readonly headSha: string;
      readonly baseSha: string;
      readonly baseRef: string;
      readonly force: boolean;
    }
  /** Every pull request that we have judged on this commit is to be judged again. */
  | {
      readonly kind: 'rerun';
      readonly installationId: number;
      readonly repository: EventRepository;
      readonly headSha: string;
    }
  /** Somebody wants the locks of a pull request made again. */
  | {
      readonly kind: 'fix';
      readonly installationId: number;
      readonly repository: EventRepository;
      readonly number: number;
      /** The commit that the button stands on; `any` for a comment. */
      readonly headSha: string | 'any';
      /** Login of who asked. */
      readonly by: string;
    }
  /** Somebody asked for something about bumps. */
  | {
      readonly kind: 'command';
      readonly installationId: number;
      readonly repository: EventRepository;
      readonly number: number;
      readonly command: Exclude<Command, { readonly kind: 'fix' }>;
      /** Login of who asked. */
      readonly by: string;
    }
  /**
   * Bump pull requests are to be opened and kept: all of them, those of `security`, or (`kept`) only
   * those that are open.
   */
  | {
      readonly kind: 'bump';
      readonly installationId: number;
      readonly repository: EventRepository;
      /** Path of a lock, or `Python in backend`. */
      readonly lock: string | 'all';
      readonly occasion: 'schedule' | 'security' | 'asked' | 'kept';
    }
  /** Everything open is to be looked at. */
  | { readonly kind: 'sweep' };

/** What a webhook means to us. `ignored`: not one of ours; `invalid`: one of ours, but not whole. */
export type Narrowed =
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'invalid'; readonly problem: string };

type Narrow = (payload: unknown, appId: number) => readonly Event[];

function onPullRequest(payload: unknown): readonly Event[] {
  const { installation, repository: repo, pull_request } = pullRequest.parse(payload);
  return [pullRequestEvent(installation.id, repo, pull_request.number, false)];
}

function onEdited(payload: unknown): readonly Event[] {
  const parsed = edited.parse(payload);
  const again = parsed.changes.base === undefined ? [] : onPullRequest(payload);
  return [...again, ...onTicked(parsed)];
}

/** Somebody ticked a box in a text of ours; the app's own edits come from a `Bot`. */
function onTicked(parsed: z.infer<typeof edited>): readonly Event[] {
  const { installation, repository, pull_request, changes, sender } = parsed;
  const isOurs = pull_request.head?.ref.startsWith(BRANCH_PREFIX) ?? false;
  if (!isOurs || changes.body === undefined || sender?.type !== 'User') return [];
  const where = { installationId: installation.id, repository, number: pull_request.number };
  return tickedIn(pull_request.body ?? '', changes.body.from ?? '').map((command) =>
    commandEvent(command, where, sender.login),
  );
}

function pullRequestEvent(
  installationId: number,
  repo: EventRepository,
  number: number,
  force: boolean,
): Event {
  return { kind: 'pull-request', installationId, repository: repo, number, force };
}

/** The payload of a fork's pull request names no pull request: our own id on the run does. */
function onRerequestedRun(payload: unknown, appId: number): readonly Event[] {
  const { installation, repository: repo, check_run } = rerequestedRun.parse(payload);
  if (check_run.app?.id !== appId) return [];
  const number = pullRequestIn(check_run.external_id);
  return number === 'none'
    ? [rerunEvent(installation.id, repo, check_run.head_sha)]
    : [pullRequestEvent(installation.id, repo, number, true)];
}

/** Only the number counts here: a run of an older version is a hint, too. */
function pullRequestIn(externalId: string | null | undefined): number | 'none' {
  const number = /(?:^| )pr:(\d+)(?: |$)/.exec(externalId ?? '')?.[1];
  return number === undefined ? 'none' : Number(number);
}

/** Buttons of runs; whether the person may do that is asked when the job runs. */
function onPressed(payload: unknown, appId: number): readonly Event[] {
  const parsed = pressed.parse(payload);
  const { installation, repository: repo, check_run, requested_action, sender } = parsed;
  const number = pullRequestIn(check_run.external_id);
  if (check_run.app?.id !== appId || number === 'none') return [];
  if (requested_action.identifier !== RELOCK_ACTION.identifier) return [];
  const asked = { number, headSha: check_run.head_sha, by: sender.login };
  return [{ kind: 'fix', installationId: installation.id, repository: repo, ...asked }];
}

/** What apps write is no command: ours name the commands in their words. */
function onComment(payload: unknown): readonly Event[] {
  const { installation, repository: repo, issue, comment } = commented.parse(payload);
  if (issue.pull_request === undefined || comment.user?.type !== 'User') return [];
  const where = { installationId: installation.id, repository: repo, number: issue.number };
  const by = comment.user.login;
  return commandsIn(comment.body).map((command) => commandEvent(command, where, by));
}

function commandEvent(
  command: Command,
  where: Pick<
    Extract<Event, { readonly kind: 'command' }>,
    'installationId' | 'repository' | 'number'
  >,
  by: string,
): Event {
  return command.kind === 'fix'
    ? { kind: 'fix', ...where, headSha: 'any', by }
    : { kind: 'command', ...where, command, by };
}

/** Bumps stand on the default branch, so they follow it. */
function onPush(payload: unknown): readonly Event[] {
  const { installation, repository: repo, ref, deleted } = pushed.parse(payload);
  if (deleted || ref !== `refs/heads/${repo.default_branch}`) return [];
  const { default_branch: _, ...repository } = repo;
  const bump = { kind: 'bump', installationId: installation.id, repository } as const;
  return [{ ...bump, lock: 'all', occasion: 'kept' }];
}

/** Suites of forks name none either: the runs on the commit are looked up later. */
function onRerequestedSuite(payload: unknown, appId: number): readonly Event[] {
  const { installation, repository: repo, check_suite } = rerequestedSuite.parse(payload);
  if (check_suite.app?.id !== appId) return [];
  const events = check_suite.pull_requests
    .filter(({ base }) => base.repo.id === repo.id)
    .map(({ number }) => pullRequestEvent(installation.id, repo, number, true));
  return events.length > 0 ? events : [rerunEvent(installation.id, repo, check_suite.head_sha)];
}

function rerunEvent(installationId: number, repo: EventRepository, headSha: string): Event {
  return { kind: 'rerun', installationId, repository: repo, headSha };
}

function onMergeGroup(payload: unknown): readonly Event[] {
  const { installation, repository: repo, merge_group } = mergeGroup.parse(payload);
  return [
    {
      kind: 'merge-group',
      installationId: installation.id,
      repository: repo,
      headSha: merge_group.head_sha,
      baseSha: merge_group.base_sha,
      baseRef: merge_group.base_ref.replace(/^refs\/heads\//, ''),
      force: false,
    },
  ];
}

function onInstalled(): readonly Event[] {
  return [{ kind: 'sweep' }];
}

/** Every `event.action` that is handled; `app.yml` subscribes to these events (a test compares). */
export const HANDLED: Readonly<Record<string, Narrow>> = {
  'pull_request.opened': onPullRequest,
  'pull_request.synchronize': onPullRequest,
  'pull_request.reopened': onPullRequest,
  'pull_request.ready_for_review': onPullRequest,
  'pull_request.edited': onEdited,
  'check_run.rerequested': onRerequestedRun,
  'check_run.requested_action': onPressed,
  'check_suite.rerequested': onRerequestedSuite,
  'issue_comment.created': onComment,
  'merge_group.checks_requested': onMergeGroup,
  // It has no actions.
  'push.': onPush,
  'installation.created': onInstalled,
  'installation_repositories.added': onInstalled,
};

const action = z.object({ action: z.string().optional() });

/** What a verified payload means; never throws. */
export function narrow(name: string, payload: unknown, appId: number): Narrowed {
  const parsed = action.safeParse(payload);
  if (!parsed.success) return { kind: 'invalid', problem: 'the payload is no object' };
  const key = `${name}.${parsed.data.action ?? ''}`;
  const handle = Object.hasOwn(HANDLED, key) ? HANDLED[key] : undefined;
  if (handle === undefined) return { kind: 'ignored' };
  try {
    const events = handle(payload, appId);
    return events.length === 0 ? { kind: 'ignored' } : { kind: 'events', events };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [issue] = error.issues;
    return { kind: 'invalid', problem: `${issue?.path.join('.')}: ${issue?.message}` };
  }
}
