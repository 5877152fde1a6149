/** What a person can do with a pull request, and see on it. */
import { ACTIONS_APP, type Conclusions, runWorkflows } from './actions.ts';
import { createRun, runsOn } from './checks.ts';
import type { Changes } from './git.ts';
import { commitChanges, mergeCommits } from './git-commit.ts';
import type { Hub } from './hub.ts';
import { accountOf, appOf, fullName } from './lookups.ts';
import { waitingFor } from './mergeability.ts';
import { branchHead, type PullEdits } from './pulls.ts';
import { type CheckReport, renderCheck, reportOf } from './report.ts';
import { type WaitOptions, waitForCheck, waitForPull } from './wait.ts';
import type { Pull } from './world.ts';

export interface FakePull {
  readonly number: number;
  readonly url: string;
  readonly branch: string;
  readonly headSha: string;
  /** As GitHub tells it: the base branch may have moved on since. */
  readonly baseSha: string;
  readonly state: 'open' | 'closed';
  readonly title: string;
  readonly body: string;
  /** `''` while nobody has asked GitHub to merge it by itself. */
  readonly autoMerge: string;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  /** Commits on the head branch and pushes; gives the new head. */
  push(change: Changes, message?: string): Promise<string>;
  /** Replaces the branch by one commit on the current base. */
  forcePush(change: Changes, message?: string): Promise<string>;
  close(): Promise<void>;
  reopen(): Promise<void>;
  ready(): Promise<void>;
  edit(edits: PullEdits): Promise<void>;
  /** Somebody (the developer when left out) ticks the box whose line holds these words. */
  tick(words: string, login?: string): Promise<void>;
  /** Merges by hand; the base branch moves. */
  merge(): Promise<string>;
  /** The fork disappears: `head.repo` is null from now on. */
  deleteHeadRepository(): void;
  /** Waits for a completed run of that name on the current head. */
  check(name: string, options?: WaitOptions): Promise<CheckReport>;
  /** All runs on the current head as they are now, oldest first. */
  checks(name?: string): readonly CheckReport[];
  render(check: CheckReport): string;
  /** Clicks the button with this identifier or label; the next `check` waits for a new run. */
  press(name: string, button: string, login?: string): void;
  /** Somebody comments (the developer when left out). */
  comment(body: string, login?: string): void;
  /** Bodies of the app's comments, oldest first. */
  replies(): readonly string[];
  /** Waits for the app's next comment after those that were there at the last `comment`. */
  reply(timeout?: number): Promise<string>;
  /** Waits until somebody has pushed; gives the new head. */
  pushed(after: string, timeout?: number): Promise<string>;
  /** "Re-run" on one check; the next `check` waits for a new run. */
  rerequest(name: string): void;
  /** "Re-run all checks" of the app. */
  rerequestAll(): Promise<void>;
  /** GitHub Actions runs the workflows of the head; gives the names that they reported. */
  runWorkflows(conclusions?: Conclusions): Promise<readonly string[]>;
  /** Time passes: the runs on the head ended so many minutes ago. */
  endedAgo(minutes: number): void;
  /** Required checks that keep it from being merged. */
  waitingFor(): readonly string[];
  /** Another app (GitHub Actions when left out) reports a check on the head. */
  report(name: string, conclusion: string, appId?: number): Promise<CheckReport>;
}

export function fakePull(hub: Hub, pull: Pull): FakePull {
  const { world } = hub;
  const { repository } = pull;
  /** Runs up to these ids were there when a new one was asked for, by name. */
  const seen = new Map<string, number>();
  let answered = 0;
  const replies = () =>
    pull.comments.filter(({ author }) => author.type === 'Bot').map(({ body }) => body);
  const url = () => `${world.url}/${fullName(repository)}/pull/${pull.number}`;

  function runs(name?: string) {
    const all = runsOn(world, repository, pull.headSha);
    return name === undefined ? all : all.filter((run) => run.name === name);
  }

  function newest(name: string) {
    const run = runs(name).at(-1);
    if (run === undefined) throw new Error(`no check run '${name}' on ${url()}`);
    return run;
  }

  function head() {
    if (pull.headRepository === 'deleted') throw new Error('the head repository is gone');
    return pull.headRepository;
  }

  async function pushOn(parent: string, change: Changes, message: string): Promise<string> {
    const source = head();
    const before = pull.headSha;
    const ref = `refs/heads/${pull.headRef}`;
    const after = await commitChanges(source.git, ref, [parent], change, message);
    await hub.pushed(source, { branch: pull.headRef, before, after });
    return after;
  }

  const target = { repository, sha: () => pull.headSha, label: `pull request ${pull.number}` };
  return {
    number: pull.number,
    get url() {
      return url();
    },
    branch: pull.headRef,
    get headSha() {
      return pull.headSha;
    },
    get baseSha() {
      return pull.baseSha;
    },
    get state() {
      return pull.state;
    },
    get title() {
      return pull.title;
    },
    get body() {
      return pull.body ?? '';
    },
    get autoMerge() {
      return pull.autoMerge ?? '';
    },
    get labels() {
      return pull.labels;
    },
    get reviewers() {
      return pull.reviewers;
    },
    push: (change, message = 'Change') => pushOn(pull.headSha, change, message),
    forcePush: (change, message = 'Change') =>
      pushOn(branchHead(repository, pull.baseRef), change, message),
    close: () => hub.closePull(pull),
    reopen: () => hub.reopenPull(pull),
    ready: () => hub.readyPull(pull),
    edit: (edits) => hub.editPull(pull, edits),
    async tick(words, login) {
      answered = replies().length;
      const lines = (pull.body ?? '').split('\n');
      const box = lines.findIndex((line) => line.startsWith('- [ ] ') && line.includes(words));
      if (box < 0) throw new Error(`no box '${words}' in the text of ${url()}`);
      const ticked = lines.with(box, (lines[box] ?? '').replace('[ ]', '[x]'));
      const sender = login === undefined ? world.developer : accountOf(world, login, 'User');
      await hub.editPull(pull, { body: ticked.join('\n') }, sender);
    },
    async merge() {
      const missing = waitingFor(world, pull);
      if (missing.length > 0) throw new Error(`${url()} waits for ${missing.join(', ')}`);
      const { git } = repository;
      const before = branchHead(repository, pull.baseRef);
      const ref = `refs/heads/${pull.baseRef}`;
      const after = await mergeCommits(git, before, pull.headSha, ref);
      if (after === undefined) throw new Error(`${url()} has conflicts`);
      await hub.pushed(repository, { branch: pull.baseRef, before, after });
      return after;
    },
    deleteHeadRepository() {
      const source = head();
      if (source === repository) throw new Error('the head is no fork');
      world.repositories.delete(fullName(source).toLowerCase());
      source.git.objects.close();
      pull.headRepository = 'deleted';
    },
    check(name, options = {}) {
      const id = Math.max(options.after?.id ?? 0, seen.get(name) ?? 0);
      return waitForCheck(hub, target, name, { ...options, after: { id } });
    },
    checks: (name) => runs(name).map(reportOf),
    render: renderCheck,
    press(name, button, login) {
      const run = newest(name);
      const found = run.actions.find(
        ({ label, identifier }) => label === button || identifier === button,
      );
      if (run.status !== 'completed' || found === undefined) {
        const shown = run.actions.map(({ label }) => label).join(', ') || 'none';
        throw new Error(`no button '${button}' on '${name}' (buttons: ${shown})`);
      }
      seen.set(name, run.id);
      answered = replies().length;
      const sender = login === undefined ? world.developer : accountOf(world, login, 'User');
      hub.requestAction(run, found.identifier, sender);
    },
    comment(body, login) {
      answered = replies().length;
      const author = login === undefined ? world.developer : accountOf(world, login, 'User');
      hub.comment(pull, author, body);
    },
    replies,
    reply(timeout) {
      return waitForPull(hub, () => replies()[answered], `reply on ${url()}`, timeout);
    },
    pushed(after, timeout) {
      const head = () => (pull.headSha === after ? undefined : pull.headSha);
      return waitForPull(hub, head, `push to ${url()}`, timeout);
    },
    rerequest(name) {
      const run = newest(name);
      seen.set(name, run.id);
      hub.rerequestRun(run);
    },
    async rerequestAll() {
      const own = runs().filter((run) => run.suite.app === world.app);
      for (const run of own) seen.set(run.name, run.id);
      for (const suite of new Set(own.map((run) => run.suite))) await hub.rerequestSuite(suite);
    },
    runWorkflows: (conclusions) => runWorkflows(hub, pull, conclusions),
    endedAgo(minutes) {
      const ended = new Date(world.clock().getTime() - minutes * 60_000);
      for (const { suite } of runs()) suite.updatedAt = ended;
    },
    waitingFor: () => waitingFor(world, pull),
    async report(name, conclusion, appId = ACTIONS_APP) {
      const input = { name, head_sha: pull.headSha, conclusion };
      const run = await createRun(world, repository, appOf(world, appId), input);
      hub.runChanged(run, 'created');
      return reportOf(run);
    },
  };
}
