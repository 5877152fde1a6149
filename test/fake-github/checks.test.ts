import type { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakePull } from './index.ts';

const REPOSITORY = { owner: 'acme', repo: 'api' };
const CREATE = 'POST /repos/{owner}/{repo}/check-runs';
const UPDATE = 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}';
const LIST = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
const WORDS = { title: 'Title', summary: 'Summary' };
const BUTTON = { label: 'Fix', description: 'Fixes it', identifier: 'fix' };
const TWO_LINES = { start_line: 1, end_line: 2, start_column: 1, end_column: 2 };

let gh: FakeGitHub;
let pull: FakePull;
let octokit: Octokit;

beforeEach(async () => {
  gh = await createFakeGitHub();
  const repository = await gh.createRepository('acme/api', { files: { a: '1\n' } });
  pull = await repository.openPull({ change: { a: '2\n' } });
  octokit = await asInstallation(gh);
});
afterEach(() => gh.stop());

type Body = Readonly<Record<string, unknown>>;

function create(body: Body = {}) {
  const start = { ...REPOSITORY, name: 'Gate', head_sha: pull.headSha };
  return octokit.request(CREATE, { ...start, ...body });
}

function update(id: number | bigint, body: Body) {
  return octokit.request(UPDATE, { ...REPOSITORY, check_run_id: Number(id), ...body });
}

function annotations(count: number, more: Body = {}) {
  return Array.from({ length: count }, (_, index) => ({
    path: 'a',
    start_line: 1,
    end_line: 1,
    annotation_level: 'warning',
    message: `message ${index}`,
    ...more,
  }));
}

function completed(output: Body = {}, more: Body = {}) {
  return { conclusion: 'failure', output: { ...WORDS, ...output }, ...more };
}

describe('a check run', () => {
  it.each<[string, Body]>([
    ['51 annotations in one request', completed({ annotations: annotations(51) })],
    ['a summary of 65,536 bytes in fewer characters', completed({ summary: 'é'.repeat(32_768) })],
    ['a text of 65,536 bytes', completed({ text: 'x'.repeat(65_536) })],
    ['no summary beside its title', { output: { title: 'Title' } }],
    ['completed without a conclusion', { status: 'completed' }],
    ['an unknown conclusion', { conclusion: 'passed' }],
    ['the conclusion that only GitHub sets', { conclusion: 'stale' }],
    ['a label of 21 characters', completed({}, action({ label: 'x'.repeat(21) }))],
    ['a description of 41 characters', completed({}, action({ description: 'x'.repeat(41) }))],
    ['an identifier of 21 characters', completed({}, action({ identifier: 'x'.repeat(21) }))],
    ['four buttons', completed({}, { actions: Array.from({ length: 4 }, () => BUTTON) })],
    ['columns over several lines', completed({ annotations: annotations(1, TWO_LINES) })],
    ['an annotation title of 256 characters', completed(titled('x'.repeat(256)))],
    ['an annotation message over 64 KB', completed(messaged('x'.repeat(65_537)))],
    ['line 0', completed({ annotations: annotations(1, { start_line: 0 }) })],
    ['a field that does not exist', { extrnal_id: 'x' }],
    ['an abbreviated commit', { head_sha: 'abc1234' }],
  ])('with %s is refused and remembered', async (_, body) => {
    await expect(create(body)).rejects.toMatchObject({ status: 422 });
    expect(gh.takeViolations()).toHaveLength(1);
  });

  it('takes 65,535 bytes of summary and 50 annotations', async () => {
    const body = completed({ summary: 'x'.repeat(65_535), annotations: annotations(50) });
    expect((await create(body)).status).toBe(201);
  });

  it('on a commit that is not there is refused', async () => {
    await expect(create({ head_sha: '1'.repeat(40) })).rejects.toMatchObject({ status: 422 });
  });

  it('gets its annotations added, never replaced', async () => {
    const { data } = await create({ output: { ...WORDS, annotations: annotations(50) } });
    const output = { ...WORDS, annotations: annotations(3) };
    await update(data.id, { conclusion: 'failure', output });
    expect((await pull.check('Gate')).annotations).toHaveLength(53);
    const page = await octokit.request(
      'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
      { ...REPOSITORY, check_run_id: Number(data.id), per_page: 50, page: 2 },
    );
    expect(page.data).toHaveLength(3);
  });

  it('is completed by its conclusion', async () => {
    const { data } = await create({ status: 'in_progress' });
    expect((await update(data.id, { conclusion: 'neutral' })).data).toMatchObject({
      status: 'completed',
      conclusion: 'neutral',
      completed_at: expect.any(String),
    });
  });

  it('belongs to the app that made it', async () => {
    const foreign = await pull.report('test', 'success');
    const taken = update(foreign.id, { conclusion: 'failure' });
    await expect(taken).rejects.toMatchObject({ status: 403 });
    expect(pull.checks('test')).toMatchObject([{ conclusion: 'success', appId: 15368 }]);
  });

  it('names its app and its pull request', async () => {
    const { data } = await create({ external_id: 'pr:1' });
    expect(data).toMatchObject({
      external_id: 'pr:1',
      app: { id: gh.app.id },
      pull_requests: [{ number: 1, head: { sha: pull.headSha } }],
    });
  });

  it('on a fork names no pull request', async () => {
    const change = { change: { a: '3\n' }, fork: 'mallory' };
    const fork = await gh.repository('acme/api').openPull(change);
    const { data } = await create({ head_sha: fork.headSha });
    expect(data.pull_requests).toEqual([]);
  });
});

describe('the check runs of a commit', () => {
  async function listed(query: Body = {}) {
    const { data } = await octokit.request(LIST, { ...REPOSITORY, ref: pull.headSha, ...query });
    return data.check_runs.map(({ name, conclusion }) => `${name} ${conclusion}`);
  }

  beforeEach(async () => {
    await create({ conclusion: 'failure' });
    await create({ conclusion: 'success' });
    await pull.report('Gate', 'neutral');
    await pull.report('test', 'success');
  });

  it.each<[string, Body, readonly string[]]>([
    ['the newest of each name and app', {}, ['test success', 'Gate neutral', 'Gate success']],
    ['by app', { app_id: 4711 }, ['Gate success']],
    ['by name', { check_name: 'test' }, ['test success']],
    ['all of one name and app', { filter: 'all', app_id: 4711 }, ['Gate success', 'Gate failure']],
    ['a page', { per_page: 1, page: 2 }, ['Gate neutral']],
  ])('are listed: %s', async (_, query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  it('are in one suite per app', async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}/check-suites', {
      ...REPOSITORY,
      ref: pull.headSha,
      app_id: gh.app.id,
    });
    expect(data.check_suites).toMatchObject([
      { head_branch: pull.branch, status: 'completed', conclusion: 'success' },
    ]);
  });
});

function action(more: Body) {
  return { actions: [{ ...BUTTON, ...more }] };
}

function titled(title: string) {
  return { annotations: annotations(1, { title }) };
}

function messaged(message: string) {
  return { annotations: annotations(1, { message }) };
}
