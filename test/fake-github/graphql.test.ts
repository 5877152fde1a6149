import type { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakeRepository } from './index.ts';

const CI = '.github/workflows/ci.yml';

let gh: FakeGitHub;
let repository: FakeRepository;
let octokit: Octokit;

beforeEach(async () => {
  gh = await createFakeGitHub();
  const files = {
    'a.txt': 'text\n',
    'data.bin': Buffer.from([0, 1, 2]),
    'big.lock': 'é'.repeat(300_000),
  };
  repository = await gh.createRepository('acme/api', { files });
  octokit = await asInstallation(gh);
});
afterEach(() => gh.stop());

function inRepository(selection: string, variables = {}) {
  const query = `query Q { repository(owner: "acme", name: "api") { ${selection} } }`;
  return octokit.graphql<{ repository: unknown }>(query, variables).then((data) => data.repository);
}

describe('an object in GraphQL', () => {
  const BLOB = '... on Blob { byteSize isBinary isTruncated text }';

  it.each([
    ['a text', 'a.txt', { byteSize: 5, isBinary: false, isTruncated: false, text: 'text\n' }],
    ['a binary', 'data.bin', { byteSize: 3, isBinary: true, isTruncated: false, text: null }],
    ['nothing', 'missing', null],
  ])('is %s', async (_, path, expected) => {
    const selection = `object(expression: "main:${path}") { ${BLOB} }`;
    expect(await inRepository(selection)).toEqual({ object: expected });
  });

  it('over 512,000 bytes is cut without an error', async () => {
    const answer = await inRepository(`object(expression: "main:big.lock") { ${BLOB} }`);
    expect(answer).toMatchObject({ object: { byteSize: 600_000, isTruncated: true } });
    const { object } = answer as { object: { text: string } };
    expect(Buffer.byteLength(object.text)).toBe(512_000);
  });

  it('is found through a commit and a tree', async () => {
    const selection = `object(oid: "${repository.sha()}") { ... on Commit {
      messageHeadline
      file(path: "a.txt") { type object { oid } }
      tree { entries { name } }
    } }`;
    expect(await inRepository(selection)).toEqual({
      object: {
        messageHeadline: 'First commit',
        file: { type: 'blob', object: { oid: '8e27be7d6154a1f68ea9160ef0e18691d20560dc' } },
        tree: { entries: [{ name: 'a.txt' }, { name: 'big.lock' }, { name: 'data.bin' }] },
      },
    });
  });
});

describe('pull requests in GraphQL', () => {
  const PULL = 'state isCrossRepository mergeable headRefName headRepository { nameWithOwner }';

  it('know their forks, their conflicts and their end', async () => {
    await repository.openPull({ change: { 'a.txt': 'mine\n' }, branch: 'mine' });
    await repository.openPull({ change: { 'a.txt': 'fork\n' }, branch: 'theirs', fork: 'mallory' });
    const gone = await repository.openPull({ change: { b: '1' }, branch: 'gone', fork: 'eve' });
    gone.deleteHeadRepository();
    await repository.pull(1).merge();
    const selection = `pullRequests(first: 10) { nodes { ${PULL} } }`;
    const { pullRequests } = (await inRepository(selection)) as { pullRequests: unknown };
    const common = { isCrossRepository: true, state: 'OPEN' };
    expect(pullRequests).toMatchObject({
      nodes: [
        { state: 'MERGED', headRepository: { nameWithOwner: 'acme/api' } },
        { ...common, mergeable: 'CONFLICTING', headRepository: { nameWithOwner: 'mallory/api' } },
        { ...common, mergeable: 'MERGEABLE', headRepository: null },
      ],
    });
  });

  it('come in pages of at most a hundred', async () => {
    await repository.openPull({ change: { b: '1' } });
    await repository.openPull({ change: { b: '2' } });
    const page = 'nodes { number } pageInfo { hasNextPage endCursor }';
    const first = await inRepository(`pullRequests(first: 1, states: OPEN) { ${page} }`);
    const { endCursor } = (first as { pullRequests: { pageInfo: { endCursor: string } } })
      .pullRequests.pageInfo;
    expect(first).toMatchObject({
      pullRequests: { nodes: [{ number: 1 }], pageInfo: { hasNextPage: true } },
    });
    const next = await inRepository(`pullRequests(first: 1, after: "${endCursor}") { ${page} }`);
    expect(next).toMatchObject({ pullRequests: { nodes: [{ number: 2 }] } });
    const tooMany = inRepository('pullRequests(first: 101) { totalCount }');
    await expect(tooMany).rejects.toThrow('exceeds the `first` limit of 100');
    const unlimited = inRepository('pullRequests { totalCount }');
    await expect(unlimited).rejects.toThrow('must provide a `first` or `last` value');
  });

  it('show the check runs of their head', async () => {
    const pull = await repository.openPull({ change: { b: '1' } });
    await pull.report('test', 'success');
    const selection = `pullRequest(number: 1) { commits(last: 1) { nodes { commit {
      checkSuites(first: 5, filterBy: { appId: 15368 }) { nodes {
        checkRuns(first: 5, filterBy: { checkName: "test" }) { nodes { name conclusion } } } } } } } }`;
    const runs = { nodes: [{ name: 'test', conclusion: 'SUCCESS' }] };
    const commit = { checkSuites: { nodes: [{ checkRuns: runs }] } };
    expect(await inRepository(selection)).toEqual({
      pullRequest: { commits: { nodes: [{ commit }] } },
    });
  });
});

describe('a GraphQL document', () => {
  it('with a misspelt field is refused with the right one, and remembered', async () => {
    const request = inRepository('object(expression: "main:a.txt") { ... on Blob { txt } }');
    await expect(request).rejects.toThrow('Did you mean "text"');
    expect(gh.takeViolations()).toHaveLength(1);
  });

  it('that asks for what the fake has not learnt fails loudly', async () => {
    await expect(inRepository('stargazerCount')).rejects.toThrow(
      'the fake GitHub does not serve Repository.stargazerCount yet',
    );
    expect(gh.takeViolations()).toHaveLength(1);
  });

  it('about a repository outside of the installation finds nothing, in a 200', async () => {
    const query = '{ repository(owner: "acme", name: "other") { id } }';
    await expect(octokit.graphql(query)).rejects.toMatchObject({
      errors: [{ type: 'NOT_FOUND', path: ['repository'] }],
    });
  });

  it('needs the same permissions as REST', async () => {
    octokit = await asInstallation(gh, { permissions: { metadata: 'read' } });
    const request = inRepository('object(expression: "main:a.txt") { oid }');
    await expect(request).rejects.toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
  });
});

describe('a branch moved by GraphQL', () => {
  const MOVE =
    'mutation M($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }';
  const PERMISSIONS = { metadata: 'read', contents: 'write', pull_requests: 'read' };

  it.each([
    ['to a commit on another file', 'b.txt', PERMISSIONS, 'moved'],
    ['to a workflow, without the right to change workflows', CI, PERMISSIONS, 'FORBIDDEN'],
    ['to a workflow, with it', CI, { ...PERMISSIONS, workflows: 'write' }, 'moved'],
  ])('%s', async (_, path, permissions, expected) => {
    const pull = await repository.openPull({ change: { [path]: 'on: push\n' } });
    octokit = await asInstallation(gh, { permissions });
    const { id } = (await inRepository('id')) as { readonly id: string };
    const update = { name: 'refs/heads/lockkeeper/x', afterOid: pull.headSha };
    const request = octokit.graphql(MOVE, { input: { repositoryId: id, refUpdates: [update] } });
    const outcome = await request.then(
      () => 'moved',
      ({ errors }) => errors[0].type,
    );
    expect(outcome).toBe(expected);
  });
});
