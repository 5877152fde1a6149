/** The part of the demo in which locks are made: a button, and a bump pull request. */
import { oldProject } from '../bumps/support.ts';
import type { FakeGitHub, FakePull, FakeRepository } from '../fake-github/index.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import { createBench, manifestFor, releasesOf } from '../relock/projects.ts';

/** What is shown, one after the other. */
export interface Shown {
  readonly title: string;
  readonly url: string;
  readonly text: string;
}

/** Packages for the demo: nothing of it asks a public index. */
export function demoIndex(): Promise<PackageIndex> {
  return startIndex(releasesOf(new Date()));
}

const PATIENCE = { timeout: 60_000 };

export async function playLocks(
  gh: FakeGitHub,
  index: PackageIndex,
  show: (shown: Shown) => void,
): Promise<void> {
  const bench = createBench(index);
  let repository: FakeRepository;
  try {
    const files = await oldProject({ bench, index }, 'uv', '==1.0');
    repository = await gh.createRepository('acme/greeter', { files });
  } finally {
    bench.close();
  }
  await playButton(repository, manifestFor('uv', index, '>=1.1'), show);
  await playBump(repository, show);
}

async function playButton(
  repository: FakeRepository,
  newer: Readonly<Record<string, string>>,
  show: (shown: Shown) => void,
): Promise<void> {
  const pull = await repository.openPull({ title: 'Use alpha 1.1', change: newer });
  const stale = await pull.check('Lockkeeper', PATIENCE);
  const title = 'The lock was forgotten; the check offers to make it';
  show({ title, url: pull.url, text: pull.render(stale) });
  const before = pull.headSha;
  pull.press('Lockkeeper', 'Regenerate lock');
  await pull.pushed(before, PATIENCE.timeout);
  const repaired = await pull.check('Lockkeeper', PATIENCE);
  const pressed =
    'Somebody with write access presses "Regenerate lock": one commit, and the check is green';
  show({ title: pressed, url: pull.url, text: pull.render(repaired) });
  await pull.close();
}

async function playBump(repository: FakeRepository, show: (shown: Shown) => void): Promise<void> {
  const asking = await repository.openPull({ title: 'A change', change: { 'notes.txt': 'x' } });
  asking.comment('@lockkeeper now');
  const isBump = ({ branch }: FakePull) => branch.startsWith('lockkeeper/');
  const bump = await repository.waitForPull(isBump, PATIENCE.timeout);
  const check = await bump.check('Lockkeeper', PATIENCE);
  const text = `${bump.title}\n\n${bump.body}\n\n${bump.render(check)}`;
  show({ title: 'The weekly bump (asked for with `@lockkeeper now`)', url: bump.url, text });
}
