import { describe, expect, it } from 'vitest';
import { formatExternalId } from '../../src/github/external-id.ts';
import { standingRun } from '../../src/github/own-check-runs.ts';
import { listOpenPullRequests, readPullRequest } from '../../src/github/pull-request.ts';
import { readMergeGroup, readTarget } from '../../src/github/target.ts';
import { all, useDouble } from './double.ts';
import {
  APP_ID,
  HEAD,
  pullRequestParts,
  REPO,
  restPullRequest,
  TIP,
  targetAnswer,
} from './world.ts';

const github = useDouble();
const ID = {
  pullRequest: 7,
  base: 'release/1.x',
  verdict: 'failure',
  digest: 'abc123',
  at: 1_767_225_600_000,
} as const;
const RUN = { externalId: formatExternalId(ID), status: 'COMPLETED', conclusion: 'FAILURE' };

describe('a pull request', () => {
  it.each([
    ['in the repository itself', 'acme/api', { fork: false, repository: 'acme/api' }],
    ['from a fork', 'someone/api', { fork: true, repository: 'someone/api' }],
    ['from a fork that was deleted', null, { fork: true, repository: 'deleted' }],
  ])('%s is read the same by REST and GraphQL', async (_, headRepository, expected) => {
    github.on('GET /repos/acme/api/pulls/7', restPullRequest({ headRepository }));
    github.on('graphql PullRequestTarget', targetAnswer({ headRepository }));
    const rest = await readPullRequest(github.client(), REPO, 7);
    const { pullRequest } = await readTarget(github.client(), REPO, 7, APP_ID);
    const { fork, repository } = expected;
    expect(rest).toMatchObject({ number: 7, open: true, fork, head: { sha: HEAD, repository } });
    expect(pullRequest).toEqual({ ...rest, base: { ref: 'main', sha: TIP } });
  });

  it('comes with the tip of its base, the configuration there and our check runs', async () => {
    const configuration = 'lockfile: { mode: enforce }\n';
    github.on('graphql PullRequestTarget', targetAnswer({ configuration, runs: [RUN] }));
    const target = await readTarget(github.client(), REPO, 7, APP_ID);
    expect(target).toMatchObject({
      base: { sha: TIP, ref: 'main' },
      configuration: { path: '.github/lockkeeper.yml', text: configuration },
      checkRuns: [{ externalId: ID, status: 'completed', conclusion: 'failure' }],
    });
    expect(github.trace()).toEqual(['graphql PullRequestTarget']);
  });

  it('takes no check runs of another commit for those of its head', async () => {
    const parts = pullRequestParts({ runs: [RUN] });
    const pullRequest = { ...parts, headRefOid: 'f'.repeat(40) };
    const repository = { databaseId: 42, name: 'api', owner: { login: 'acme' }, pullRequest };
    github.on('graphql PullRequestTarget', { body: { data: { repository } } });
    expect((await readTarget(github.client(), REPO, 7, APP_ID)).checkRuns).toEqual([]);
  });

  it('is found under the new name of its repository', async () => {
    github.on('graphql PullRequestTarget', targetAnswer({}, 'renamed'));
    const { repo } = await readTarget(github.client(), REPO, 7, APP_ID);
    expect(repo).toEqual({ owner: 'acme', name: 'renamed', id: 42 });
  });

  it('is not mistaken for one of a repository that took over the name', async () => {
    github.on('graphql PullRequestTarget', targetAnswer());
    const other = { ...REPO, id: 41 };
    await expect(readTarget(github.client(), other, 7, APP_ID)).rejects.toThrow(
      'acme/api is another repository now',
    );
  });

  it('is gone when GitHub says so', async () => {
    const errors = [{ type: 'NOT_FOUND', message: 'Could not resolve to a PullRequest' }];
    github.on('graphql PullRequestTarget', { body: { data: { repository: null }, errors } });
    await expect(readTarget(github.client(), REPO, 7, APP_ID)).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('a merge group', () => {
  const group = { headSha: HEAD, baseSha: TIP, baseRef: 'main' };
  const owner = { login: 'acme' };

  it('is a target without a pull request', async () => {
    const id = { ...ID, pullRequest: 'none' as const, base: 'main' };
    const run = { ...RUN, externalId: formatExternalId(id) };
    const head = { oid: HEAD, checkSuites: { nodes: [{ checkRuns: { nodes: [run] } }] } };
    const repository = { databaseId: 42, name: 'api', owner, head, base: { file: null } };
    github.on('graphql CommitsTarget', { body: { data: { repository } } });
    const target = await readMergeGroup(github.client(), REPO, group, APP_ID);
    expect(target).toMatchObject({
      pullRequest: 'none',
      head: { sha: HEAD },
      base: { sha: TIP, ref: 'main' },
      configuration: 'none',
    });
    const subject = { pullRequest: 'none', base: 'main' } as const;
    expect(standingRun(target.checkRuns, subject)).toMatchObject({ externalId: id });
  });

  it('is gone after its time-out', async () => {
    const repository = { databaseId: 42, name: 'api', owner, head: null, base: null };
    github.on('graphql CommitsTarget', { body: { data: { repository } } });
    await expect(readMergeGroup(github.client(), REPO, group, APP_ID)).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('open pull requests', () => {
  it('come page by page, with our check runs', async () => {
    github.on('graphql OpenPullRequests', ({ variables }) => {
      const isFirst = variables.after === null;
      const nodes = [pullRequestParts({ number: isFirst ? 7 : 8, runs: [RUN] })];
      const pageInfo = { hasNextPage: isFirst, endCursor: 'next' };
      return { body: { data: { repository: { pullRequests: { nodes, pageInfo } } } } };
    });
    const found = await all(listOpenPullRequests(github.client(), REPO, APP_ID));
    expect(found.map(({ number, head }) => [number, head.sha])).toEqual([
      [7, HEAD],
      [8, HEAD],
    ]);
    const runs = found[0]?.checkRuns ?? [];
    expect(standingRun(runs, { pullRequest: 7, base: 'release/1.x' })).not.toBe('none');
    expect(standingRun(runs, { pullRequest: 7, base: 'main' })).toBe('none');
    expect(standingRun(runs, { pullRequest: 8, base: 'release/1.x' })).toBe('none');
  });
});
