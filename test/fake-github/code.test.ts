import type { Octokit } from '@octokit/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asInstallation } from './client.ts';
import { createFakeGitHub, type FakeGitHub, type FakePull, type FakeRepository } from './index.ts';

const REPOSITORY = { owner: 'acme', repo: 'api' };
const RAW = { accept: 'application/vnd.github.raw+json' };

let gh: FakeGitHub;
let repository: FakeRepository;
let pull: FakePull;
let octokit: Octokit;

beforeEach(async () => {
  gh = await createFakeGitHub();
  const files = {
    'README.md': 'one\ntwo\nthree\nfour\n',
    'src/a.py': 'a\n',
    'src/deep/b.py': 'b\n',
    link: { symlink: 'README.md' },
    'data.bin': Buffer.from([0, 1, 2, 255]),
  };
  repository = await gh.createRepository('acme/api', { files });
  const change = { 'src/a.py': null, 'src/new.py': 'n\n', 'README.md': 'one\ntwo\nthree\nfive\n' };
  pull = await repository.openPull({ change, branch: 'feature/x' });
  octokit = await asInstallation(gh);
});
afterEach(() => gh.stop());

describe('trees', () => {
  const TREE = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';

  it('are listed in one answer, with sizes and modes', async () => {
    const query = { tree_sha: pull.headSha, recursive: '1' };
    const { data } = await octokit.request(TREE, { ...REPOSITORY, ...query });
    const lines = data.tree.map(
      ({ mode, type, path, size = '-' }) => `${mode} ${type} ${size} ${path}`,
    );
    expect(lines).toEqual([
      '100644 blob 19 README.md',
      '100644 blob 4 data.bin',
      '120000 blob 9 link',
      '040000 tree - src',
      '040000 tree - src/deep',
      '100644 blob 2 src/deep/b.py',
      '100644 blob 2 src/new.py',
    ]);
    expect(data.truncated).toBe(false);
  });

  it('beyond the limit are truncated, and can be walked', async () => {
    gh.limits.treeEntries = 3;
    const recursive = { ...REPOSITORY, tree_sha: 'main', recursive: '1' };
    const { data } = await octokit.request(TREE, recursive);
    expect([data.truncated, data.tree.length]).toEqual([true, 3]);
    const flat = await octokit.request(TREE, { ...REPOSITORY, tree_sha: 'main' });
    const folder = flat.data.tree.find(({ path }) => path === 'src');
    const inside = await octokit.request(TREE, { ...REPOSITORY, tree_sha: folder?.sha ?? '' });
    expect(inside.data.tree.map(({ path }) => path)).toEqual(['a.py', 'deep']);
  });
});

describe('blobs', () => {
  const BLOB = 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}';

  it('come as base64 or raw', async () => {
    const file_sha = 'f384549cbeb481e437091320de6d1f2e15e11b4a';
    const content = await octokit.request(BLOB, { ...REPOSITORY, file_sha });
    expect(content.data).toMatchObject({ content: 'b25lCnR3bwp0aHJlZQpmb3VyCg==\n', size: 19 });
    const raw = await octokit.request(BLOB, { ...REPOSITORY, file_sha, headers: RAW });
    expect(String(raw.data)).toBe('one\ntwo\nthree\nfour\n');
  });

  it('that are not there are 404, names that are no id 422', async () => {
    const missing = octokit.request(BLOB, { ...REPOSITORY, file_sha: '1'.repeat(40) });
    await expect(missing).rejects.toMatchObject({ status: 404 });
    const name = octokit.request(BLOB, { ...REPOSITORY, file_sha: 'main' });
    await expect(name).rejects.toMatchObject({ status: 422 });
  });
});

describe('contents', () => {
  const CONTENTS = 'GET /repos/{owner}/{repo}/contents/{path}';

  it.each([
    ['README.md', { type: 'file', encoding: 'base64' }],
    ['link', { type: 'symlink', target: 'README.md' }],
    ['src', [{ path: 'src/a.py' }, { path: 'src/deep', type: 'dir' }]],
  ])('of %s', async (path, expected) => {
    const { data } = await octokit.request(CONTENTS, { ...REPOSITORY, path });
    expect(data).toMatchObject(expected);
  });

  it('over 1 MB are empty unless raw', async () => {
    await repository.commit('main', { 'big.lock': 'x'.repeat(1_048_577) });
    const { data } = await octokit.request(CONTENTS, { ...REPOSITORY, path: 'big.lock' });
    expect(data).toMatchObject({ content: '', encoding: 'none', size: 1_048_577 });
    const raw = await octokit.request(CONTENTS, { ...REPOSITORY, path: 'big.lock', headers: RAW });
    expect(String(raw.data)).toHaveLength(1_048_577);
  });
});

describe('a comparison', () => {
  const COMPARE = 'GET /repos/{owner}/{repo}/compare/{basehead}';

  it('has the merge base and the files, also when the base moved on', async () => {
    const start = repository.sha();
    await repository.commit('main', { 'other.txt': 'x' });
    const { data } = await octokit.request(COMPARE, {
      ...REPOSITORY,
      basehead: `main...feature/x`,
    });
    expect(data).toMatchObject({ status: 'diverged', ahead_by: 1, behind_by: 1 });
    expect(data.merge_base_commit.sha).toBe(start);
    expect(data.files?.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
      'modified README.md',
      'removed src/a.py',
      'added src/new.py',
    ]);
  });

  it('has files on page 1 only, and no more than the limit', async () => {
    gh.limits.compareFiles = 2;
    const basehead = { ...REPOSITORY, basehead: 'main...feature/x' };
    const first = await octokit.request(COMPARE, basehead);
    expect(first.data.files).toHaveLength(2);
    const second = await octokit.request(COMPARE, { ...basehead, page: 2, per_page: 1 });
    expect(second.data.files).toEqual([]);
  });
});

describe('the files of a pull request', () => {
  it('have their changes and patches', async () => {
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      ...REPOSITORY,
      pull_number: 1,
    });
    expect(data[0]).toMatchObject({
      filename: 'README.md',
      additions: 1,
      deletions: 1,
      patch: '@@ -1,4 +1,4 @@\n one\n two\n three\n-four\n+five',
    });
  });

  it('know renames', async () => {
    const text = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
    await repository.commit('main', { 'old.txt': text });
    const renamed = await repository.openPull({
      change: { 'old.txt': null, 'new.txt': text },
      branch: 'rename',
    });
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', {
      ...REPOSITORY,
      pull_number: renamed.number,
    });
    expect(data).toMatchObject([
      { status: 'renamed', filename: 'new.txt', previous_filename: 'old.txt', changes: 0 },
    ]);
  });
});

describe('the rules of a branch', () => {
  const branch = { ...REPOSITORY, branch: 'main' };

  it('of a ruleset are readable with metadata, those of protection in the summary', async () => {
    repository.protect('main', { requires: [{ context: 'Gate', appId: 4711 }] });
    const rules = await octokit.request(
      'GET /repos/{owner}/{repo}/rules/branches/{branch}',
      branch,
    );
    expect(rules.data).toMatchObject([
      {
        type: 'required_status_checks',
        parameters: { required_status_checks: [{ context: 'Gate', integration_id: 4711 }] },
      },
    ]);
    repository.protect('main', { requires: [{ context: 'Gate' }], source: 'classic' });
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', branch);
    expect(data.protection.required_status_checks).toMatchObject({
      checks: [{ context: 'Gate', app_id: null }],
    });
  });

  it('in full need administration', async () => {
    const route = 'GET /repos/{owner}/{repo}/branches/{branch}/protection';
    await expect(octokit.request(route, branch)).rejects.toMatchObject({ status: 403 });
  });
});

describe('an answer', () => {
  it('that did not change is 304 and free', async () => {
    const route = 'GET /repos/{owner}/{repo}/branches/{branch}';
    const first = await octokit.request(route, { ...REPOSITORY, branch: 'main' });
    const { etag = '', 'x-ratelimit-remaining': left } = first.headers;
    const headers = { 'if-none-match': etag };
    const again = octokit.request(route, { ...REPOSITORY, branch: 'main', headers });
    await expect(again).rejects.toMatchObject({
      status: 304,
      response: { headers: { 'x-ratelimit-remaining': left } },
    });
    const other = await asInstallation(gh);
    const foreign = await other.request(route, { ...REPOSITORY, branch: 'main', headers });
    expect(foreign.status).toBe(200);
  });

  it('is the same in the layout of an Enterprise Server', async () => {
    const ghes = await asInstallation(gh, {}, `${gh.url}/api/v3`);
    const { data } = await ghes.request('GET /repos/{owner}/{repo}', REPOSITORY);
    expect(data.full_name).toBe('acme/api');
    const { repository } = await ghes.graphql<{ repository: unknown }>(
      '{ repository(owner: "acme", name: "api") { nameWithOwner } }',
    );
    expect(repository).toEqual({ nameWithOwner: 'acme/api' });
  });

  it('to an unknown route is 404 and remembered', async () => {
    const request = octokit.request('GET /repos/{owner}/{repo}/stargazers', REPOSITORY);
    await expect(request).rejects.toMatchObject({ status: 404 });
    expect(gh.takeViolations()[0]).toContain('no such operation');
  });

  it('to an unknown query parameter is 422 and remembered', async () => {
    const request = octokit.request('GET /repos/{owner}/{repo}/pulls?per_pag=1', REPOSITORY);
    await expect(request).rejects.toMatchObject({ status: 422 });
    expect(gh.takeViolations()[0]).toContain('unknown query parameter per_pag');
  });
});
