/** What decides over a bump, case by case, with the real uv against an index made for each. */
import { describe, expect, it } from 'vitest';
import type { BumpsConfiguration } from '../../src/config/bumps.ts';
import { textAt, treeOfTexts, withTexts } from '../../src/gates/tree.ts';
import { type PackageIndex, startIndex } from '../index/server.ts';
import type { Release } from '../index/wheel.ts';
import { createBench, type Files } from '../relock/projects.ts';
import { proposals, story } from './support.ts';

const OLD = '2026-01-01T00:00:00Z';
const TWO_DAYS = '2026-11-22T06:00:00Z';

function release(text: string, more: Partial<Release> = {}): Release {
  const [name = '', version = ''] = text.split(' ');
  return { name, version, uploaded: OLD, ...more };
}

interface Case {
  /** What the index has when the lock is made first, and what comes later. */
  readonly before: readonly Release[];
  readonly after: readonly Release[];
  readonly dependencies: readonly string[];
  readonly python?: string;
  readonly bumps?: Partial<BumpsConfiguration>;
  readonly more?: (index: PackageIndex) => Files;
}

function manifest({ url }: PackageIndex, { dependencies, python = '>=3.11' }: Case): string {
  const list = dependencies.map((one) => JSON.stringify(one)).join(', ');
  return `[project]\nname = "demo"\nversion = "0.1"\nrequires-python = "${python}"\ndependencies = [${list}]\n\n[[tool.uv.index]]\nurl = "${url}"\ndefault = true\n`;
}

/** The story of what is proposed; files of the first bump are given to `look`. */
async function told(
  one: Case,
  look: (files: Files) => void = () => {},
): Promise<readonly string[]> {
  const index = await startIndex(one.before);
  const bench = createBench(index);
  try {
    const files = { 'pyproject.toml': manifest(index, one), ...one.more?.(index) };
    const locked = await bench.relock('uv', files, 'none');
    for (const release of one.after) index.publish(release);
    const all = await proposals(bench, locked.files, one.bumps);
    const changes = all[0]?.bumps[0]?.changes ?? [];
    const texts = Object.fromEntries(changes.map(({ path, after }) => [path, after]));
    const tree = withTexts(treeOfTexts(locked.files), texts);
    look(
      Object.fromEntries([...tree.files.keys()].map((path) => [path, textAt(tree, path) ?? ''])),
    );
    return all.flatMap(story).map((line) => line.replaceAll(/\s+/g, ' ').trim());
  } finally {
    bench.close();
    await index.close();
  }
}

describe('a bump', { timeout: 30_000 }, () => {
  it.each<[name: string, given: Case, expected: readonly string[]]>([
    [
      'takes a major version alone, and what is below it with the others',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.5'), release('a 2.0'), release('b 1.1')],
        dependencies: ['a', 'b'],
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.5, b 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.5, b 1.0 → 1.1',
        'lockkeeper/major-a: a 1.0 → 2.0',
        'uv.lock: a 1.0 → 2.0',
      ],
    ],
    [
      'leaves the clean package of two alone',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('b 1.1')],
        dependencies: ['a', 'b'],
      },
      ['lockkeeper/weekly: b 1.0 → 1.1', 'uv.lock: b 1.0 → 1.1'],
    ],
    [
      'respects the Python of the project',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.1', { requiresPython: '>=3.13' }), release('b 1.1')],
        dependencies: ['a==1.0', 'b'],
      },
      ['lockkeeper/weekly: b 1.0 → 1.1', 'uv.lock: b 1.0 → 1.1'],
    ],
    [
      'takes nothing that was taken back, and no pre-release',
      {
        before: [release('a 1.0'), release('b 1.0')],
        after: [release('a 1.1', { yanked: 'broken' }), release('b 1.1rc1')],
        dependencies: ['a==1.0', 'b'],
      },
      [],
    ],
    [
      'waits for what is too young, and says until when',
      {
        before: [release('a 1.0')],
        after: [release('a 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a'],
      },
      [
        'left a 1.0 → 1.1: it was released on 2026-11-22 and waits until 2026-11-25 (`bumps.min-release-age`)',
      ],
    ],
    [
      'takes it where there is no cool-down',
      {
        before: [release('a 1.0')],
        after: [release('a 1.1', { uploaded: TWO_DAYS })],
        dependencies: ['a'],
        bumps: { 'min-release-age': 0 },
      },
      ['lockkeeper/weekly: a 1.0 → 1.1', 'uv.lock: a 1.0 → 1.1'],
    ],
    [
      'lets nobody pull in what is too young',
      {
        before: [release('a 1.0', { requires: ['t>=1'] }), release('t 1.0')],
        after: [
          release('a 1.1', { requires: ['t>=1.1'] }),
          release('t 1.1', { uploaded: TWO_DAYS }),
        ],
        dependencies: ['a'],
      },
      [],
    ],
    [
      'takes along what has to move together',
      {
        before: [release('a 1.0', { requires: ['t>=1'] }), release('t 1.0')],
        after: [release('a 1.1', { requires: ['t>=1.1'] }), release('t 1.1')],
        dependencies: ['a'],
        bumps: { 'max-packages': 1 },
      },
      [
        'lockkeeper/weekly: a 1.0 → 1.1',
        'uv.lock: a 1.0 → 1.1, t 1.0 → 1.1',
        'left t 1.0 → 1.1: others have waited longer, and 1 move at a time (`bumps.max-packages`)',
      ],
    ],
    [
      'is made of those that can be locked; the others are told with the reason',
      {
        before: [release('a 1.0'), release('b 1.0'), release('c 1.0')],
        after: [release('a 1.1', { requires: ['c>=2'] }), release('b 1.1'), release('c 2.0')],
        dependencies: ['a==1.0', 'b', 'c<2'],
      },
      [
        'lockkeeper/weekly: b 1.0 → 1.1',
        'uv.lock: b 1.0 → 1.1',
        'lockkeeper/major-c: c 1.0 → 2.0',
        'uv.lock: c 1.0 → 2.0',
        'left a 1.0 → 1.1: uv.lock could not be made: uv could not lock',
        'obstacle: uv.lock could not be made: uv could not lock',
      ],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await told(given)).toEqual(expected);
  });

  it('brings what is exported from the lock along', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a'],
      more: () => ({
        'requirements.txt':
          '# This file was autogenerated by uv via the following command:\n#    uv export --no-hashes -o requirements.txt\na==1.0\n    # via demo\n',
      }),
    };
    let exported = '';
    const lines = await told(given, (files) => {
      exported = files['requirements.txt'] ?? '';
    });
    expect(lines[0]).toBe('lockkeeper/weekly: a 1.0 → 1.1');
    expect(exported).toContain('a==1.1');
  });

  it('raises the lower bound where that is asked for', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a>=1'],
      bumps: { manifest: 'raise' },
    };
    let text = '';
    await told(given, (files) => {
      text = files['pyproject.toml'] ?? '';
    });
    expect(text).toContain('"a>=1.1"');
  });

  it('is not made on a lock that is out of step', async () => {
    const given: Case = {
      before: [release('a 1.0')],
      after: [release('a 1.1')],
      dependencies: ['a'],
    };
    const index = await startIndex([...given.before, ...given.after]);
    const bench = createBench(index);
    const { files } = await bench.relock(
      'uv',
      { 'pyproject.toml': manifest(index, given) },
      'none',
    );
    const edited = {
      ...files,
      'pyproject.toml': manifest(index, { ...given, dependencies: ['a>=1.1'] }),
    };
    const [first] = await proposals(bench, edited);
    bench.close();
    await index.close();
    expect(first && story(first)).toEqual([
      'obstacle: uv.lock is not in step: `a`: pyproject.toml says `>=1.1`, uv.lock was made for `(any)`',
    ]);
  });
});
