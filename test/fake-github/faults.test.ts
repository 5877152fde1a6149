import type { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakePull } from './index.ts';

const REPOSITORY = { owner: 'acme', repo: 'api' };
const ROUTE = 'GET /repos/{owner}/{repo}';

let gh: FakeGitHub;
let pull: FakePull;
let octokit: Octokit;

beforeEach(async () => {
  gh = await createFakeGitHub();
  const repository = await gh.createRepository('acme/api', { files: { a: '1' } });
  pull = await repository.openPull({ change: { a: '2' } });
  octokit = await asInstallation(gh);
});
afterEach(() => gh.stop());

describe('a fault', () => {
  it.each([
    [{ kind: 'server-error', status: 503 }, { status: 503 }],
    [{ kind: 'forbidden' }, { status: 403 }],
    [{ kind: 'not-found' }, { status: 404 }],
    [{ kind: 'unauthorized' }, { status: 401 }],
    [
      { kind: 'secondary-limit', retryAfter: 7 },
      { status: 403, response: { headers: { 'retry-after': '7' } } },
    ],
    [
      { kind: 'primary-limit' },
      { status: 403, response: { headers: { 'x-ratelimit-remaining': '0' } } },
    ],
    [{ kind: 'cut' }, { message: expect.stringMatching(/fetch failed|socket|closed/i) }],
  ] as const)('%j hits as often as asked, then all is well', async (fault, expected) => {
    gh.faults.add('GET /repos/{owner}/{repo}', fault, 2);
    for (let time = 0; time < 2; time++) {
      await expect(octokit.request(ROUTE, REPOSITORY)).rejects.toMatchObject(expected);
    }
    expect((await octokit.request(ROUTE, REPOSITORY)).status).toBe(200);
  });

  it('that hangs never answers', async () => {
    gh.faults.add(/^GET \/repos\//, { kind: 'hang' });
    const request = { signal: AbortSignal.timeout(50) };
    await expect(octokit.request(ROUTE, { ...REPOSITORY, request })).rejects.toThrow();
  });

  it('may come after the work was done', async () => {
    gh.faults.add('POST /repos/{owner}/{repo}/check-runs', { kind: 'cut-after' });
    const run = { ...REPOSITORY, name: 'Gate', head_sha: pull.headSha };
    await expect(octokit.request('POST /repos/{owner}/{repo}/check-runs', run)).rejects.toThrow();
    expect(pull.checks('Gate')).toHaveLength(1);
  });
});

describe('the limit of an hour', () => {
  it('is counted down, and then refuses', async () => {
    gh.limits.requestsPerHour = 2;
    const { headers } = await octokit.request(ROUTE, REPOSITORY);
    expect(headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
    await octokit.request(ROUTE, REPOSITORY);
    await expect(octokit.request(ROUTE, REPOSITORY)).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-ratelimit-remaining': '0' } },
    });
  });
});
