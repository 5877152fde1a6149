import { describe, expect, it } from 'vitest';
import { readRequired } from '../../src/github/required.ts';
import { type Answer, useDouble } from './double.ts';
import { REPO } from './world.ts';

const github = useDouble();
const RULES = /^GET \/repos\/acme\/api\/rules\/branches\/main/;
const BRANCH = 'GET /repos/acme/api/branches/main';

function ruleset(...contexts: readonly string[]): Answer {
  const required_status_checks = contexts.map((context) => ({ context }));
  return { body: [{ type: 'required_status_checks', parameters: { required_status_checks } }] };
}

function protectedBy(...contexts: readonly string[]): Answer {
  return {
    body: {
      name: 'main',
      protected: true,
      protection: { enabled: true, required_status_checks: { contexts, checks: [] } },
    },
  };
}

const FORBIDDEN: Answer = {
  status: 403,
  body: { message: 'Resource not accessible by integration' },
};

describe('what a branch requires', () => {
  it.each<readonly [string, Answer, Answer, object]>([
    ['nothing', { body: [] }, protectedBy(), { required: [], mergeQueue: false, unasked: [] }],
    [
      'rulesets and protection add up, each name once',
      ruleset('test', 'lint'),
      protectedBy('lint', 'docs'),
      {
        required: [
          { context: 'test', source: 'ruleset' },
          { context: 'lint', source: 'ruleset' },
          { context: 'docs', source: 'branch protection' },
        ],
        mergeQueue: false,
        unasked: [],
      },
    ],
    [
      'a merge queue',
      { body: [{ type: 'merge_queue', parameters: {} }] },
      protectedBy(),
      { required: [], mergeQueue: true, unasked: [] },
    ],
    [
      'a branch that is gone',
      { body: [] },
      { status: 404, body: { message: 'Branch not found' } },
      { required: [], mergeQueue: false, unasked: [] },
    ],
    [
      'what may not be asked is said, the rest is there',
      FORBIDDEN,
      protectedBy('docs'),
      {
        required: [{ context: 'docs', source: 'branch protection' }],
        mergeQueue: false,
        unasked: [expect.stringMatching(/^The rulesets of the branch could not be read: ./)],
      },
    ],
  ])('%s', async (_, rules, branch, expected) => {
    github.on(RULES, rules);
    github.on(BRANCH, branch);
    expect(await readRequired(github.client(), REPO, 'main')).toEqual(expected);
  });

  it('an accident is thrown, so that the job is tried again', async () => {
    github.on(RULES, { status: 502, body: {} });
    github.on(BRANCH, protectedBy());
    await expect(readRequired(github.client(), REPO, 'main')).rejects.toMatchObject({
      status: 502,
    });
  });
});
