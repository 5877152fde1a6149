/**
 * Shows the main job: a local stand-in for GitHub with real git repositories, the unmodified app in
 * its own process, and pull requests as people open them. `--once` ends by itself.
 */
import { parseArgs } from 'node:util';
import { createFakeGitHub, type FakeGitHub, type FakePull } from '../fake-github/index.ts';
import { type RunningApp, startAppProcess } from '../support/app-process.ts';
import { setup } from '../support/lock-tools.ts';
import { demoIndex, playLocks } from './locks.ts';
import { playStories, type Story, stories } from './stories.ts';

const USAGE = `Usage: npm run demo [-- --once] [--port PORT]

Starts a local stand-in for GitHub, starts the app against it, opens pull requests and prints the
check run of each; presses the button of one, and has a bump pull request opened. Then the URL can be looked at in a browser, and pushed to with git.

  --once       print the check runs and end
  --port PORT  port of the stand-in for GitHub (default: a free one)
  -h, --help   show this help

Example: npm run demo -- --once`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      once: { type: 'boolean' },
      port: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) return say(USAGE);
  say('Starting a local stand-in for GitHub …');
  setup();
  const gh = await createFakeGitHub(values.port === undefined ? {} : { port: Number(values.port) });
  const index = await demoIndex();
  try {
    say(`Starting the app (node src/main.ts serve) against ${gh.url} …`);
    const app = await startAppProcess(gh, {
      env: { LOCK_TOOLS: process.env.LOCK_TOOLS ?? '', RELOCK_INDEXES: index.url },
    });
    try {
      await show(gh, app);
      await playLocks(gh, index, ({ title, url, text }) =>
        say(`\n${RULE}\n${title}\n${url}\n${RULE}\n${text}`),
      );
      if (values.once !== true) await stayOpen(gh);
    } finally {
      await app.stop();
    }
  } finally {
    await gh.stop();
    await index.close();
  }
}

const RULE = '─'.repeat(100);

async function show(gh: FakeGitHub, app: RunningApp): Promise<void> {
  gh.app.webhookUrl = `${app.url}/api/github/webhooks`;
  await playStories(gh, stories, print);
}

function print(story: Story, pull: FakePull, milliseconds: number): void {
  const [check] = pull.checks('Lockkeeper').slice(-1);
  const text = check === undefined ? 'no check run' : pull.render(check);
  say(`\n${RULE}\n${story.title}\n${pull.url}  (judged in ${milliseconds.toFixed(0)} ms)\n${RULE}`);
  say(text);
}

async function stayOpen(gh: FakeGitHub): Promise<void> {
  const [clone] = stories;
  say(`
Look at everything in a browser:  ${gh.url}
Push something yourself:          git clone ${gh.url}/${clone?.repository}.git
                                  (a push to a pull request's branch is judged at once)
Stop with Ctrl+C.`);
  await new Promise<void>((resolve) => process.once('SIGINT', resolve));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

// Whoever reads the output may stop reading (`| head`): then it ends as with Ctrl+C, app included.
process.stdout.on('error', () => process.emit('SIGINT'));

await main();
