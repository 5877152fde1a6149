import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playStories, stories } from '../demo/stories.ts';
import { createFakeGitHub, type FakeGitHub } from '../fake-github/index.ts';
import { type RunningApp, startAppProcess } from '../support/app-process.ts';

let gh: FakeGitHub;
let app: RunningApp;

beforeAll(async () => {
  gh = await createFakeGitHub();
  app = await startAppProcess(gh);
  gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
});

afterAll(async () => {
  await app.stop();
  await gh.stop();
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
});
