import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../demo/stories.ts';
import { databaseKinds, startWorld, type World } from '../support/world.ts';

const files = fixture('uv-app');
const CREATE = 'POST /repos/{owner}/{repo}/check-runs';

describe.each(await databaseKinds())('what gets lost is found again, on %s', (kind) => {
  let world: World;
  let count = 0;

  beforeAll(async () => {
    world = await startWorld(kind);
  });

  afterAll(() => world.stop());

  function repository(isInstalled = true) {
    count += 1;
    return world.gh.createRepository(`acme/api-${count}`, { files, isInstalled });
  }

  /** Check runs that the app has created on any head. */
  function created(): number {
    const isCreation = ({ method, path }: { method: string; path: string }) =>
      method === 'POST' && path.endsWith('/check-runs');
    return world.gh.requests.filter(isCreation).length;
  }

  it('a webhook that never arrived: the sweep judges the pull request', async () => {
    const api = await repository();
    world.gh.webhooks.drop({ event: 'pull_request' });
    const pull = await api.openPull({ change: { a: 'x' } });
    await world.gh.webhooks.settled();
    expect(pull.checks('Lockkeeper')).toEqual([]);
    world.app.sweep();
    expect((await pull.check('Lockkeeper')).conclusion).toBe('success');
  });

  it('a webhook that we failed to take: GitHub is asked to deliver it again', async () => {
    const api = await repository();
    world.gh.webhooks.fail({ event: 'pull_request' });
    const pull = await api.openPull({ change: { a: 'x' } });
    await world.gh.webhooks.settled();
    world.app.sweep();
    await world.gh.waitForRequest(({ path }) => path.endsWith('/attempts'));
    expect((await pull.check('Lockkeeper')).conclusion).toBe('success');
  });

  it('an installation: its open pull requests are judged at once', async () => {
    const api = await repository(false);
    const pull = await api.openPull({ change: { a: 'x' } });
    api.install();
    expect((await pull.check('Lockkeeper')).conclusion).toBe('success');
  });

  it('the same delivery twice: one check run', async () => {
    const api = await repository();
    world.gh.webhooks.duplicate({ event: 'pull_request' });
    const pull = await api.openPull({ change: { a: 'x' } });
    await pull.check('Lockkeeper');
    await world.gh.webhooks.settled();
    await quiet();
    expect(pull.checks('Lockkeeper')).toHaveLength(1);
  });

  it('thirty pushes: few evaluations, and the newest head has its verdict', async () => {
    const api = await repository();
    const pull = await api.openPull({ change: { a: '0' } });
    await pull.check('Lockkeeper');
    const before = created();
    world.gh.webhooks.hold();
    for (let push = 1; push <= 30; push++) await pull.push({ a: String(push) });
    world.gh.webhooks.release('reversed');
    expect((await pull.check('Lockkeeper')).headSha).toBe(pull.headSha);
    await world.gh.webhooks.settled();
    await quiet();
    expect(pull.checks('Lockkeeper')).toHaveLength(1);
    expect(created() - before).toBeLessThan(5);
  });

  it('a push during the evaluation: nothing is written for the old head', async () => {
    const api = await repository();
    const pull = await api.openPull({ change: { a: '0' } });
    await pull.check('Lockkeeper');
    const slow = { kind: 'slow', milliseconds: 500 } as const;
    world.gh.faults.add('GET /repos/{owner}/{repo}/compare/{basehead}', slow);
    const before = world.gh.requests.length;
    const old = await pull.push({ a: '1' });
    await world.gh.waitForRequest(
      (request) =>
        request.operation === 'PullRequestTarget' && world.gh.requests.indexOf(request) >= before,
    );
    await pull.push({ a: '2' });
    await pull.check('Lockkeeper');
    await quiet();
    const written = world.gh.requests.filter(
      ({ method, path, body }) =>
        method === 'POST' && path.endsWith('/check-runs') && JSON.stringify(body).includes(old),
    );
    expect(written).toEqual([]);
  });

  it.each([
    ['an answer 502', { kind: 'server-error' } as const],
    ['a connection that breaks', { kind: 'cut' } as const],
    ['the secondary limit', { kind: 'secondary-limit', retryAfter: 1 } as const],
    ['a right that is missing for a moment', { kind: 'forbidden' } as const],
  ])('%s: the job is tried again', async (_, fault) => {
    const api = await repository();
    world.gh.faults.add(CREATE, fault);
    const pull = await api.openPull({ change: { a: 'x' } });
    const check = await pull.check('Lockkeeper', { timeout: 30_000 });
    expect(check.conclusion).toBe('success');
    expect(pull.checks('Lockkeeper')).toHaveLength(1);
  });

  it('a right that stays missing: the job is parked, seen in the metrics, not dropped', async () => {
    const api = await repository();
    world.gh.faults.add(CREATE, { kind: 'forbidden' }, 3);
    await api.openPull({ change: { a: 'x' } });
    await until(async () => (await world.metric('lockkeeper_jobs{state="parked"}')) === 1);
    const parked = world.log.find(({ msg }) => msg === 'Parked after the last try');
    expect(parked).toMatchObject({ level: 'error', failure: 'no-permission', pullRequest: 1 });
    expect(await world.metric('lockkeeper_job_outcomes_total{outcome="retried"}')).toBeGreaterThan(
      1,
    );
  });

  async function until(isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) await setImmediate();
  }

  /** Until no job waits or runs. */
  async function quiet(): Promise<void> {
    await until(async () => {
      const waiting = await Promise.all(
        ['created', 'retry', 'active'].map((state) =>
          world.metric(`lockkeeper_jobs{state="${state}"}`),
        ),
      );
      return waiting.every((jobs) => jobs === 0);
    });
  }
});
