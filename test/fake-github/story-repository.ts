/** What a person can do with a repository. */
import { type Changes, readObject, resolveCommit, setRef, ZERO_OID } from './git.ts';
import { commitChanges, mergeCommits } from './git-commit.ts';
import { listTree } from './git-tree.ts';
import type { Hub } from './hub.ts';
import { accountOf, cloneUrl, fullName } from './lookups.ts';
import * as payloads from './payloads.ts';
import type { CheckReport } from './report.ts';
import { createRepository, ensureInstallation, rulesOf } from './repositories.ts';
import { type FakePull, fakePull } from './story-pull.ts';
import { type WaitOptions, waitForCheck, waitForPull } from './wait.ts';
import type { BranchRules, Repository } from './world.ts';

interface NewFakePull {
  readonly title?: string;
  readonly body?: string;
  /** What the pull request changes on top of its base. */
  readonly change?: Changes;
  /** All files of the head, instead of `change`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly branch?: string;
  readonly base?: string;
  readonly isDraft?: boolean;
  /** From a fork of this owner. */
  readonly fork?: string;
}

interface NewFakeRelease {
  /** Nothing looks at the commit that it names. */
  readonly tag: string;
  readonly title?: string;
  /** Markdown. */
  readonly body?: string;
  readonly isDraft?: boolean;
  readonly isPrerelease?: boolean;
}

interface FakeMergeGroup {
  readonly sha: string;
  readonly ref: string;
  check(name: string, options?: WaitOptions): Promise<CheckReport>;
  destroy(reason: 'merged' | 'invalidated' | 'dequeued'): Promise<void>;
}

export interface FakeRepository {
  readonly id: number;
  readonly fullName: string;
  readonly url: string;
  /** With the developer's name in it: ready for `git clone` and `git push`. */
  readonly cloneUrl: string;
  readonly defaultBranch: string;
  /** The head of a branch (of the default branch when left out). */
  sha(branch?: string): string;
  branches(): readonly string[];
  commit(branch: string, changes: Changes, message?: string): Promise<string>;
  deleteBranch(branch: string): Promise<void>;
  openPull(pull: NewFakePull): Promise<FakePull>;
  /** A pull request that somebody else opened, the app or a `git push` user. */
  pull(number: number): FakePull;
  pulls(): readonly FakePull[];
  /** The first pull request, there or to come, that `test` accepts. */
  waitForPull(test: (pull: FakePull) => boolean, timeout?: number): Promise<FakePull>;
  /** A file's text at a branch or commit, `undefined` when there is none. */
  read(ref: string, path: string): Promise<string | undefined>;
  protect(branch: string, rules: Partial<BranchRules>): void;
  release(release: NewFakeRelease): void;
  /** Puts a pull request into the merge queue. */
  enqueue(pull: FakePull): Promise<FakeMergeGroup>;
  /** The owner adds the app to this repository. */
  install(): void;
  uninstall(): void;
}

export function fakeRepository(hub: Hub, repository: Repository): FakeRepository {
  const { world } = hub;
  const { git, defaultBranch } = repository;

  function head(branch: string): string {
    const sha = git.refs.get(`refs/heads/${branch}`);
    if (sha === undefined) throw new Error(`${fullName(repository)} has no branch ${branch}`);
    return sha;
  }

  async function commitOn(
    target: Repository,
    branch: string,
    from: string | undefined,
    changes: Changes,
    message: string,
  ): Promise<string> {
    const ref = `refs/heads/${branch}`;
    const before = target.git.refs.get(ref);
    const parent = before ?? from;
    const parents = parent === undefined ? [] : [parent];
    const after = await commitChanges(target.git, ref, parents, changes, message);
    await hub.pushed(target, { branch, before: before ?? ZERO_OID, after });
    return after;
  }

  /** The change that turns the files at `from` into exactly `files`. */
  async function replacing(from: string, files: Readonly<Record<string, string>>) {
    const tree = await readObject(git, `${from}^{tree}`);
    const entries = await listTree(git, tree?.oid ?? '');
    const gone = entries.filter(({ type }) => type !== 'tree').map(({ path }) => [path, null]);
    return { ...Object.fromEntries(gone), ...files };
  }

  async function forkOf(owner: string): Promise<Repository> {
    const name = `${owner}/${repository.name}`;
    const known = world.repositories.get(name.toLowerCase());
    if (known !== undefined) return known;
    const options = { defaultBranch, isInstalled: false };
    const fork = await createRepository(world, name, options, repository);
    await setRef(fork.git, `refs/heads/${defaultBranch}`, head(defaultBranch));
    return fork;
  }

  function pullOf(number: number): FakePull {
    const pull = repository.pulls.get(number);
    if (pull === undefined)
      throw new Error(`${fullName(repository)} has no pull request ${number}`);
    return fakePull(hub, pull);
  }

  const pulls = () => [...repository.pulls.values()].map((pull) => fakePull(hub, pull));

  return {
    id: repository.id,
    get fullName() {
      return fullName(repository);
    },
    get url() {
      return `${world.url}/${fullName(repository)}`;
    },
    get cloneUrl() {
      return cloneUrl(world, repository);
    },
    defaultBranch,
    sha: (branch = defaultBranch) => head(branch),
    branches: () =>
      [...git.refs.keys()]
        .filter((name) => name.startsWith('refs/heads/'))
        .map((name) => name.slice('refs/heads/'.length)),
    commit(branch, changes, message = 'Change') {
      const from = git.refs.get(`refs/heads/${defaultBranch}`);
      return commitOn(repository, branch, from, changes, message);
    },
    async deleteBranch(branch) {
      const before = head(branch);
      await setRef(git, `refs/heads/${branch}`, undefined);
      await hub.pushed(repository, { branch, before, after: ZERO_OID });
    },
    async openPull(input) {
      const base = input.base ?? defaultBranch;
      const branch = input.branch ?? `change-${repository.nextNumber}`;
      const { title = 'A change', body, isDraft = false, files } = input;
      const fork = input.fork === undefined ? undefined : await forkOf(input.fork);
      const source = fork ?? repository;
      const change =
        files === undefined ? (input.change ?? {}) : await replacing(head(base), files);
      if (!source.git.refs.has(`refs/heads/${branch}`) || Object.keys(change).length > 0) {
        await commitOn(source, branch, head(base), change, title);
      }
      const author =
        input.fork === undefined ? world.developer : accountOf(world, input.fork, 'User');
      const pull = await hub.openPull(repository, {
        title,
        body,
        base,
        branch,
        isDraft,
        author,
        ...(fork && { fork }),
      });
      return fakePull(hub, pull);
    },
    pull: pullOf,
    pulls,
    waitForPull(test, timeout) {
      const what = `such pull request in ${fullName(repository)}`;
      return waitForPull(hub, () => pulls().find(test), what, timeout);
    },
    async read(ref, path) {
      const sha = await resolveCommit(git, ref);
      const object = sha === undefined ? undefined : await readObject(git, `${sha}:${path}`);
      return object?.content.toString();
    },
    protect(branch, rules) {
      repository.rules.set(branch, rulesOf(rules));
    },
    release({ tag, title, body, isDraft = false, isPrerelease = false }) {
      const [id, createdAt] = [world.nextId(), world.clock()];
      repository.releases.push({ id, tag, title, body, isDraft, isPrerelease, createdAt });
    },
    async enqueue({ number, headSha }) {
      const baseRef = repository.pulls.get(number)?.baseRef ?? defaultBranch;
      const baseSha = head(baseRef);
      const branch = `gh-readonly-queue/${baseRef}/pr-${number}-${baseSha}`;
      const ref = `refs/heads/${branch}`;
      const sha = await mergeCommits(git, baseSha, headSha, ref);
      if (sha === undefined) throw new Error(`pull request ${number} has conflicts`);
      await hub.pushed(repository, { branch, before: ZERO_OID, after: sha });
      const group = { ref, sha, baseRef, baseSha };
      hub.webhooks.send(await payloads.mergeGroup(world, repository, group, 'checks_requested'));
      const target = { repository, sha: () => sha, label: `merge group ${branch}` };
      return {
        sha,
        ref,
        check: (name, options) => waitForCheck(hub, target, name, options),
        async destroy(reason) {
          const gone = await payloads.mergeGroup(world, repository, group, 'destroyed', reason);
          hub.webhooks.send(gone);
          await setRef(git, ref, undefined);
        },
      };
    },
    install() {
      const { installation, isNew } = ensureInstallation(world, repository);
      const news = isNew ? payloads.installed : payloads.repositoriesAdded;
      hub.webhooks.send(news(world, installation, [repository]));
    },
    uninstall() {
      repository.isInstalled = false;
    },
  };
}
