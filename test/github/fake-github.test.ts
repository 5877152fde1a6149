/** The whole way of a pull request through this folder, against a GitHub that keeps its rules. */
import { Probot } from 'probot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCache } from '../../src/github/blob-cache.ts';
import { type PublishOptions, publishCheckRun } from '../../src/github/check-run.ts';
import type { GitHubClient } from '../../src/github/client.ts';
import { listInstallations, listRepositories } from '../../src/github/installations.ts';
import { LockkeeperOctokit } from '../../src/github/octokit.ts';
import { findCheckRuns } from '../../src/github/own-check-runs.ts';
import { createPacing } from '../../src/github/pacing.ts';
import { listOpenPullRequests } from '../../src/github/pull-request.ts';
import type { RepositoryRef } from '../../src/github/repository.ts';
import { gatherSnapshot } from '../../src/github/snapshot.ts';
import { readTarget, type Target } from '../../src/github/target.ts';
import {
  createFakeGitHub,
  type FakeGitHub,
  type FakePull,
  type FakeRepository,
} from '../fake-github/index.ts';
import { all } from './double.ts';
import { CONTENT } from './publishing.ts';

const FILES = {
  'pyproject.toml': '[project]\nname = "api"\nversion = "1"\n',
  'uv.lock': 'version = 1\nrevision = 3\n',
};
const CHANGE = { 'pyproject.toml': '[project]\nname = "api"\nversion = "2"\n' };

let github: FakeGitHub;
let repository: FakeRepository;
let repo: RepositoryRef;
let app: GitHubClient;
let client: GitHubClient;

beforeEach(async () => {
  github = await createFakeGitHub();
  repository = await github.createRepository('acme/api', { files: FILES });
  repo = { owner: 'acme', name: 'api', id: repository.id };
  const probot = new Probot({
    appId: github.app.id,
    privateKey: github.app.privateKey,
    secret: github.app.webhookSecret,
    baseUrl: github.url,
    Octokit: LockkeeperOctokit.defaults({ pacing: createPacing(0), retryBaseMs: 1 }),
  });
  app = await probot.auth();
  client = await probot.auth(github.app.installationId);
});
afterEach(() => github.stop());

function requestsOf(): readonly string[] {
  return github.requests
    .map(({ method, path }) => `${method} ${path.replaceAll(/[0-9a-f]{40}/g, '<sha>')}`)
    .filter((request) => !request.endsWith('/access_tokens'));
}

function gather({ repo, head, base, configuration }: Target) {
  const gates = [{ inputs: () => Object.keys(FILES) }];
  const cache = createMemoryCache();
  return gatherSnapshot(client, { repo, head: head.sha, base, configuration, gates, cache });
}

function publish(target: Target, more: Partial<PublishOptions> = {}) {
  const pullRequest = target.pullRequest === 'none' ? 'none' : target.pullRequest.number;
  return publishCheckRun(client, {
    repo: target.repo,
    headSha: target.head.sha,
    externalId: { pullRequest, base: target.base.ref },
    content: CONTENT,
    existing: target.checkRuns,
    ...more,
  });
}

describe('a pull request on GitHub', () => {
  it('is judged with seven requests and answered with one', async () => {
    const pull = await repository.openPull({ change: CHANGE });
    const target = await readTarget(client, repo, pull.number, github.app.id);
    await gather(target);
    expect(requestsOf()).toHaveLength(7);
    await publish(target, { isCurrent: async () => true });
    expect(requestsOf().toSorted()).toMatchInlineSnapshot(`
      [
        "GET /repos/acme/api/branches/main",
        "GET /repos/acme/api/compare/<sha>...<sha>",
        "GET /repos/acme/api/git/trees/<sha>",
        "GET /repos/acme/api/git/trees/<sha>",
        "GET /repos/acme/api/rules/branches/main",
        "POST /graphql",
        "POST /graphql",
        "POST /repos/acme/api/check-runs",
      ]
    `);
  });

  it('is not answered twice with the same', async () => {
    const { number } = await repository.openPull({ change: CHANGE });
    const answers: string[] = [];
    for (let time = 0; time < 2; time++) {
      answers.push(await publish(await readTarget(client, repo, number, github.app.id)));
    }
    expect(answers).toEqual(['created', 'unchanged']);
    const { head } = await readTarget(client, repo, number, github.app.id);
    expect(await findCheckRuns(client, repo, head.sha, github.app.id)).toHaveLength(1);
  });

  it('is not answered on a head that was pushed over', async () => {
    const pull = await repository.openPull({ change: CHANGE });
    const target = await readTarget(client, repo, pull.number, github.app.id);
    await pull.push({ 'uv.lock': 'version = 1\nrevision = 3\n\n' });
    expect(await publish(target)).toBe('stale-head');
  });

  it('gets 120 annotations in three batches', async () => {
    const pull = await repository.openPull({ change: CHANGE });
    const target = await readTarget(client, repo, pull.number, github.app.id);
    const annotations = Array.from({ length: 120 }, (_, index) => ({
      path: 'pyproject.toml',
      startLine: 1,
      endLine: 1,
      level: 'failure' as const,
      title: 'The lock is out of date',
      message: `Requirement ${index} changed.`,
    }));
    await publish(target, { content: { ...CONTENT, annotations } });
    const check = await pull.check('Lockkeeper');
    expect(check.annotations).toHaveLength(120);
    expect(check.conclusion).toBe('failure');
  });

  it('is answered once when the connection broke after the answer arrived', async () => {
    const { number } = await repository.openPull({ change: CHANGE });
    github.faults.add('POST /repos/{owner}/{repo}/check-runs', { kind: 'cut-after' });
    const target = await readTarget(client, repo, number, github.app.id);
    await expect(publish(target)).rejects.toMatchObject({ status: 500 });
    expect(await publish(await readTarget(client, repo, number, github.app.id))).toBe('unchanged');
  });

  it.each([
    ['from a fork', (_: FakePull) => {}, 'someone/api'],
    ['from a deleted fork', (pull: FakePull) => pull.deleteHeadRepository(), 'deleted'],
  ])('is judged %s, through the base repository', async (_, prepare, headRepository) => {
    const pull = await repository.openPull({ change: CHANGE, fork: 'someone' });
    prepare(pull);
    const target = await readTarget(client, repo, pull.number, github.app.id);
    const head = { repository: headRepository };
    expect(target.pullRequest).toMatchObject({ fork: true, head });
    const { snapshot } = await gather(target);
    expect(snapshot.head.files.map(({ path }) => path)).toEqual(Object.keys(FILES));
  });
});

describe('a large repository on GitHub', () => {
  it('is judged folder by folder', async () => {
    Object.assign(github.limits, { treeEntries: 2 });
    const many = { 'a/b/c.py': 'c', 'a/d.py': 'd', 'e/f.py': 'f', ...CHANGE };
    const { number } = await repository.openPull({ change: many });
    const { snapshot } = await gather(await readTarget(client, repo, number, github.app.id));
    expect(snapshot.head.files.map(({ path }) => path)).toEqual([
      'a/b/c.py',
      'a/d.py',
      'e/f.py',
      ...Object.keys(FILES),
    ]);
  });
});

describe('a sweep on GitHub', () => {
  it('finds what is installed and which pull requests have no verdict', async () => {
    const first = await repository.openPull({ change: CHANGE });
    const second = await repository.openPull({ change: { 'uv.lock': 'version = 1\n' } });
    await publish(await readTarget(client, repo, first.number, github.app.id));
    const installations = await all(listInstallations(app));
    expect(installations.map(({ id }) => id)).toEqual([github.app.installationId]);
    expect(await all(listRepositories(client))).toEqual([{ ...repo, archived: false }]);
    const open = await all(listOpenPullRequests(client, repo, github.app.id));
    expect(open.map(({ number, checkRuns }) => [number, checkRuns.length])).toEqual([
      [first.number, 1],
      [second.number, 0],
    ]);
  });
});
