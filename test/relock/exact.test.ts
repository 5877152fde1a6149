/** Exact versions and cut-offs with Poetry and PDM, which take names alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockDiffs } from '../../src/gates/lockfile/diff.ts';
import { treeOfTexts } from '../../src/gates/tree.ts';
import type { Upgrades } from '../../src/relock/types.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import type { Release } from '../index/wheel.ts';
import { type Bench, createBench, type Files } from './projects.ts';

const YOUNG = '2026-11-22T00:00:00Z';
/** After everything but what is young. */
const COOLED_DOWN = '2026-11-20T00:00:00Z';

const BEFORE: readonly Release[] = [
  { name: 'alpha', version: '1.0', requires: ['tau>=1'] },
  { name: 'tau', version: '1.0' },
  { name: 'gamma', version: '1.0' },
  { name: 'dev', version: '1.0', requires: ["upsilon>=1; python_version >= '3.12'"] },
  { name: 'upsilon', version: '1.0' },
];
const AFTER: readonly Release[] = [
  { name: 'alpha', version: '1.1', requires: ['tau>=1.1', 'new'] },
  { name: 'alpha', version: '1.2', requires: ['tau>=1.1'] },
  { name: 'tau', version: '1.1' },
  { name: 'tau', version: '1.2', uploaded: YOUNG },
  { name: 'new', version: '1.0' },
  { name: 'new', version: '1.1', uploaded: YOUNG },
  { name: 'gamma', version: '1.1' },
  { name: 'dev', version: '1.1' },
  { name: 'dev', version: '1.2' },
  { name: 'upsilon', version: '1.1', requiresPython: '>=3.12' },
  { name: 'upsilon', version: '1.2' },
];

const SOURCES = {
  poetry: ({ url }: PackageIndex) =>
    `[tool.poetry]\npackage-mode = false\n\n[[tool.poetry.source]]\nname = "local"\nurl = "${url}/"\n`,
  pdm: ({ url }: PackageIndex) =>
    `[tool.pdm]\ndistribution = false\n\n[[tool.pdm.source]]\nname = "pypi"\nurl = "${url}"\nverify_ssl = false\n`,
} as const;

function manifest(kind: keyof typeof SOURCES, index: PackageIndex): Files {
  const project =
    '[project]\nname = "demo"\nversion = "0.1"\nrequires-python = ">=3.11"\ndependencies = [\n  "alpha>=1",\n  "gamma",\n]\n\n[dependency-groups]\ndev = ["dev>=1"]\n\n';
  return { 'pyproject.toml': project + SOURCES[kind](index) };
}

describe.each(['poetry', 'pdm'] as const)('%s', (kind) => {
  let index: PackageIndex;
  let bench: Bench;
  let files: Files;

  beforeAll(async () => {
    index = await startIndex(BEFORE);
    bench = createBench(index);
    files = (await bench.relock(kind, manifest(kind, index), 'none')).files;
    for (const release of AFTER) index.publish(release);
  });
  afterAll(async () => {
    bench.close();
    await index.close();
  });

  async function moved(upgrades: Upgrades, newest?: string, from = files) {
    const made = await bench.relock(kind, from, upgrades, newest);
    const [diff] = lockDiffs(treeOfTexts(from), treeOfTexts(made.files));
    const rows = (diff?.rows ?? []).map(
      ({ name, before, after }) => `${name} ${before} → ${after}`,
    );
    return { ...made, rows };
  }

  test('moves a package to a version that is not the newest, with what it needs', async () => {
    const { rows, files: after } = await moved([{ name: 'alpha', version: '1.1' }]);
    expect(rows).toEqual(['alpha 1.0 → 1.1', 'new  → 1.1', 'tau 1.0 → 1.2']);
    expect(after['pyproject.toml']).toBe(files['pyproject.toml']);
    expect((await moved('none', undefined, after)).result.kind).toBe('unchanged');
  });

  test('lets nobody bring along what is too young', async () => {
    const { rows, result } = await moved([{ name: 'alpha', version: '1.1' }], COOLED_DOWN);
    expect(rows).toEqual(['alpha 1.0 → 1.1', 'new  → 1.0', 'tau 1.0 → 1.1']);
    expect(result).toMatchObject({ cutOff: 'bound' });
  });

  test('keeps what is locked and too young', async () => {
    const young = await moved([{ name: 'tau', version: '1.2' }]);
    const { rows } = await moved([{ name: 'gamma' }], COOLED_DOWN, young.files);
    expect(rows).toEqual(['gamma 1.0 → 1.1']);
    expect((await moved('none', COOLED_DOWN, young.files)).result.kind).toBe('unchanged');
  });

  test('moves one of a group', async () => {
    expect((await moved([{ name: 'dev', version: '1.1' }])).rows).toContain('dev 1.0 → 1.1');
    expect((await moved([{ name: 'dev' }])).rows).toContain('dev 1.0 → 1.2');
  });

  test('moves what only others ask for, and leaves no trace of the pin', async () => {
    const lock = `${kind}.lock`;
    const { rows, files: after } = await moved([{ name: 'upsilon', version: '1.1' }]);
    expect(rows).toEqual(['upsilon 1.0 → 1.1']);
    const groups = (text = '') => text.match(/^(?:groups|markers?) = .*$/gm);
    expect(groups(after[lock])).toEqual(groups(files[lock]));
    expect(after[lock]).not.toContain('lockkeeper');
  });

  test('moves several at once, of which the first stays where it is', async () => {
    const { rows } = await moved([
      { name: 'alpha', version: '1.0' },
      { name: 'gamma', version: '1.1' },
      { name: 'tau', version: '1.1' },
    ]);
    expect(rows).toEqual(['gamma 1.0 → 1.1', 'tau 1.0 → 1.1']);
  });

  test('says why a version cannot be had', async () => {
    const { result } = await moved([{ name: 'alpha', version: '7' }]);
    expect(result).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/could not lock$/),
      diagnosis: expect.stringContaining('alpha'),
    });
  });
});
