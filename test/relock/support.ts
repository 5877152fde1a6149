import { globSync } from 'node:fs';
import { afterAll, beforeAll } from 'vitest';
import { type PackageIndex, startIndex } from '../index/server.ts';
import { type Bench, createBench, RELEASES } from './projects.ts';

/** A bench for all tests of a file; both are there once the tests run. */
export function useBench(releases = RELEASES): {
  readonly index: PackageIndex;
  readonly bench: Bench;
} {
  const used: { index?: PackageIndex; bench?: Bench } = {};
  beforeAll(async () => {
    used.index = await startIndex(releases);
    used.bench = createBench(used.index);
  });
  afterAll(async () => {
    used.bench?.close();
    await used.index?.close();
  });
  return used as { readonly index: PackageIndex; readonly bench: Bench };
}

/** A line of Python that leaves something behind where a sandbox lets it; see {@link hasRun}. */
export const CANARY =
  'import os, pathlib; pathlib.Path(os.environ["XDG_CACHE_HOME"], "canary").touch()\n';

/** Whether {@link CANARY} ran in a sandbox of this bench. */
export function hasRun({ caches }: Bench): boolean {
  return globSync('**/canary', { cwd: caches }).length > 0;
}
