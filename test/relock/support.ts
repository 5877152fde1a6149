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
