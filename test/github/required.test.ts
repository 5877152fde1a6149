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
    [
      'nothing',
      { body: [] },
      protectedBy(),
      { required: [], mergeQueue: false, requiredWorkflows: [], unasked: [] },
    ],
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
        requiredWorkflows: [],
        unasked: [],
      },
    ],
    [
      'a merge queue',
      { body: [{ type: 'merge_queue', parameters: {} }] },
      protectedBy(),
      { required: [], mergeQueue: true, requiredWorkflows: [], unasked: [] },
    ],
    [
      'the App that has to report it, said by one of two',
      {
        body: [
          {
            type: 'required_status_checks',
            parameters: { required_status_checks: [{ context: 'test', integration_id: 254 }] },
          },
        ],
      },
      {
        body: {
          name: 'main',
          protected: true,
          protection: {
            enabled: true,
            required_status_checks: {
              contexts: ['test', 'lint', 'docs'],
              checks: [
                { context: 'test', app_id: null },
                { context: 'lint', app_id: -1 },
                { context: 'docs', app_id: 15_368 },
              ],
            },
          },
        },
      },
      {
        required: [
          { context: 'test', source: 'ruleset', app: 254 },
          { context: 'lint', source: 'branch protection' },
          { context: 'docs', source: 'branch protection', app: 15_368 },
        ],
        mergeQueue: false,
        requiredWorkflows: [],
        unasked: [],
      },
    ],
    [
      'workflows of this repository and of another one',
      {
        body: [
          {
            type: 'workflows',
            parameters: {
              workflows: [
                { path: '.github/workflows/own.yml', repository_id: REPO.id },
                { path: '.github/workflows/policy.yml', repository_id: 4711 },
              ],
            },
          },
        ],
      },
      protectedBy(),
      {
        required: [],
        mergeQueue: false,
        requiredWorkflows: [
          { path: '.github/workflows/own.yml', repository: 'here' },
          { path: '.github/workflows/policy.yml', repository: 4711 },
        ],
        unasked: [],
      },
    ],
    [
      'a branch that is gone',
      { body: [] },
      { status: 404, body: { message: 'Branch not found' } },
      { required: [], mergeQueue: false, requiredWorkflows: [], unasked: [] },
    ],
    [
      'what may not be asked is said, the rest is there',
      FORBIDDEN,
      protectedBy('docs'),
      {
        required: [{ context: 'docs', source: 'branch protection' }],
        mergeQueue: false,
        requiredWorkflows: [],
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
