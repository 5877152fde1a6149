/** Memory of the whole idle app: restarted on an existing embedded database, some seconds later. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../../demo/stories.ts';
import { createFakeGitHub, type FakeGitHub } from '../../fake-github/index.ts';
import { startAppProcess } from '../../support/app-process.ts';
import { table } from '../statistics.ts';
import { progress } from './progress.ts';

const IDLE_SECONDS = 10;

/** Linux only: it reads `/proc`. */
export async function benchMemory(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'lockkeeper-bench-'));
  const gh = await createFakeGitHub();
  try {
    progress('memory: a first process makes the database and judges a pull request');
    const first = await startAppProcess(gh, { data });
    gh.app.webhookUrl = `${first.url}/api/github/webhooks`;
    await judgeOne(gh, 1);
    await first.stop();
    const second = await startAppProcess(gh, { data });
    gh.app.webhookUrl = `${second.url}/api/github/webhooks`;
    progress(`memory: restarted, idle for ${IDLE_SECONDS} seconds`);
    await idle();
    const restarted = await residentMegabytes(second.process.pid ?? 0);
    await judgeOne(gh, 2);
    progress(`memory: after a verdict, idle for ${IDLE_SECONDS} seconds`);
    await idle();
    const judged = await residentMegabytes(second.process.pid ?? 0);
    await second.stop();
    return table(
      ['the whole app, idle', 'resident MB', 'peak MB'],
      [
        ['restarted on an existing database', ...restarted],
        ['after its first verdict', ...judged],
      ],
    );
  } finally {
    await gh.stop();
    await rm(data, { recursive: true, force: true });
  }
}

function idle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, IDLE_SECONDS * 1000));
}

async function judgeOne(gh: FakeGitHub, number: number): Promise<void> {
  const files = fixture('uv-app');
  const repository = await gh.createRepository(`acme/memory-${number}`, { files });
  const pull = await repository.openPull({ change: { a: String(number) } });
  await pull.check('Lockkeeper');
}

/** Now, and at most since the start. */
async function residentMegabytes(pid: number): Promise<readonly string[]> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return ['VmRSS', 'VmHWM'].map((name) => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return (Number(kilobytes) / 1024).toFixed(0);
  });
}
