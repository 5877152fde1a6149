import { describe, expect, it } from 'vitest';
import { findCheckRuns } from '../../src/github/own-check-runs.ts';
import type { CheckRunContent } from '../../src/report/check-run.ts';
import { useDouble } from './double.ts';
import { CONTENT, publishingTo, RUNS, type SentRun } from './publishing.ts';
import { APP_ID, HEAD, type PullRequestFacts, REPO, restPullRequest } from './world.ts';

const github = useDouble();
const { publish, publishUnasked, sent, standing } = publishingTo(github);

function withAnnotations(count: number): CheckRunContent {
  const annotations = Array.from({ length: count }, (_, index) => ({
    path: 'pyproject.toml',
    startLine: index + 1,
    endLine: index + 1,
    level: 'failure' as const,
    title: 'The lock is out of date',
    message: `Requirement ${index + 1} changed.`,
  }));
  return { ...CONTENT, annotations };
}

describe('the check run', () => {
  it('is one write that ties the verdict to pull request and base', async () => {
    expect(await publish()).toBe('created');
    const [{ external_id, ...run }] = github.calls.map(({ body }) => body) as [
      Record<string, unknown>,
    ];
    expect(external_id).toMatch(
      /^v1 pr:7 base:main verdict:failure digest:[0-9a-f]{16} at:\d{13}$/,
    );
    expect(run).toMatchInlineSnapshot(`
      {
        "actions": [],
        "conclusion": "failure",
        "head_sha": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "name": "Lockkeeper",
        "output": {
          "annotations": [],
          "summary": "One lock of one.",
          "text": "Run \`uv lock\`.",
          "title": "uv.lock is out of date",
        },
        "status": "completed",
      }
    `);
  });

  it.each([
    [0, ['POST completed 0']],
    [50, ['POST completed 50']],
    [51, ['POST in_progress 50', 'PATCH completed 1']],
    [120, ['POST in_progress 50', 'PATCH in_progress 50', 'PATCH completed 20']],
    [200, ['POST in_progress 50', 'PATCH in_progress 50', 'PATCH completed 50']],
  ])('carries %i annotations, the conclusion with the last', async (count, expected) => {
    await publish({ content: withAnnotations(count) });
    const writes = github.calls.map(({ method, body }) => {
      const { status, output, conclusion } = body as unknown as SentRun;
      expect(conclusion !== undefined).toBe(status === 'completed');
      return `${method} ${status} ${output.annotations.length}`;
    });
    expect(writes).toEqual(expected);
  });

  it('counts the annotations that are not shown', async () => {
    await publish({ content: withAnnotations(151) });
    expect(sent()[0]?.output.summary).toMatchInlineSnapshot(`
      "One lock of one.

      *1 more annotation is not shown. \`lockkeeper check\` shows everything.*"
    `);
  });

  it('is not written again when the same verdict stands', async () => {
    await publish();
    expect(await publish({ existing: [standing()] })).toBe('unchanged');
    expect(github.calls).toHaveLength(1);
  });

  it('is written again when somebody asks for a re-run, for which GitHub waits', async () => {
    await publish();
    expect(await publish({ existing: [standing()], force: true })).toBe('created');
  });

  it('is written again when anything that it shows differs', async () => {
    await publish();
    const content = { ...CONTENT, text: 'Run `uv lock --upgrade`.' };
    expect(await publish({ existing: [standing()], content })).toBe('created');
  });

  it('is written again when only an older verdict was the same', async () => {
    await publish();
    const old = standing();
    const newer = {
      ...old,
      externalId: { ...old.externalId, digest: 'f00', at: old.externalId.at + 1 },
    };
    expect(await publish({ existing: [newer, old] })).toBe('created');
  });

  it('is written anew when a crash left the last one between two batches', async () => {
    await publish();
    expect(await publish({ existing: [standing('in_progress')] })).toBe('created');
  });

  it('is not written for a head that has moved on', async () => {
    expect(await publish({ isCurrent: async () => false })).toBe('stale-head');
    expect(sent()).toEqual([]);
  });

  it.each<[string, PullRequestFacts, string]>([
    ['still the head', {}, 'created'],
    ['pushed over', { head: 'f'.repeat(40) }, 'stale-head'],
    ['closed', { state: 'closed' }, 'stale-head'],
  ])('asks GitHub whether the head is current: %s', async (_, facts, expected) => {
    github.on('GET /repos/acme/api/pulls/7', restPullRequest(facts));
    expect(await publishUnasked()).toBe(expected);
  });

  it('is written for a merge group without asking: such a head never moves', async () => {
    expect(await publishUnasked({ externalId: { pullRequest: 'none', base: 'main' } })).toBe(
      'created',
    );
    expect(github.trace()).toEqual([`POST ${RUNS}`]);
  });

  it('fails with what GitHub refused', async () => {
    const body = { message: 'Validation Failed', errors: [{ field: 'head_sha', code: 'invalid' }] };
    const attempt = publish();
    github.on(`POST ${RUNS}`, { status: 422, body });
    await expect(attempt).rejects.toThrow('Validation Failed');
  });
});

describe('our check runs on a commit', () => {
  it('are those of this app that carry our mark', async () => {
    await publish();
    const { external_id } = sent()[0] ?? { external_id: '' };
    github.on(/check-runs\?/, {
      body: {
        total_count: 2,
        check_runs: [
          { external_id, status: 'completed', conclusion: 'failure' },
          {
            external_id: 'somebody wrote this by hand',
            status: 'completed',
            conclusion: 'success',
          },
          { external_id: null, status: 'queued', conclusion: null },
        ],
      },
    });
    const runs = await findCheckRuns(github.client(), REPO, HEAD, APP_ID);
    expect(runs).toEqual([standing()]);
    expect(github.trace().at(-1)).toBe(
      `GET /repos/acme/api/commits/${HEAD}/check-runs?check_name=Lockkeeper&app_id=77&filter=all&per_page=100`,
    );
  });
});
