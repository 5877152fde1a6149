/** GitHub as a table of answers, over nock; every request is held against GitHub's contract. */
import nock from 'nock';
import type { ProbotOctokit } from 'probot';
import { afterEach, beforeEach, expect } from 'vitest';
import { LockkeeperOctokit, type LockkeeperOctokitOptions } from '../../src/github/octokit.ts';
import { createPacing } from '../../src/github/pacing.ts';
import { assertGraphql, requestProblems } from '../support/contract.ts';

export interface Call {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** Of a GraphQL request. */
  readonly operation: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Handler = (call: Call) => Answer | Promise<Answer>;

export interface Double {
  /** `GET /path?query` or `graphql Operation`; the newest matching entry answers. */
  on(request: string | RegExp, ...answers: readonly (Answer | Handler)[]): void;
  readonly calls: readonly Call[];
  /** What was asked, a line each: `GET /repos/acme/api/pulls/7`. */
  trace(): readonly string[];
  client(options?: LockkeeperOctokitOptions & ClientOptions): InstanceType<typeof ProbotOctokit>;
}

interface ClientOptions {
  readonly installationId?: number;
}

interface Entry {
  readonly request: string | RegExp;
  readonly answers: (Answer | Handler)[];
}

export const API = 'https://api.github.com';

/** A fresh double for each test; requests without an answer fail the test. */
export function useDouble(): Double {
  let entries: Entry[] = [];
  let calls: Call[] = [];
  let surprises: string[] = [];

  function answerTo(request: string): Answer | Handler | undefined {
    const entry = entries.findLast((candidate) =>
      typeof candidate.request === 'string'
        ? candidate.request === request
        : candidate.request.test(request),
    );
    if (entry === undefined || entry.answers.length <= 1) return entry?.answers[0];
    return entry.answers.shift();
  }

  async function reply(method: string, path: string, sent: unknown) {
    const call = read(method, path, sent);
    const request = nameOf(call);
    calls.push(call);
    if (call.operation === '') surprises.push(...requestProblems(method, path, call.body));
    else assertGraphql(String(call.body.query));
    const answer = answerTo(request);
    if (answer === undefined) surprises.push(`nobody answers ${request}`);
    const {
      status = 200,
      body = {},
      headers = {},
    } = typeof answer === 'function' ? await answer(call) : (answer ?? { status: 418 });
    return [status, body as nock.Body, headers] as const;
  }

  beforeEach(() => {
    entries = [];
    calls = [];
    surprises = [];
    nock.disableNetConnect();
    for (const method of ['GET', 'POST', 'PATCH'] as const) {
      nock(API)
        .persist()
        .intercept(/.*/, method)
        .reply(async (path, body) => reply(method, path, body));
    }
  });
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    expect(surprises).toEqual([]);
  });

  return {
    on: (request, ...answers) => void entries.push({ request, answers: [...answers] }),
    get calls() {
      return calls;
    },
    trace: () => calls.map(nameOf),
    client: ({ installationId = 1, ...options } = {}) =>
      new LockkeeperOctokit({
        auth: { token: 'a token', installationId },
        pacing: createPacing(0),
        retryBaseMs: 0,
        ...options,
      }),
  };
}

function read(method: string, path: string, sent: unknown): Call {
  const body = typeof sent === 'object' && sent !== null ? { ...sent } : {};
  const { query, variables } = body as { query?: string; variables?: Call['variables'] };
  const [, operation = ''] = /^\s*(?:query|mutation) (\w+)/.exec(query ?? '') ?? [];
  return { method, path, body, operation, variables: variables ?? {} };
}

function nameOf({ method, path, operation }: Call): string {
  return operation === '' ? `${method} ${decodeURIComponent(path)}` : `graphql ${operation}`;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}
