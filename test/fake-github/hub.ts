/** What people and apps do to the world, and what follows from it. */
import type { Identity } from './auth.ts';
import { createSuite, suiteFor } from './checks.ts';
import { createFaults, type Faults } from './faults.ts';
import { ZERO_OID } from './git.ts';
import { createRateLimits, type RateLimits } from './limits.ts';
import { pullsFrom } from './lookups.ts';
import * as payloads from './payloads.ts';
import * as pulls from './pulls.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';
import type { Account, Comment, Pull, Repository, Run, Suite, World } from './world.ts';

/** One push: a branch moved from `before` to `after` (all zeros: did not exist, was deleted). */
export interface Push {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

export interface Hub {
  readonly world: World;
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly rateLimits: RateLimits;
  limitKey(identity: Identity): string;
  pushed(repository: Repository, push: Push): Promise<void>;
  runChanged(run: Run, change: 'created' | 'completed' | 'updated'): void;
  rerequestRun(run: Run): void;
  rerequestSuite(suite: Suite): Promise<void>;
  requestAction(run: Run, identifier: string, sender: Account): void;
  openPull(repository: Repository, input: pulls.NewPull): Promise<Pull>;
  /** The author edits, where nobody else is named. */
  editPull(pull: Pull, edits: pulls.PullEdits, sender?: Account): Promise<void>;
  closePull(pull: Pull): Promise<void>;
  reopenPull(pull: Pull): Promise<void>;
  readyPull(pull: Pull): Promise<void>;
  comment(pull: Pull, author: Account, body: string): Comment;
}

export function createHub(world: World): Hub {
  const webhooks = createWebhooks(world);

  /** A payload costs a diff: it is only made when somebody listens. */
  async function announce(make: () => Promise<payloads.Outgoing>): Promise<void> {
    if (world.app.webhookUrl !== undefined) webhooks.send(await make());
  }

  async function pullChanged(
    pull: Pull,
    action: payloads.PullAction,
    extra: Readonly<Record<string, unknown>> = {},
    sender: Account = pull.author,
  ): Promise<void> {
    pull.updatedAt = world.clock();
    await announce(() => payloads.pullRequest(world, pull, action, extra, sender));
    world.events.emit('pull', pull);
  }

  /** Each app that may write checks gets one suite per commit, however often it is pushed. */
  async function requestSuites(repository: Repository, push: Push): Promise<void> {
    if (!repository.isInstalled || push.after === ZERO_OID) return;
    for (const app of world.apps.values()) {
      if (app.permissions.checks !== 'write') continue;
      if (suiteFor(world, repository, app, push.after) !== undefined) continue;
      const suite = createSuite(world, repository, app, push.after, push);
      if (app === world.app) await announce(() => payloads.checkSuite(world, suite, 'requested'));
    }
  }

  async function pushed(repository: Repository, push: Push): Promise<void> {
    repository.pushedAt = world.clock();
    const moved = pullsFrom(world, repository, push.branch);
    for (const pull of moved) {
      if (push.after !== ZERO_OID) await pulls.moveHead(pull, push.after);
    }
    const closed = await pulls.moveBase(world, repository, push);
    await announce(() => payloads.push(world, repository, push));
    await requestSuites(repository, push);
    for (const pull of moved) {
      if (push.after === ZERO_OID) await closePull(pull);
      else {
        const { before, after } = push;
        await pullChanged(pull, 'synchronize', { before, after });
      }
    }
    for (const pull of closed) await pullChanged(pull, 'closed');
  }

  function runChanged(run: Run, change: 'created' | 'completed' | 'updated'): void {
    if (change === 'created') webhooks.send(payloads.checkRun(world, run, 'created'));
    if (run.status === 'completed' && change !== 'updated') {
      webhooks.send(payloads.checkRun(world, run, 'completed'));
    }
    world.events.emit('run', run);
  }

  async function closePull(pull: Pull): Promise<void> {
    pull.state = 'closed';
    pull.closedAt = world.clock();
    await pullChanged(pull, 'closed');
  }

  return {
    world,
    webhooks,
    faults: createFaults(),
    rateLimits: createRateLimits(world),
    limitKey(identity) {
      if (identity.kind === 'installation') return `installation ${identity.token.installation.id}`;
      return identity.kind;
    },
    pushed,
    runChanged,
    // Clicks are told to the app that made the run only; other apps are not played.
    rerequestRun(run) {
      if (run.suite.app !== world.app) return;
      run.suite.status = 'queued';
      webhooks.send(payloads.checkRun(world, run, 'rerequested'));
    },
    async rerequestSuite(suite) {
      if (suite.app !== world.app) return;
      suite.status = 'queued';
      await announce(() => payloads.checkSuite(world, suite, 'rerequested'));
    },
    requestAction(run, identifier, sender) {
      if (run.suite.app !== world.app) return;
      webhooks.send(payloads.checkRun(world, run, 'requested_action', { identifier, sender }));
    },
    async openPull(repository, input) {
      const pull = await pulls.openPull(world, repository, input);
      await pullChanged(pull, 'opened');
      return pull;
    },
    async editPull(pull, edits, sender) {
      const changes = await pulls.editPull(pull, edits);
      await pullChanged(pull, 'edited', { changes }, sender);
    },
    closePull,
    async reopenPull(pull) {
      pull.state = 'open';
      pull.closedAt = undefined;
      await pulls.refresh(pull);
      await pullChanged(pull, 'reopened');
    },
    comment(pull, author, body) {
      const added = { id: world.nextId(), body, author, createdAt: world.clock() };
      pull.comments.push(added);
      webhooks.send(payloads.issueComment(world, pull, added));
      world.events.emit('pull', pull);
      return added;
    },
    async readyPull(pull) {
      pull.isDraft = false;
      await pullChanged(pull, 'ready_for_review');
    },
  };
}
