import { describe, expect, it } from 'vitest';
import { isSettled } from '../../src/github/own-check-runs.ts';
import { useDouble } from './double.ts';
import { CONTENT, publishingTo } from './publishing.ts';
import { type PullRequestFacts, restPullRequest } from './world.ts';

const github = useDouble();
const { publish, sent, standing } = publishingTo(github);

describe('two pull requests with one head', () => {
  const harmless = { ...CONTENT, title: 'All locks are fresh', conclusion: 'success' as const };
  const second = { pullRequest: 8, base: 'sandbox' };

  it('cannot turn each other green: the worse verdict counts', async () => {
    await publish();
    github.on('GET /repos/acme/api/pulls/7', restPullRequest());
    await publish({ content: harmless, externalId: second, existing: [standing()] });
    expect(sent().at(-1)).toMatchObject({
      conclusion: 'failure',
      output: { title: 'The same commit is judged worse in #7' },
    });
    expect(sent().at(-1)?.output.summary).toMatchInlineSnapshot(`
      "This commit is also the head of #7 (into \`main\`), whose verdict is \`failure\`. A commit has one check of this name, so the worse verdict counts.

      One lock of one."
    `);
    expect(standing().externalId.verdict).toBe('success');
  });

  it.each<[string, PullRequestFacts]>([
    ['closed', { state: 'closed' }],
    ['pushed on', { head: 'f'.repeat(40) }],
    ['moved to another base', { baseRef: 'develop' }],
  ])('do not hold each other up once the other is %s', async (_, facts) => {
    await publish();
    github.on('GET /repos/acme/api/pulls/7', restPullRequest(facts));
    await publish({ content: harmless, externalId: second, existing: [standing()] });
    expect(sent().at(-1)).toMatchObject({ conclusion: 'success' });
  });

  it('do not deadlock: what counts is the verdict on the other, not its shown conclusion', async () => {
    await publish();
    const first = standing();
    github.on('GET /repos/acme/api/pulls/7', restPullRequest());
    await publish({ content: harmless, externalId: second, existing: [first] });
    await publish({ content: harmless, existing: [first, standing()] });
    expect(sent().at(-1)).toMatchObject({ conclusion: 'success' });
  });

  it('cannot free a pull request by sending it to another base and back', async () => {
    await publish();
    const failure = standing();
    github.on('GET /repos/acme/api/pulls/7', restPullRequest({ baseRef: 'dev' }));
    await publish({
      externalId: { pullRequest: 7, base: 'dev' },
      content: harmless,
      existing: [failure],
    });
    const green = { ...standing(), externalId: { ...standing().externalId, at: Date.now() + 1 } };
    expect(await publish({ existing: [failure, green] })).toBe('created');
    expect(sent().at(-1)).toMatchObject({ conclusion: 'failure' });
  });

  it('let the other one go green again once the worse one is closed', async () => {
    await publish({ content: harmless });
    const green = standing();
    await publish({ externalId: second, existing: [green] });
    const worse = { ...standing(), externalId: { ...standing().externalId, at: Date.now() + 1 } };
    github.on('GET /repos/acme/api/pulls/8', restPullRequest({ state: 'closed' }));
    expect(isSettled([green, worse], { pullRequest: 7, base: 'main' })).toBe(false);
    expect(await publish({ content: harmless, existing: [green, worse] })).toBe('created');
  });

  it('see each other also when both were judged at the same time', async () => {
    github.on('GET /repos/acme/api/pulls/8', restPullRequest({ baseRef: 'sandbox' }));
    await publish({ externalId: second });
    const other = standing();
    await publish({ content: harmless, existing: [], current: async () => [other] });
    expect(sent().at(-1)).toMatchObject({ conclusion: 'failure' });
  });
});
