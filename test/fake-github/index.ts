/**
 * A GitHub for tests and the demo: real git repositories, real HTTP, GitHub's own schemas as
 * contract, and state that behaves by GitHub's rules. The app runs against it unmodified.
 *
 * ```ts
 * const gh = await createFakeGitHub();
 * const server = await startApp({ baseUrl: gh.url, appId: gh.app.id, privateKey: gh.app.privateKey });
 * gh.app.webhookUrl = `${server.url}/api/github/webhooks`;
 *
 * const repository = await gh.createRepository('acme/api', { files: { 'pyproject.toml': '…' } });
 * const pull = await repository.openPull({ change: { 'pyproject.toml': '… httpx>=0.28' } });
 * const check = await pull.check('Lockkeeper');          // waits for the run, never sleeps
 * expect(pull.render(check)).toMatchInlineSnapshot();    // as a person reads it
 *
 * gh.webhooks.drop({ event: 'pull_request' });           // the next one is lost
 * gh.faults.add('POST /repos/{owner}/{repo}/check-runs', { kind: 'server-error' });
 * await pull.push({ 'uv.lock': '…' });
 * await gh.stop();                                       // throws if GitHub's contract was broken
 * ```
 *
 * REST answers under `/` and `/api/v3`, GraphQL under `/graphql` and `/api/graphql`, git under
 * `/owner/name.git`, and `/` in a browser shows repositories, pull requests and their checks.
 */
import { rm } from 'node:fs/promises';
import { createWorld, type FakeGitHubOptions } from './create-world.ts';
import type { Faults } from './faults.ts';
import { commitChanges } from './git-commit.ts';
import { warmGraphql } from './graphql/execute.ts';
import { createHub, type Hub } from './hub.ts';
import * as payloads from './payloads.ts';
import { createRepository, type NewRepository, rulesOf } from './repositories.ts';
import { listen } from './server.ts';
import { type FakeRepository, fakeRepository } from './story-repository.ts';
import { history, waitForRequest } from './wait.ts';
import type { Webhooks } from './webhooks.ts';
import type { Limits, Permissions, RecordedRequest, World } from './world.ts';

export type { Changes } from './git.ts';
export type { FakePull } from './story-pull.ts';
export type { FakeRepository } from './story-repository.ts';

export interface FakeGitHub {
  /** The base URL for Octokit; with `/api/v3` behind it, the layout of an Enterprise Server. */
  readonly url: string;
  readonly app: {
    readonly id: number;
    readonly slug: string;
    readonly privateKey: string;
    readonly webhookSecret: string;
    /** Of the first owner that has a repository with the app. */
    readonly installationId: number;
    /** Webhooks go here; nothing is sent, nor listed, before it is set. */
    webhookUrl: string | undefined;
    /** What owners have granted from now on (they may lag behind). */
    grant(permissions: Permissions): void;
  };
  readonly requests: readonly RecordedRequest[];
  /** What no correct client sends; `stop` throws if there is any. */
  readonly violations: readonly string[];
  /** Takes the violations out, for a test that means to make them. */
  takeViolations(): readonly string[];
  readonly webhooks: Webhooks;
  readonly faults: Faults;
  readonly limits: Limits;
  createRepository(fullName: string, options: NewRepository): Promise<FakeRepository>;
  repository(fullName: string): FakeRepository;
  ping(): void;
  waitForRequest(
    test: (request: RecordedRequest) => boolean,
    timeout?: number,
  ): Promise<RecordedRequest>;
  /** The last deliveries, requests and violations, for messages. */
  history(): string;
  stop(): Promise<void>;
}

/** Starts a GitHub with nothing in it on a free port of the loopback address. */
export async function createFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const world = await createWorld(options);
  const hub = createHub(world);
  const server = await listen(hub, options.port ?? 0);
  if (world.app.webhookUrl !== undefined) setImmediate(warmGraphql);

  async function seed(fullName: string, input: NewRepository): Promise<FakeRepository> {
    const repository = await createRepository(world, fullName, input);
    const { git, defaultBranch } = repository;
    await commitChanges(git, `refs/heads/${defaultBranch}`, [], input.files, 'First commit');
    const requires = (input.requires ?? []).map((check) =>
      typeof check === 'string' ? { context: check } : check,
    );
    if (requires.length > 0) repository.rules.set(defaultBranch, rulesOf({ requires }));
    return fakeRepository(hub, repository);
  }

  async function stop(): Promise<void> {
    hub.webhooks.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (const { git } of world.repositories.values()) git.objects.close();
    await rm(world.folder, { recursive: true, force: true });
    if (world.violations.length > 0) {
      throw new Error(`GitHub's contract was broken:\n${world.violations.join('\n')}`);
    }
  }

  return {
    url: world.url,
    app: appHandle(world),
    requests: world.requests,
    violations: world.violations,
    takeViolations: () => world.violations.splice(0),
    webhooks: hub.webhooks,
    faults: hub.faults,
    limits: world.limits,
    createRepository: seed,
    repository: (name) => existing(hub, name),
    ping: () => hub.webhooks.send(payloads.ping(world)),
    waitForRequest: (test, timeout) => waitForRequest(hub, test, timeout),
    history: () => history(hub),
    stop,
  };
}

function appHandle(world: World): FakeGitHub['app'] {
  const { app } = world;
  return {
    id: app.id,
    slug: app.slug,
    privateKey: app.privateKey,
    webhookSecret: app.webhookSecret,
    get installationId() {
      const [id] = world.installations.keys();
      if (id === undefined) throw new Error('no repository has the app yet');
      return id;
    },
    get webhookUrl() {
      return app.webhookUrl;
    },
    set webhookUrl(url) {
      app.webhookUrl = url;
      // An app is there: it will ask soon.
      if (url !== undefined) setImmediate(warmGraphql);
    },
    grant(permissions) {
      for (const installation of world.installations.values()) {
        installation.permissions = permissions;
      }
    },
  };
}

function existing(hub: Hub, name: string): FakeRepository {
  const repository = hub.world.repositories.get(name.toLowerCase());
  if (repository === undefined) throw new Error(`there is no repository ${name}`);
  return fakeRepository(hub, repository);
}
