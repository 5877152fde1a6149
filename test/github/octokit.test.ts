import { generateKeyPairSync } from 'node:crypto';
import { Probot } from 'probot';
import { describe, expect, it } from 'vitest';
import { RateLimited } from '../../src/github/errors.ts';
import { LockkeeperOctokit, type RequestReport } from '../../src/github/octokit.ts';
import { createPacing } from '../../src/github/pacing.ts';
import { PULL_REQUEST_TARGET } from '../../src/github/queries.ts';
import { type Answer, useDouble } from './double.ts';
import { APP_ID, REPO, targetAnswer } from './world.ts';

const github = useDouble();
const READ = 'GET /repos/acme/api/pulls/7';
const WRITE = 'POST /repos/acme/api/check-runs';
const BROKEN: Answer = { status: 502, body: { message: 'Bad Gateway' } };
const RUN = { name: 'Lockkeeper', head_sha: 'a', owner: REPO.owner, repo: REPO.name };

function read(client = github.client()) {
  return client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
    owner: REPO.owner,
    repo: REPO.name,
    pull_number: 7,
  });
}

function write(client = github.client()) {
  return client.request('POST /repos/{owner}/{repo}/check-runs', { ...RUN, status: 'in_progress' });
}

function query(client = github.client()) {
  return client.graphql(PULL_REQUEST_TARGET, {
    owner: REPO.owner,
    name: REPO.name,
    number: 7,
    appId: APP_ID,
    checkName: 'Lockkeeper',
    configurationPath: '.github/lockkeeper.yml',
  });
}

/** GitHub's answer when the hourly budget is used up. */
function exhausted(inSeconds: number): Answer {
  const reset = Math.floor(Date.now() / 1000) + inSeconds;
  return {
    status: 403,
    body: { message: 'API rate limit exceeded for installation ID 1.' },
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) },
  };
}

function secondary(retryAfter?: number): Answer {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return { status: 403, body: { message: 'You have exceeded a secondary rate limit.' }, headers };
}

describe('trouble with GitHub', () => {
  it('is outlasted by reads', async () => {
    github.on(READ, BROKEN, BROKEN, BROKEN, { body: { number: 7 } });
    expect((await read()).data).toEqual({ number: 7 });
    expect(github.calls).toHaveLength(4);
  });

  it('is reported when it lasts', async () => {
    github.on(READ, BROKEN);
    await expect(read()).rejects.toMatchObject({ status: 502 });
    expect(github.calls).toHaveLength(4);
  });

  it('never repeats a write, which may have been carried out', async () => {
    github.on(WRITE, BROKEN);
    await expect(write()).rejects.toMatchObject({ status: 502 });
    expect(github.calls).toHaveLength(1);
  });

  it('is outlasted by queries that GraphQL answered with an accident and status 200', async () => {
    const errors = [{ message: 'Something went wrong while executing your query on 2026-11-23.' }];
    github.on('graphql PullRequestTarget', { body: { data: null, errors } }, targetAnswer());
    expect(await query()).toMatchObject({ repository: { databaseId: 42 } });
  });

  it.each([401, 403, 404, 410, 422])('is not repeated when it is status %i', async (status) => {
    github.on(READ, { status, body: { message: 'No' } });
    await expect(read()).rejects.toMatchObject({ status });
    expect(github.calls).toHaveLength(1);
  });
});

describe('the hourly limit', () => {
  it('ends the job at once with the time of the reset, and asks nothing more until then', async () => {
    github.on(READ, exhausted(1800));
    const client = github.client();
    const error = await read(client).catch((e: unknown) => e);
    if (!(error instanceof RateLimited)) throw new Error(`not limited: ${error}`);
    const seconds = (error.resetAt.getTime() - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(1790);
    expect(seconds).toBeLessThan(1810);
    await expect(write(client)).rejects.toThrow(RateLimited);
    expect(github.calls).toHaveLength(1);
  });

  it('stops what was waiting for its turn', async () => {
    github.on(WRITE, exhausted(1800));
    const client = github.client({ pacing: createPacing(20) });
    const writes = await Promise.allSettled([write(client), write(client), write(client)]);
    expect(writes.every(({ status }) => status === 'rejected')).toBe(true);
    expect(github.calls).toHaveLength(1);
  });

  it('of REST leaves GraphQL and other installations alone', async () => {
    github.on(READ, exhausted(1800), { body: {} });
    github.on('graphql PullRequestTarget', targetAnswer());
    const pacing = createPacing(0);
    const one = github.client({ pacing, installationId: 1 });
    await expect(read(one)).rejects.toThrow(RateLimited);
    await expect(query(one)).resolves.toBeDefined();
    await expect(read(github.client({ pacing, installationId: 2 }))).resolves.toBeDefined();
  });

  it('of GraphQL comes with status 200', async () => {
    const errors = [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }];
    const reset = String(Math.floor(Date.now() / 1000) + 60);
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
    github.on('graphql PullRequestTarget', { body: { errors }, headers });
    await expect(query()).rejects.toThrow(RateLimited);
    expect(github.calls).toHaveLength(1);
  });
});

describe('the secondary limit', () => {
  it('is waited for as long as GitHub says, writes included', async () => {
    github.on(WRITE, secondary(1), { status: 201, body: { id: 5 } });
    const started = performance.now();
    await write();
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  it.each([
    ['for minutes', secondary(300)],
    ['without a time', secondary()],
    ['with status 429', { ...secondary(300), status: 429 }],
  ])('is the queue’s business when it lasts: %s', async (_, answer) => {
    github.on(WRITE, answer);
    await expect(write()).rejects.toThrow(RateLimited);
    expect(github.calls).toHaveLength(1);
  });
});

describe('the pace', () => {
  it('keeps writes of one installation apart and never holds up its reads', async () => {
    const times: Record<string, number[]> = {};
    const started = performance.now();
    const noted = (name: string, answer: Answer) => () => {
      times[name] = [...(times[name] ?? []), performance.now() - started];
      return answer;
    };
    github.on(WRITE, noted('write', { status: 201, body: { id: 5 } }));
    github.on('graphql PullRequestTarget', noted('query', targetAnswer()));
    const client = github.client({ pacing: createPacing(300) });
    const queries = [query(client), query(client), query(client), query(client)];
    await Promise.all([write(client), write(client), ...queries]);
    const [first = 0, second = 0] = times.write ?? [];
    expect(second - first).toBeGreaterThan(290);
    expect(Math.max(...(times.query ?? []))).toBeLessThan(second);
  });

  it('lets the first write of each installation go at once', async () => {
    github.on(WRITE, { status: 201, body: { id: 5 } });
    const pacing = createPacing(60_000);
    const installations = [1, 2, 3, 4, 5, 6];
    await Promise.all(
      installations.map((installationId) => write(github.client({ pacing, installationId }))),
    );
    expect(github.calls).toHaveLength(6);
  });
});

describe('an installation’s client', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const TOKENS = 'POST /app/installations/3/access_tokens';

  it('mints its token while all places for reads are taken', async () => {
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    github.on(TOKENS, { status: 201, body: { token: 'ghs_77_x.y', expires_at, permissions: {} } });
    github.on(READ, { body: { number: 7 } });
    const reports: RequestReport[] = [];
    const Octokit = LockkeeperOctokit.defaults({
      onRequest: (report: RequestReport) => void reports.push(report),
      pacing: createPacing(60_000),
    });
    const probot = new Probot({ appId: 77, privateKey, secret: 'a long secret', Octokit });
    const client = await probot.auth(3);
    await Promise.all(Array.from({ length: 20 }, () => read(client)));
    expect(github.trace().filter((line) => line === READ)).toHaveLength(20);
    expect(github.trace().filter((line) => line === TOKENS)).toHaveLength(1);
    expect(new Set(reports.map(({ installationId }) => installationId))).toEqual(new Set([3]));
  });

  it('reports every request with its route, never its parameters', async () => {
    const reports: RequestReport[] = [];
    github.on(READ, BROKEN, { headers: { 'x-ratelimit-remaining': '4999' } });
    github.on('graphql PullRequestTarget', targetAnswer());
    const onRequest = (report: RequestReport) => void reports.push(report);
    const client = github.client({ onRequest, installationId: 9 });
    await read(client);
    await query(client);
    expect(reports.every(({ seconds }) => seconds >= 0 && seconds < 5)).toBe(true);
    expect(reports.map(({ seconds: _, ...report }) => report)).toMatchInlineSnapshot(`
      [
        {
          "installationId": 9,
          "remaining": "unknown",
          "route": "GET /repos/{owner}/{repo}/pulls/{pull_number}",
          "status": 502,
        },
        {
          "installationId": 9,
          "remaining": 4999,
          "route": "GET /repos/{owner}/{repo}/pulls/{pull_number}",
          "status": 200,
        },
        {
          "installationId": 9,
          "remaining": "unknown",
          "route": "POST /graphql",
          "status": 200,
        },
      ]
    `);
  });
});
