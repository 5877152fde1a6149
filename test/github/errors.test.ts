import { describe, expect, it } from 'vitest';
import { classify, NotFound, RateLimited, TooLarge } from '../../src/github/errors.ts';
import { type Answer, useDouble } from './double.ts';

const github = useDouble();

async function failureOf(answer: Answer) {
  github.on('GET /app', answer);
  const error = await github
    .client()
    .request('GET /app')
    .catch((e: unknown) => e);
  return classify(error);
}

describe('what an error means', () => {
  it.each([
    [401, 'no-permission'],
    [403, 'no-permission'],
    [404, 'not-found'],
    [409, 'stale'],
    [410, 'not-found'],
    [422, 'invalid'],
    [500, 'transient'],
    [503, 'transient'],
  ])('status %i: %s', async (status, kind) => {
    const failure = await failureOf({ status, body: { message: 'Words of GitHub' } });
    expect(failure).toEqual({ kind, message: 'Words of GitHub' });
  });

  it('names the permission that would have been enough', async () => {
    const answer = {
      status: 403,
      body: { message: 'Resource not accessible by integration' },
      headers: { 'x-accepted-github-permissions': 'checks=write' },
    };
    expect(await failureOf(answer)).toEqual({
      kind: 'no-permission',
      message: 'Resource not accessible by integration',
      acceptedPermissions: 'checks=write',
    });
  });

  it('keeps what the validation said', async () => {
    const errors = [{ resource: 'CheckRun', field: 'head_sha', code: 'invalid' }];
    const { kind, message } = await failureOf({
      status: 422,
      body: { message: 'Validation Failed', errors },
    });
    expect(kind).toBe('invalid');
    expect(message).toContain('"field":"head_sha"');
  });

  it.each([
    ['NOT_FOUND', 'not-found'],
    ['FORBIDDEN', 'no-permission'],
    ['STALE_DATA', 'stale'],
    ['SOMETHING_NEW', 'unknown'],
  ])('GraphQL’s %s, which comes with status 200: %s', async (type, kind) => {
    github.on('graphql Viewer', { body: { data: null, errors: [{ type, message: 'No' }] } });
    const error = await github
      .client()
      .graphql('query Viewer { viewer { login } }')
      .catch((e: unknown) => e);
    expect(classify(error).kind).toBe(kind);
  });

  it('a limit: when to try again', () => {
    const failure = classify(new RateLimited(new Date(Date.now() + 60_000)));
    expect(failure).toMatchObject({ kind: 'rate-limited' });
    expect(failure.retryAfterSeconds).toBeGreaterThan(58);
  });

  it.each([
    [new NotFound('acme/api#7 is gone'), 'not-found'],
    [new TooLarge('too many files'), 'invalid'],
    [new DOMException('The operation timed out', 'TimeoutError'), 'transient'],
    [new Error('a mistake of ours'), 'unknown'],
    ['not even an error', 'unknown'],
  ])('%s', (error, kind) => {
    expect(classify(error).kind).toBe(kind);
  });
});
