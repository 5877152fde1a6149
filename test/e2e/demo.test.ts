import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoIndex, playLocks } from '../demo/locks.ts';
import { playStories, stories } from '../demo/stories.ts';
import { createFakeGitHub, type FakeGitHub } from '../fake-github/index.ts';
import type { PackageIndex } from '../index/server.ts';
import { type RunningApp, startAppProcess } from '../support/app-process.ts';

let gh: FakeGitHub;
let app: RunningApp;
let index: PackageIndex;

beforeAll(async () => {
  gh = await createFakeGitHub();
  index = await demoIndex();
  app = await startAppProcess(gh, {
    env: { LOCK_TOOLS: process.env.LOCK_TOOLS ?? '', RELOCK_INDEXES: index.url },
  });
  gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
});

afterAll(async () => {
  await app.stop();
  await gh.stop();
  await index.close();
});

describe('the demo, with the unmodified app in its own process', () => {
  it('gives every pull request its check run', async () => {
    const verdicts: string[] = [];
    await playStories(gh, stories, (story, pull) => {
      const [check] = pull.checks('Lockkeeper').slice(-1);
      const title = check?.title?.replace(/checkout [0-9a-f]{10} /, 'checkout BASE ');
      verdicts.push(`${story.title}\n  ${check?.conclusion}: ${title}`);
    });
    expect(verdicts.join('\n')).toMatchInlineSnapshot(`
      "A change of the code alone: the lock stays in step
        success: 1 lock in step; 1 Python project consistent
      The manifest asks for a newer httpx, the lock was forgotten
        neutral: 1 lock is stale: run \`uv lock\`
      The author runs \`uv lock\` and pushes: repaired
        success: 1 lock in step; 1 Python project consistent
      A merge left its markers in the lock
        neutral: Merge conflict markers (uv.lock): run \`git checkout BASE -- uv.lock && uv lock\`
      Poetry: a dependency changed, the content hash of the lock did not
        neutral: 1 lock is stale: run \`poetry lock\`
      The image moves to another Python, everything else stays behind
        neutral: Places disagree on the Python version (Dockerfile)
      The tests run on macOS too: the required checks get other names
        neutral: 2 findings (Required check is renamed by this change)"
    `);
  });

  it('makes a lock at the press of a button, and opens a bump', { timeout: 60_000 }, async () => {
    const titles: string[] = [];
    await playLocks(gh, index, ({ title, text }) => {
      titles.push(`${title}\n  ${/(?:✓|■|✗) Lockkeeper · \w+/.exec(text)?.[0]}`);
    });
    expect(titles.join('\n')).toMatchInlineSnapshot(`
      "The lock was forgotten; the check offers to make it
        ■ Lockkeeper · neutral
      Somebody with write access presses "Regenerate lock": one commit, and the check is green
        ✓ Lockkeeper · success
      The weekly bump (asked for with \`@lockkeeper now\`)
        ✓ Lockkeeper · success"
    `);
  });
});
