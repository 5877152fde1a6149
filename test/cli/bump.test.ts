/** `lockkeeper bump` on a clone, with the real uv against the local index. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { oldProject } from '../bumps/support.ts';
import { useBench } from '../relock/support.ts';
import { type OsvServer, startOsv, vulnerability } from '../support/osv.ts';
import { createRepository, type TestRepository } from '../support/repository.ts';
import { lockkeeper } from './lockkeeper.ts';

const OLD = '2026-01-01T00:00:00Z';
const local = useBench(
  ['1.0', '1.1', '1.2'].flatMap((version) => [
    { name: 'alpha', version, requires: ['beta>=1'], uploaded: OLD },
    { name: 'beta', version, uploaded: OLD },
    { name: 'gamma', version, uploaded: OLD },
  ]),
);
const cache = mkdtempSync(join(tmpdir(), 'lockkeeper-cli-'));
let osv: OsvServer | undefined;

afterEach(async () => {
  await osv?.close();
  osv = undefined;
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

async function project(): Promise<TestRepository> {
  const repository = createRepository();
  const files = await oldProject(local, 'uv', '>=1');
  repository.commit({ ...files, '.github/lockkeeper.yml': 'bumps:\n  security: all\n' });
  return repository;
}

async function bump({ path }: TestRepository, url: string, ...args: readonly string[]) {
  const env = { RELOCK_INDEXES: local.index.url, OSV_URL: url, XDG_CACHE_HOME: cache };
  const ended = await lockkeeper(['bump', path, ...args], { env });
  const stdout = ended.stdout.replaceAll(/ +[\d,]+ days old/g, '  N days old');
  return { ...ended, stdout, stderr: ended.stderr.replaceAll(url, 'http://osv.example') };
}

describe('lockkeeper bump', { timeout: 60_000 }, () => {
  test('has what leaves a vulnerability behind first, and says what it is', async () => {
    osv = await startOsv([vulnerability('GHSA-1 gamma <1.1 high: Reads any file')]);
    const { code, stdout, stderr } = await bump(await project(), osv.url, '--dry-run');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatchInlineSnapshot(`
      "uv.lock  2 pull requests
        lockkeeper/security  (uv 0.13.9)
          gamma  1.0 → 1.1  minor  N days old  direct
          gamma leaves behind GHSA-1 (high): Reads any file
        lockkeeper/weekly  (uv 0.13.9)
          alpha  1.0 → 1.2  minor  N days old  direct
          beta   1.0 → 1.2  minor  N days old  through alpha
        left
          gamma  1.0 → 1.2  its security update comes first
      "
    `);
  });

  test('writes nothing but security updates where that is asked for', async () => {
    osv = await startOsv([vulnerability('GHSA-1 gamma <1.1')]);
    const repository = await project();
    const { stderr } = await bump(repository, osv.url, '--security');
    expect(stderr).toBe('uv.lock of security was written.\n');
    const lock = readFileSync(join(repository.path, 'uv.lock'), 'utf8');
    expect([...lock.matchAll(/(alpha|beta|gamma)-[\d.]+(?=-py3)/g)].map(([file]) => file)).toEqual([
      'alpha-1.0',
      'beta-1.0',
      'gamma-1.1',
    ]);
  });

  test('does not call it nothing where only security was asked for', async () => {
    osv = await startOsv();
    const down = await bump(await project(), `${osv.url}/none`, '--security', '--dry-run');
    expect([down.code, down.stderr.split('\n')[0]]).toEqual([
      2,
      'lockkeeper: Nobody knows what is vulnerable here: http://osv.example did not answer: it answered 404.',
    ]);
    const off = await bump(await project(), 'off', '--security', '--dry-run');
    expect([off.code, off.stderr.split('\n')[0]]).toEqual([
      2,
      'lockkeeper: Nobody knows what is vulnerable here: known vulnerabilities are not looked up.',
    ]);
  });

  test.each([
    ['osv.example', 'OSV_URL is no URL.'],
    ['https://robin:secret@osv.example', 'OSV_URL must not hold credentials.'],
  ])('does not ask %s', async (url, words) => {
    const { code, stderr } = await bump(await project(), url, '--dry-run');
    expect([code, stderr.split('\n')[0]]).toEqual([2, `lockkeeper: ${words}`]);
  });

  test('leaves alone who is ignored without a reason, too', async () => {
    const repository = await project();
    repository.commit({ '.github/lockkeeper.yml': 'bumps:\n  ignore:\n    - package: gamma\n' });
    const { stdout } = await bump(repository, 'off', '--dry-run');
    expect(stdout).toContain('gamma  1.0 → 1.2  it is ignored: the configuration does not say why');
  });

  test('knows which groups there are', async () => {
    const { code, stderr } = await bump(await project(), 'off', '--group', 'wekly');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'lockkeeper: There is no group called wekly.\n  Groups here are weekly, security, python, major-NAME; the section `bumps.groups` makes others.\n',
    );
  });

  test('says so where a group has nothing to move', async () => {
    const { code, stderr } = await bump(await project(), 'off', '--group', 'major-zeta');
    expect([code, stderr]).toEqual([0, 'Nothing of the group major-zeta is due.\n']);
  });

  test('says what it does not take from the configuration', async () => {
    const repository = await project();
    repository.commit({ '.github/lockkeeper.yml': 'bumps:\n  max-packages: 0\n' });
    const { code, stderr } = await bump(repository, 'off', '--dry-run');
    expect([code, stderr]).toEqual([
      0,
      '.github/lockkeeper.yml:2: bumps.max-packages: Expected at least 1, found `0`. The default applies.\n',
    ]);
  });

  test('says so where nobody knows what is vulnerable, and goes on', async () => {
    osv = await startOsv();
    const { code, stdout, stderr } = await bump(await project(), `${osv.url}/none`, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^uv\.lock {2}1 pull request\n {2}lockkeeper\/weekly/);
    expect(stderr).toBe(
      'Known vulnerabilities were not looked up: http://osv.example did not answer: it answered 404 (OSV_URL=off asks nobody).\n',
    );
  });
});
