import { describe, expect, it } from 'vitest';
import { type FixResult, fixReply, type NotMade } from '../../src/report/fix.ts';

const failed: NotMade = {
  lock: 'api/uv.lock',
  result: {
    kind: 'failed',
    cause: 'versions',
    tool: 'uv',
    reason: 'uv could not lock',
    diagnosis: 'no version of ```alpha```==9\n@everyone look',
    remedy: 'Its own message says why.',
  },
};

describe('the answer to somebody who wants a lock made', () => {
  it.each<[name: string, result: FixResult, reply: string]>([
    ['a pushed commit says it all', { kind: 'pushed', commit: 'a', notMade: [] }, ''],
    [
      'what failed beside it is told, and what a tool says stays text',
      { kind: 'pushed', commit: 'a', notMade: [failed] },
      '`api/uv.lock` was not made again: uv could not lock. Its own message says why.\n\n````text\nno version of ```alpha```==9\n@everyone look\n````',
    ],
    [
      'a right that is missing, or a rule in the way',
      { kind: 'denied', message: 'Resource not accessible by integration' },
      "Nothing was pushed: GitHub refused the commit (`Resource not accessible by integration`). An owner may have to accept this app's new permissions, or a rule protects the branch.",
    ],
    [
      'what cannot be read',
      { kind: 'unreadable', reason: 'uv.lock has 90 MB' },
      'Nothing was pushed: uv.lock has 90 MB.',
    ],
    [
      'a fork gets the command where the patch is too long for a comment',
      {
        kind: 'fork',
        branch: 'topic',
        changes: [{ path: 'uv.lock', before: '', after: 'x\n'.repeat(50_000) }],
        notMade: [],
      },
      'This branch is in a fork, where Lockkeeper may not push. On `topic`, run\n\n```sh\nlockkeeper relock\n```',
    ],
  ])('%s', (_, result, reply) => {
    expect(fixReply(result)).toBe(reply);
  });
});
