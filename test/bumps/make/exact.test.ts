/** Poetry and PDM, which take names: a bump moves to the versions of its plan all the same. */
import { expect, it } from 'vitest';
import { startIndex } from '../../index/server.ts';
import type { Release } from '../../index/wheel.ts';
import { createBench, manifestFor } from '../../relock/projects.ts';
import { proposals, story } from '../support.ts';

const OLD = '2026-01-01T00:00:00Z';
const YOUNG = '2026-11-22T06:00:00Z';

function releases(...texts: readonly string[]): readonly Release[] {
  return texts.map((text) => {
    const [name = '', version = ''] = text.split(' ');
    return { name, version, uploaded: OLD };
  });
}

it.each(['poetry', 'pdm'] as const)(
  '%s takes a major version alone, and what is below it with the others',
  async (kind) => {
    const index = await startIndex(releases('alpha 1.0', 'gamma 1.0'));
    const bench = createBench(index);
    const { files } = await bench.relock(kind, manifestFor(kind, index, '>=1'), 'none');
    for (const one of releases('alpha 1.5', 'alpha 2.0', 'gamma 1.1')) index.publish(one);
    const [first] = await proposals(bench, files);
    bench.close();
    await index.close();
    expect(first && story(first)).toEqual([
      'lockkeeper/weekly: alpha 1.0 → 1.5, gamma 1.0 → 1.1',
      `  ${kind}.lock: alpha 1.0 → 1.5, gamma 1.0 → 1.1`,
      'lockkeeper/major-alpha: alpha 1.0 → 2.0',
      `  ${kind}.lock: alpha 1.0 → 2.0`,
    ]);
  },
  60_000,
);

it('moves what is old enough beside a pin that is not', async () => {
  const index = await startIndex([
    { name: 'alpha', version: '1.0', uploaded: YOUNG },
    ...releases('alpha 0.9', 'gamma 1.0'),
  ]);
  const bench = createBench(index);
  const { files } = await bench.relock('pdm', manifestFor('pdm', index, '==1.0'), 'none');
  index.publish({ name: 'gamma', version: '1.1', uploaded: OLD });
  const [first] = await proposals(bench, files);
  bench.close();
  await index.close();
  expect(first && story(first)).toEqual([
    'lockkeeper/weekly: gamma 1.0 → 1.1',
    '  pdm.lock: gamma 1.0 → 1.1',
  ]);
}, 60_000);
