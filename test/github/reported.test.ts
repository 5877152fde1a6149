import { describe, expect, it } from 'vitest';
import { readReported } from '../../src/github/reported.ts';
import { useDouble } from './double.ts';
import { HEAD, NOTHING_REPORTED, REPO, TIP } from './world.ts';

const github = useDouble();
const ACTIONS = { databaseId: 15_368, slug: 'github-actions' };
const LONG_AGO = '2026-01-01T00:00:00Z';

function commit(
  suites: readonly {
    app?: object | null;
    status?: string;
    updatedAt?: string;
    runs?: string[];
    hasNextPage?: boolean;
  }[],
  statuses: readonly string[] = [],
) {
  return {
    message: 'Change',
    checkSuites: {
      pageInfo: { hasNextPage: false },
      nodes: suites.map(
        ({
          app = ACTIONS,
          status = 'COMPLETED',
          updatedAt = LONG_AGO,
          runs = [],
          hasNextPage = false,
        }) => ({
          app,
          status,
          updatedAt,
          checkRuns: { pageInfo: { hasNextPage }, nodes: runs.map((name) => ({ name })) },
        }),
      ),
    },
    status: statuses.length === 0 ? null : { contexts: statuses.map((context) => ({ context })) },
  };
}

function read() {
  const base = { sha: TIP, ref: 'main' };
  return readReported(github.client(), REPO, { head: HEAD, base });
}

describe('what was reported', () => {
  it('tells who reported what, where', async () => {
    const head = commit([{ runs: ['lint'] }], ['ci/old']);
    const merged = commit([{ app: { databaseId: 254, slug: 'codecov' }, runs: ['codecov/patch'] }]);
    const base = commit([{ app: null, runs: ['gone'] }]);
    const pullRequests = { nodes: [{ commits: { nodes: [{ commit: merged }] } }] };
    github.on('graphql ReportedChecks', {
      body: { data: { repository: { head, base, pullRequests } } },
    });
    const { reported, workflows, message } = await read();
    expect({ workflows, message }).toEqual({ workflows: 'finished', message: 'Change' });
    expect(
      reported.map(({ name, by, on }) => `${on}: ${name} by ${by === 'status' ? by : by.slug}`),
    ).toEqual([
      'head: lint by github-actions',
      'head: ci/old by status',
      'pulls: codecov/patch by codecov',
      'base: gone by an App that is gone',
    ]);
  });

  it.each([
    ['no workflow at all', [], 'unknown'],
    ['only of another App', [{ app: { databaseId: 254, slug: 'codecov' } }], 'unknown'],
    ['two, of which one still runs', [{}, { status: 'IN_PROGRESS' }], 'running'],
    ['just now', [{}, { updatedAt: new Date().toISOString() }], 'running'],
    ['long ago', [{}, {}], 'finished'],
    ['long ago, and more on another page', [{}, { hasNextPage: true }], 'unknown'],
  ] as const)('workflows that finished: %s', async (_, suites, expected) => {
    const pullRequests = { nodes: [] };
    github.on('graphql ReportedChecks', {
      body: { data: { repository: { head: commit(suites), base: null, pullRequests } } },
    });
    expect((await read()).workflows).toBe(expected);
  });

  it('takes what it gets without the right to read commit statuses', async () => {
    const head = { ...commit([{ runs: ['lint'] }]), status: null };
    github.on('graphql ReportedChecks', {
      body: {
        data: { repository: { head, base: null, pullRequests: { nodes: [] } } },
        errors: [
          {
            type: 'FORBIDDEN',
            path: ['repository', 'head', 'status'],
            message: 'Resource not accessible by integration',
          },
        ],
      },
    });
    const { reported, unasked } = await read();
    expect([reported.map(({ name }) => name), unasked]).toEqual([['lint'], []]);
  });

  it('says what may not be asked, and knows nothing of a commit that is gone', async () => {
    github.on('graphql ReportedChecks', {
      body: {
        data: null,
        errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }],
      },
    });
    expect((await read()).unasked).toEqual([
      'What other systems reported could not be read: Resource not accessible by integration',
    ]);
    github.on('graphql ReportedChecks', NOTHING_REPORTED);
    expect(await read()).toEqual({
      reported: [],
      workflows: 'unknown',
      message: '',
      unasked: [],
    });
  });
});
