import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asApp, asInstallation, type JwtClaims, jwt, withToken } from './client.ts';
import { createFakeGitHub, type FakeGitHub } from './index.ts';

const REPOSITORY = { owner: 'acme', repo: 'api' };
const NOW = Math.floor(Date.now() / 1000);

let now = new Date();
let gh: FakeGitHub;

beforeEach(async () => {
  now = new Date();
  gh = await createFakeGitHub({ clock: () => now });
  await gh.createRepository('acme/api', { files: { a: '1' } });
  await gh.createRepository('acme/web', { files: { a: '1' } });
  await gh.createRepository('acme/secret', { files: { a: '1' }, isInstalled: false });
});
afterEach(() => gh.stop());

function statusOf(token: string, path = '/app') {
  return fetch(gh.url + path, { headers: { authorization: `bearer ${token}` } }).then(
    ({ status }) => status,
  );
}

function tokenRequest(body: Readonly<Record<string, unknown>> = {}) {
  const route = 'POST /app/installations/{installation_id}/access_tokens';
  return asApp(gh).request(route, { installation_id: gh.app.installationId, ...body });
}

describe('a JSON web token', () => {
  const { privateKey: otherKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

  it('of the app is accepted', async () => {
    const { data } = await asApp(gh).request('GET /app');
    expect(data).toMatchObject({ id: gh.app.id, slug: 'lockkeeper', installations_count: 1 });
  });

  it.each<[string, JwtClaims, number]>([
    ['expired', { exp: NOW - 120 }, 401],
    ['valid for more than ten minutes', { exp: NOW + 3600 }, 401],
    ['issued in the future', { iat: NOW + 600 }, 401],
    ['of another app', { iss: '1' }, 404],
  ])('that is %s is refused', async (_, claims, status) => {
    expect(await statusOf(jwt(gh, claims))).toBe(status);
  });

  it('signed by another key is refused', async () => {
    expect(await statusOf(jwt(gh, {}, otherKey))).toBe(401);
  });

  it('opens no repository', async () => {
    expect(await statusOf(jwt(gh), '/repos/acme/api')).toBe(401);
  });
});

describe('an installation token', () => {
  it('lists the repositories of the installation', async () => {
    const octokit = await asInstallation(gh);
    const { data } = await octokit.request('GET /installation/repositories');
    expect(data.repositories.map(({ full_name }) => full_name)).toEqual(['acme/api', 'acme/web']);
  });

  it.each([
    ['long', /^ghs_4711_eyJ[\w-]+\.[\w-]+\.[\w-]+$/],
    ['short', /^ghs_[A-Za-z0-9]{36}$/],
  ] as const)('comes in the %s format', async (format, pattern) => {
    gh.limits.tokenFormat = format;
    const { data } = await tokenRequest();
    expect(data.token).toMatch(pattern);
    expect(data.permissions).toMatchObject({ checks: 'write' });
  });

  it('lasts one hour of the clock of the fake', async () => {
    const { data } = await tokenRequest();
    const octokit = withToken(gh, data.token);
    now = new Date(now.getTime() + 3_599_000);
    expect((await octokit.request('GET /repos/{owner}/{repo}', REPOSITORY)).status).toBe(200);
    now = new Date(now.getTime() + 2_000);
    const late = octokit.request('GET /repos/{owner}/{repo}', REPOSITORY);
    await expect(late).rejects.toMatchObject({ status: 401 });
  });

  it('narrowed to one repository finds no other: 404, not 403', async () => {
    const octokit = await asInstallation(gh, { repositories: ['web'] });
    const api = octokit.request('GET /repos/{owner}/{repo}', REPOSITORY);
    await expect(api).rejects.toMatchObject({ status: 404 });
  });

  it('does not know of repositories without the app', async () => {
    const octokit = await asInstallation(gh);
    const secret = { owner: 'acme', repo: 'secret' };
    const request = octokit.request('GET /repos/{owner}/{repo}', secret);
    await expect(request).rejects.toMatchObject({ status: 404 });
  });

  it('narrowed to fewer permissions is told what would have been enough', async () => {
    const octokit = await asInstallation(gh, { permissions: { contents: 'read' } });
    const request = octokit.request('GET /repos/{owner}/{repo}/pulls', REPOSITORY);
    await expect(request).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('Resource not accessible by integration'),
      response: { headers: { 'x-accepted-github-permissions': 'pull_requests=read' } },
    });
  });

  it('never gets more than the owner granted', async () => {
    const request = tokenRequest({ permissions: { administration: 'read' } });
    await expect(request).rejects.toMatchObject({ status: 422 });
  });

  it('loses what the owner takes back', async () => {
    gh.app.grant({ metadata: 'read' });
    const octokit = await asInstallation(gh);
    const request = octokit.request('GET /repos/{owner}/{repo}/pulls', REPOSITORY);
    await expect(request).rejects.toMatchObject({ status: 403 });
  });
});
